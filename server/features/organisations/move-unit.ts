import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { findOrganisation } from './organisations.store.ts'
import { refuseTakenName } from './refuse-taken-name.ts'
import { checkMove, checkRight, levelOf, managesCentre, topOf } from './units.rules.ts'
import type { MovedUnit, MoveUnitInput } from './units.schema.ts'
import { countReach, findDeepestPath, isOpenPath, lockTree, lockUnit, moveSubtree } from './units.store.ts'

/**
 * Hangs a unit with everything and everybody below it under another one, in one transaction however many people it
 * takes along. Admins within their own subtree; staff anywhere, also a top organisation below another, and a registered
 * one to the top: then others come to manage its people, and a reason is noted. Throws `conflict` when it stands
 * elsewhere than was seen, `treeMoveIntoSelf`, `unitIsOwn`, `unitNeedsParent`, `unitNameTaken`, `unitClosed`,
 * `treeTooDeep`, `notFound`, `inputInvalid` without a reason.
 */
export async function moveUnit(deps: Deps, actor: AccountActor, input: MoveUnitInput): Promise<MovedUnit> {
  return inTransaction(deps, async (tx) => {
    await lockTree(tx)
    const unit = authorize(actor, await lockUnit(tx, input.id))
    checkRight(actor, unit, 'move')
    // Whoever is not staff sees no top but their own organisation, which stays where it is.
    if (input.parentId === null && !managesCentre(actor)) throw new AppError('notFound')
    const parent = input.parentId === null ? null : authorize(actor, await findOrganisation(tx, input.parentId))
    if (parent) checkRight(actor, parent, 'addUnits')
    const moved = { id: unit.id, parentId: parent?.id ?? null, previousParentId: unit.parentId }
    const reach = await countReach(tx, unit.path)
    const answer = { ...moved, units: reach.units + 1, people: reach.people }
    if (unit.parentId === moved.parentId) return answer
    if (unit.parentId !== input.expectedParentId) throw new AppError('conflict', { name: unit.name })
    checkMove(unit, parent, levelOf(await findDeepestPath(tx, unit.path)))
    const newTop = parent ? topOf(parent.path) : unit.id
    if (newTop !== topOf(unit.path) && !input.reason) throw new AppError('inputInvalid', { field: 'reason' })
    if (parent && !(await isOpenPath(tx, parent.path))) throw new AppError('unitClosed', { name: parent.name })
    if (parent && unit.kind === 'department') await refuseTakenName(tx, parent, unit.nameKey, unit.name)
    await moveSubtree(tx, unit, parent)
    const from = unit.parentId === null ? null : await findOrganisation(tx, unit.parentId)
    await writeAudit(tx, actor, {
      action: 'organisation.moved',
      subjectType: 'organisation',
      subjectId: unit.id,
      organisationId: unit.id,
      before: { parentId: unit.parentId, parentName: from?.name ?? null },
      after: {
        parentId: moved.parentId,
        parentName: parent?.name ?? null,
        units: answer.units,
        people: answer.people,
        reason: input.reason ?? null,
      },
    })
    return answer
  })
}
