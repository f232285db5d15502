import type { Actor } from '../../core/actor.ts'
import { newId } from '../../core/ids.ts'
import type { Fen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { invoiceDetailsOf } from '../invoices/invoice-details.rules.ts'
import { uncoveredFen } from '../invoices/invoices.rules.ts'
import type { InvoiceDetails } from '../invoices/invoices.schema.ts'
import { hasRequestOfVoucher, openInvoiceRequest } from '../invoices/open-invoice-request.ts'
import { loadCover } from '../invoices/order-cover.ts'
import { loadBillingFacts } from '../organisations/load-billing.ts'

export type InvoiceablePayment = {
  readonly paymentId: string
  readonly toOrderFen: Fen
  /** The slip that brought it, whose uploader said what the invoice is to say. */
  readonly voucherId?: string
  readonly details?: InvoiceDetails
}

/**
 * The one place where a payment asks for its invoice, whatever brought it (a slip, a line of the bank's statement, a
 * gateway, credit): in the transaction that posted it, with its order locked. Asked for is what no request of the order
 * covers yet (`uncoveredFen`): 先开票后付款 was asked for before, and credit is nobody's sale yet. What it says is what
 * was typed beside the slip, else the billing profile; one that is no longer complete opens no request: the organisation
 * asks for its invoice when it has mended it.
 */
export async function requestInvoice(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: Actor,
  order: { readonly id: string; readonly organisationId: string },
  { paymentId, toOrderFen, voucherId, details }: InvoiceablePayment,
): Promise<void> {
  if (toOrderFen <= 0) return
  const { paidFen, coveredFen } = await loadCover(tx, order.id)
  const amountFen = uncoveredFen(paidFen, coveredFen, toOrderFen)
  if (amountFen === 0) return
  const wanted = details ?? invoiceDetailsOf((await loadBillingFacts(tx, order.organisationId)).profile)
  if (!wanted) return
  // A slip that was approved before, and whose money was taken back since, has its old request still.
  const bySlip = voucherId !== undefined && !(await hasRequestOfVoucher(tx, voucherId))
  await openInvoiceRequest(deps, tx, actor, {
    id: newId(),
    orderId: order.id,
    organisationId: order.organisationId,
    ...(bySlip ? { voucherId, paymentId: null } : { voucherId: null, paymentId }),
    amountFen,
    details: wanted,
  })
}
