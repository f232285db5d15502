import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { lockBillingProfile, saveBillingProfile } from './billing-profiles.store.ts'
import { loadBilling } from './load-billing.ts'
import { checkBillingComplete } from './organisations.rules.ts'
import type { AllowBillingExceptionInput, BillingView } from './organisations.schema.ts'
import { findOrganisation } from './organisations.store.ts'
import { auditBilling } from './save-billing.ts'
import { isRegistered } from './units.rules.ts'

/**
 * Staff save a profile whose title or tax number differs from the registration, with a note that says why. The
 * organisation may change the rest of it afterwards; another title or number needs another note. Throws
 * `billingProfileIncomplete`, and `notAllowed` for what is not registered itself.
 */
export async function allowBillingException(
  deps: Deps,
  actor: AccountActor,
  input: AllowBillingExceptionInput,
): Promise<BillingView> {
  const organisation = authorize(actor, await findOrganisation(deps.db, input.organisationId))
  if (!isRegistered(organisation)) throw new AppError('notAllowed')
  const { organisationId, note, ...fields } = input
  checkBillingComplete(fields, organisationId)
  await inTransaction(deps, async (tx) => {
    const before = await lockBillingProfile(tx, organisationId)
    await saveBillingProfile(tx, organisationId, fields, { note, byId: actor.accountId })
    await auditBilling(tx, actor, 'billing.exceptionAllowed', organisationId, before, fields, note)
  })
  return loadBilling(deps, actor, organisationId)
}
