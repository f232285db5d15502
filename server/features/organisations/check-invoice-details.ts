import type { Readable } from '../../platform/database.ts'
import { loadBillingFacts } from './load-billing.ts'
import { checkBillingAgrees } from './organisations.rules.ts'

/**
 * An invoice is written out to the organisation as it is registered, whatever was typed beside the slip. Throws
 * `billingTitleMismatch` or `billingTaxNumberMismatch` with both values, unless staff allowed just that as an exception.
 */
export async function checkInvoiceDetails(
  db: Readable,
  organisationId: string,
  details: { readonly title: string; readonly taxNumber: string },
): Promise<void> {
  const { owner, profile, exceptionNote } = await loadBillingFacts(db, organisationId)
  checkBillingAgrees(details, owner, exceptionNote === null ? null : profile)
}
