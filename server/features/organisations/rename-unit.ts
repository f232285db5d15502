import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { nameKey } from '../../core/names.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { viewOrganisation } from './load-organisation.ts'
import { learnAlias } from './organisation-names.ts'
import type { OrganisationView } from './organisations.schema.ts'
import { findOrganisation } from './organisations.store.ts'
import { refuseTakenName } from './refuse-taken-name.ts'
import { checkRight, isRegistered } from './units.rules.ts'
import type { RenameUnitInput } from './units.schema.ts'
import { lockTree, lockUnit, updateUnit } from './units.store.ts'

/**
 * Renames a unit. A registered name is what invoices say and was compared with the licence: only staff change it, with a
 * reason; the billing profile then has to be saved anew before the next order, and the old name stays one that the
 * organisation may pay under. Throws `conflict` when it has another name than was seen, `registeredNameFixed`,
 * `unitIsOwn`, `unitNameTaken`, `inputInvalid` without a reason.
 */
export async function renameUnit(deps: Deps, actor: AccountActor, input: RenameUnitInput): Promise<OrganisationView> {
  const key = nameKey(input.name)
  if (key === '') throw new AppError('inputInvalid', { field: 'name' })
  await inTransaction(deps, async (tx) => {
    await lockTree(tx)
    const unit = authorize(actor, await lockUnit(tx, input.id))
    checkRight(actor, unit, 'rename')
    if (unit.name === input.name) return
    if (unit.name !== input.expectedName) throw new AppError('conflict', { name: unit.name })
    const registered = isRegistered(unit)
    if (registered && !input.reason) throw new AppError('inputInvalid', { field: 'reason' })
    if (unit.kind === 'department' && unit.parentId !== null) {
      const parent = await findOrganisation(tx, unit.parentId)
      if (parent) await refuseTakenName(tx, parent, key, input.name, unit.id)
    }
    await updateUnit(tx, unit.id, { name: input.name, nameKey: key })
    if (registered) {
      await learnAlias(tx, {
        organisationId: unit.id,
        payerName: unit.name,
        payerAccount: null,
        voucherId: null,
        confirmedById: actor.accountId,
      })
    }
    await writeAudit(tx, actor, {
      action: 'organisation.renamed',
      subjectType: 'organisation',
      subjectId: unit.id,
      organisationId: unit.id,
      before: { name: unit.name },
      after: { name: input.name, reason: input.reason ?? null },
    })
  })
  return viewOrganisation(deps, actor, input.id)
}
