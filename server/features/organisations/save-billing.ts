import type { BillingProfile } from '../../../prisma/generated/client.ts'
import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { AuditAction } from '../../core/audit-actions.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { readdressMail } from '../notices/release-mail.ts'
import { lockBillingProfile, saveBillingProfile } from './billing-profiles.store.ts'
import { fieldsOf, loadBilling } from './load-billing.ts'
import { agreesWithRegistration, checkBillingAgrees, checkBillingComplete } from './organisations.rules.ts'
import type { BillingFields, BillingView, SaveBillingInput } from './organisations.schema.ts'
import { findOrganisation } from './organisations.store.ts'
import { isRegistered } from './units.rules.ts'

/**
 * Saves an organisation's billing profile. Throws `billingTitleMismatch` or `billingTaxNumberMismatch` when it differs
 * from the registration and staff have not allowed just that, `billingProfileIncomplete` when a special invoice lacks
 * something, `notAllowed` for what is not registered, whose invoices go to the organisation above.
 */
export async function saveBilling(deps: Deps, actor: AccountActor, input: SaveBillingInput): Promise<BillingView> {
  const organisation = authorize(actor, await findOrganisation(deps.db, input.organisationId))
  // Staff who are also an admin somewhere save here for their own organisations; for others they note an exception.
  if (!actor.organisation || !organisation.path.startsWith(actor.organisation.path)) throw new AppError('notFound')
  if (!isRegistered(organisation)) throw new AppError('notAllowed')
  const { organisationId, ...fields } = input
  checkBillingComplete(fields, organisationId)
  await inTransaction(deps, async (tx) => {
    const before = await lockBillingProfile(tx, organisationId)
    const allowed =
      before && before.exceptionNote !== null && before.exceptionById !== null
        ? { ...before, note: before.exceptionNote, byId: before.exceptionById }
        : null
    checkBillingAgrees(fields, organisation, allowed)
    const agrees = agreesWithRegistration(fields, organisation)
    // Back at the registered name and number, nothing is left to be excused.
    const exception = agrees.title && agrees.taxNumber ? null : allowed
    await saveBillingProfile(tx, organisationId, fields, exception)
    if (before) await readdressMail(deps, tx, actor, { organisationId, from: before.email, to: fields.email })
    await auditBilling(tx, actor, 'billing.saved', organisationId, before, fields, exception?.note ?? null)
  })
  return loadBilling(deps, actor, organisationId)
}

export async function auditBilling(
  tx: Transaction,
  actor: AccountActor,
  action: AuditAction,
  organisationId: string,
  before: BillingProfile | null,
  after: BillingFields,
  exceptionNote: string | null,
): Promise<void> {
  await writeAudit(tx, actor, {
    action,
    subjectType: 'billingProfile',
    subjectId: organisationId,
    organisationId,
    before: before && { ...fieldsOf(before), exceptionNote: before.exceptionNote },
    after: { ...after, exceptionNote },
  })
}
