import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, sqlStateOf } from '../../platform/database.ts'
import { checkRight } from './units.rules.ts'
import { countReach, deleteUnit, hasRecords, lockTree, lockUnit } from './units.store.ts'

/**
 * Deletes a department that was made by mistake: one without people, units, admins and records. Everything else is
 * disabled, because history names it. Throws `unitNotEmpty` with what it holds, `notAllowed` for an organisation,
 * `unitIsOwn`, `notFound`.
 */
export async function removeUnit(deps: Deps, actor: AccountActor, input: { id: string }): Promise<null> {
  try {
    await inTransaction(deps, async (tx) => {
      await lockTree(tx)
      const unit = authorize(actor, await lockUnit(tx, input.id))
      checkRight(actor, unit, 'remove')
      const reach = await countReach(tx, unit.path)
      const holds = (['people', 'units', 'admins'] as const).filter((what) => reach[what] > 0)
      const records = await hasRecords(tx, unit.id)
      if (holds.length > 0 || records) {
        throw new AppError('unitNotEmpty', {
          name: unit.name,
          holds: [...holds, ...(records ? ['records'] : [])].join(),
        })
      }
      await deleteUnit(tx, unit.id)
      await writeAudit(tx, actor, {
        action: 'organisation.removed',
        subjectType: 'organisation',
        subjectId: unit.id,
        // The unit is gone: its parent's admins find the entry.
        organisationId: unit.parentId,
        before: { name: unit.name, kind: unit.kind, parentId: unit.parentId },
      })
    })
  } catch (error) {
    // Somebody was added to it at the same moment.
    if (isStillReferredTo(error)) throw new AppError('unitNotEmpty', { holds: 'people' })
    throw error
  }
  return null
}

function isStillReferredTo(error: unknown): boolean {
  return ['23503', '23001', 'P2003'].includes(sqlStateOf(error) ?? '')
}
