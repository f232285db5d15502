import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { viewOrganisation } from './load-organisation.ts'
import type { OrganisationView } from './organisations.schema.ts'
import { checkRight, isRegistered, managesCentre } from './units.rules.ts'
import type { SetUnitEnabledInput } from './units.schema.ts'
import { countReach, lockUnit, updateUnit } from './units.store.ts'

/**
 * Disables a unit and with it everything below, or enables it again. What is below keeps its own mark: `organisation_open`
 * looks at everything above, in every request's session too, so admins who act for anything in it lose it at once and
 * have it back at once. Throws `unitIsOwn`, `notFound`, `inputInvalid` when staff give no reason for a registered one.
 */
export async function setUnitEnabled(
  deps: Deps,
  actor: AccountActor,
  input: SetUnitEnabledInput,
): Promise<OrganisationView> {
  const { id, enabled, reason } = input
  await inTransaction(deps, async (tx) => {
    const unit = authorize(actor, await lockUnit(tx, id))
    checkRight(actor, unit, 'setEnabled')
    if (unit.enabled === enabled) return
    if (managesCentre(actor) && isRegistered(unit) && !reason) throw new AppError('inputInvalid', { field: 'reason' })
    await updateUnit(tx, id, { enabled })
    await writeAudit(tx, actor, {
      action: enabled ? 'organisation.enabled' : 'organisation.disabled',
      subjectType: 'organisation',
      subjectId: id,
      organisationId: id,
      before: { enabled: unit.enabled },
      after: { enabled, reason: reason ?? null, ...(await countReach(tx, unit.path)) },
    })
  })
  return viewOrganisation(deps, actor, id)
}
