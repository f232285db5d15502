import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { findInvoiceBeforePayment } from '../invoices/order-cover.ts'
import { requestBeforePayment } from '../invoices/request-first.ts'
import { withdrawRequests } from '../invoices/withdraw-requests.ts'
import { loadOrder, lockOrder } from './load-order.ts'
import { invoiceDetailsFor } from './make-orders.ts'
import type { ChangeModeInput, OrderView } from './orders.schema.ts'
import { changeOrderMode, hasVoucherInReview, type OrderRow } from './orders.store.ts'
import { viewOrder } from './view-order.ts'

/**
 * Whether an unpaid order is paid before its invoice or after it. 先开票后付款 asks for the invoice of the whole order at
 * once; back to 先缴费后开票 withdraws what finance has not approved, and the order expires as any other. Sent twice, the
 * second changes nothing. The order is locked, so that of two at once, or of one and a payment, the second sees the first.
 *
 * Throws `notFound`, `orderNotPayable`, `orderHasMoney`, `orderHasVoucherInReview`, `orderHasInvoice` (it is approved or
 * out), `invoiceAlreadyRequested`, and what a billing profile lacks.
 */
export async function changeMode(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  input: ChangeModeInput,
): Promise<OrderView> {
  const known = await loadOrder(deps, actor, input.id)
  await inTransaction(deps, async (tx) => {
    const order = await lockOrder(tx, known.id)
    const invoice = await findInvoiceBeforePayment(tx, order.id)
    const isDone =
      order.mode === input.mode && (input.mode === 'payFirst' ? invoice === null : invoice?.id === input.requestId)
    if (isDone) return
    await checkUnpaid(tx, order)
    if (input.mode === 'payFirst') {
      await withdrawRequests(deps, tx, actor, order.id)
    } else {
      const details = await invoiceDetailsFor(tx, order.organisationId, input.invoiceDetails)
      await requestBeforePayment(deps, tx, actor, { id: input.requestId, order, details })
    }
    if (order.mode !== input.mode) await changeOrderMode(tx, actor, order, input.mode)
  })
  return viewOrder(deps, actor, known.id)
}

async function checkUnpaid(tx: Transaction, order: OrderRow): Promise<void> {
  if (order.state !== 'open') throw new AppError('orderNotPayable', { state: order.state })
  if (order.paidFen > 0) throw new AppError('orderHasMoney', { paidFen: order.paidFen, doing: 'mode' })
  if (await hasVoucherInReview(tx, order.id)) throw new AppError('orderHasVoucherInReview', { doing: 'mode' })
}
