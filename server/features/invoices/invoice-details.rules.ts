import type { BillingFields } from '../organisations/organisations.schema.ts'
import { type InvoiceDetails, invoiceDetailsSchema } from './invoices.schema.ts'

/** What an invoice says about its buyer by the billing profile alone; null where that is missing or not complete. */
export function invoiceDetailsOf(profile: BillingFields | null): InvoiceDetails | null {
  if (!profile) return null
  const { invoiceKind, ...fields } = profile
  const details = invoiceDetailsSchema.safeParse({ ...fields, kind: invoiceKind, remark: '' })
  return details.success ? details.data : null
}
