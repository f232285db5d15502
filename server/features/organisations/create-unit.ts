import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { judgeCreditCode } from '../../core/ids.ts'
import { nameKey } from '../../core/names.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, isUniqueViolation, type Readable } from '../../platform/database.ts'
import { viewOrganisation } from './load-organisation.ts'
import type { OrganisationView } from './organisations.schema.ts'
import { findByCreditCode, findOrganisation } from './organisations.store.ts'
import { refuseTakenName } from './refuse-taken-name.ts'
import { checkDepth, checkRight, levelOf, managesCentre } from './units.rules.ts'
import type { CreateUnitInput } from './units.schema.ts'
import { insertUnit, isOpenPath, lockTree } from './units.store.ts'

/**
 * Makes a department or a subsidiary below a unit. The same id again gives the same answer. A credit code is a claim
 * about a licence, so only staff give one: an admin who could would hold it against its owner. Throws `codeNeedsStaff`,
 * `creditCodeInvalid`, `organisationCodeTaken`, `unitNameTaken`, `unitClosed`, `treeTooDeep`, `notFound`,
 * `idempotencyKeyReused`.
 */
export async function createUnit(deps: Deps, actor: AccountActor, input: CreateUnitInput): Promise<OrganisationView> {
  const creditCode = input.kind === 'organisation' ? input.creditCode || null : null
  if (creditCode !== null && !managesCentre(actor)) throw new AppError('codeNeedsStaff')
  if (creditCode !== null && judgeCreditCode(creditCode) === 'malformed') throw new AppError('creditCodeInvalid')
  if (await wasMadeBefore(deps.db, actor, input, creditCode)) return viewOrganisation(deps, actor, input.id)
  const key = nameKey(input.name)
  if (key === '') throw new AppError('inputInvalid', { field: 'name' })
  try {
    await inTransaction(deps, async (tx) => {
      await lockTree(tx)
      // Sent twice at once: the other one was first.
      if (await wasMadeBefore(tx, actor, input, creditCode)) return
      const parent = authorize(actor, await findOrganisation(tx, input.parentId))
      checkRight(actor, parent, 'addUnits')
      if (!(await isOpenPath(tx, parent.path))) throw new AppError('unitClosed', { name: parent.name })
      checkDepth(levelOf(parent.path) + 1)
      if (input.kind === 'department') await refuseTakenName(tx, parent, key, input.name)
      await insertUnit(tx, {
        id: input.id,
        parentId: parent.id,
        path: `${parent.path}${input.id}/`,
        kind: input.kind,
        name: input.name,
        nameKey: key,
        creditCode,
        contact: input.contact ?? {},
        createdAt: deps.clock.now(),
      })
      await writeAudit(tx, actor, {
        action: 'organisation.created',
        subjectType: 'organisation',
        subjectId: input.id,
        organisationId: input.id,
        after: { name: input.name, kind: input.kind, creditCode, parentId: parent.id, parentName: parent.name },
      })
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    const owner = creditCode === null ? null : await findByCreditCode(deps.db, creditCode)
    if (!owner) throw error
    throw new AppError('organisationCodeTaken', { code: creditCode, name: owner.name })
  }
  return viewOrganisation(deps, actor, input.id)
}

/** Throws `idempotencyKeyReused` when the id stands for another unit, `notFound` for one that is not the actor's to see. */
async function wasMadeBefore(
  db: Readable,
  actor: AccountActor,
  input: CreateUnitInput,
  creditCode: string | null,
): Promise<boolean> {
  const row = await findOrganisation(db, input.id)
  if (!row) return false
  const made = authorize(actor, row)
  const same =
    made.parentId === input.parentId &&
    made.kind === input.kind &&
    made.name === input.name &&
    made.creditCode === creditCode
  if (!same) throw new AppError('idempotencyKeyReused')
  return true
}
