import type { Actor } from '../../core/actor.ts'
import { newId } from '../../core/ids.ts'
import { type Fen, fen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { changeRequestState, findRequest } from './invoices.store.ts'
import { openInvoiceRequest } from './open-invoice-request.ts'
import { findUndecided, type UndecidedRequest } from './order-invoices.store.ts'

type OrderOfRequests = {
  readonly id: string
  readonly organisationId: string
  readonly mode: string
  readonly paidFen: Fen
}

/**
 * Rejects the requests of an order that its money no longer covers, in the transaction that took a payment back: the one
 * that this payment or its slip opened first, then the newest. Only those whose invoice is not on its way: one that is out
 * stays, and covers the payment that follows. What a rejected request covered besides, because several transfers wanted
 * one invoice, is asked for anew with the same details. 先开票后付款 asks before the money and is not touched.
 */
export async function rejectUncovered(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: Actor,
  order: OrderOfRequests,
  { paymentId, voucherId, reason }: { readonly paymentId: string; readonly voucherId: string | null; reason: string },
): Promise<void> {
  if (order.mode !== 'payFirst') return
  const requests = await findUndecided(tx, order.id)
  const isOfPayment = (request: UndecidedRequest) =>
    request.paymentId === paymentId || (voucherId !== null && request.voucherId === voucherId)
  let coveredFen = requests.reduce((sum, { amountFen }) => sum + amountFen, 0)
  for (const request of requests.toSorted((a, b) => Number(isOfPayment(b)) - Number(isOfPayment(a)))) {
    if (coveredFen <= order.paidFen) return
    if (request.state !== 'requested' && request.state !== 'approved') continue
    await changeRequestState(tx, actor, {
      id: request.id,
      organisationId: order.organisationId,
      from: request.state,
      to: 'rejected',
      at: deps.clock.now(),
      action: 'invoiceRequest.rejected',
      rejectedReason: reason,
      after: { reason },
    })
    coveredFen -= request.amountFen
    const shortFen = Math.min(request.amountFen, order.paidFen - coveredFen)
    if (shortFen > 0) return askAnew(deps, tx, actor, order, request.id, fen(shortFen))
  }
}

async function askAnew(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: Actor,
  order: OrderOfRequests,
  insteadOfId: string,
  amountFen: Fen,
): Promise<void> {
  const before = await findRequest(tx, insteadOfId)
  if (!before) return
  await openInvoiceRequest(deps, tx, actor, {
    id: newId(),
    orderId: order.id,
    organisationId: order.organisationId,
    voucherId: null,
    paymentId: null,
    amountFen,
    details: before.details,
  })
}
