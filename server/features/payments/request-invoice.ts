import type { Actor } from '../../core/actor.ts'
import { newId } from '../../core/ids.ts'
import type { Fen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { invoiceDetailsSchema } from '../invoices/invoices.schema.ts'
import { openInvoiceRequest } from '../invoices/open-invoice-request.ts'
import type { OrderRow } from '../orders/load-order.ts'
import { loadBillingFacts } from '../organisations/load-billing.ts'

/**
 * Opens the invoice request for what a payment brought to its order, from the billing profile. 先缴费后开票: what the order
 * took is invoiced now; 先开票后付款 was invoiced before, and credit is nobody's sale yet. A profile that is no longer
 * complete opens no request: the organisation asks for its invoice when it has mended it.
 */
export async function requestInvoice(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: Actor,
  order: OrderRow,
  { paymentId, toOrderFen }: { readonly paymentId: string; readonly toOrderFen: Fen },
): Promise<void> {
  if (order.mode !== 'payFirst' || toOrderFen <= 0) return
  const { profile } = await loadBillingFacts(tx, order.organisationId)
  if (!profile) return
  const { invoiceKind, ...fields } = profile
  const details = invoiceDetailsSchema.safeParse({ ...fields, kind: invoiceKind, remark: '' })
  if (!details.success) return
  await openInvoiceRequest(deps, tx, actor, {
    id: newId(),
    orderId: order.id,
    organisationId: order.organisationId,
    voucherId: null,
    paymentId,
    amountFen: toOrderFen,
    details: details.data,
  })
}
