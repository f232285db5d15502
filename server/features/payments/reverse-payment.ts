import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { addFen, type Fen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import type { Transaction } from '../../platform/database.ts'
import type { NewTransfer } from '../ledger/ledger.rules.ts'
import { loadPaymentShares, type PaymentShare } from '../ledger/payment-shares.ts'
import { postTransfers } from '../ledger/post-transfers.ts'
import { announce } from '../notices/announce.ts'
import { lockOrder, type OrderRow } from '../orders/load-order.ts'
import { reopenOrder } from '../orders/reopen-order.ts'
import { findPaymentToReverse, markReversed } from './shown-payments.store.ts'

export type ReversedPayment = {
  readonly order: OrderRow
  /** The slip that had been laid beside it. */
  readonly voucherId: string | null
  readonly fromOrderFen: Fen
  readonly fromCreditFen: Fen
}

/**
 * Takes back a transfer that was booked by mistake, in the caller's transaction and with its order locked: the money goes
 * out of the order and the credit by transfers of its own, booked on the day of the first ones while that month is open,
 * else today; a paid order that now lacks money is open again. Nothing is deleted.
 *
 * Throws `allocationSpent` where the money was used since (refunded, spent from credit, cards used), `conflict` for
 * anything but a confirmed transfer.
 */
export async function reversePayment(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  actor: Actor,
  { paymentId, reason }: { readonly paymentId: string; readonly reason: string },
): Promise<ReversedPayment> {
  const payment = await findPaymentToReverse(tx, paymentId)
  if (payment?.state !== 'confirmed' || payment.method !== 'transfer')
    throw new AppError('conflict', { state: payment?.state ?? null })
  const shares = await loadPaymentShares(tx, [paymentId])
  const sum = (to: PaymentShare['to']) =>
    addFen(...shares.filter((share) => share.to === to).map((share) => share.amountFen))
  const [fromOrderFen, fromCreditFen] = [sum('order'), sum('organisationCredit')]
  // Of what several payments brought to an order nobody can say whose went back.
  if (fromOrderFen > 0 && (await lockOrder(tx, payment.orderId)).refundedFen > 0)
    throw new AppError('allocationSpent', { why: 'refund' })
  await takeOut(
    tx,
    actor,
    shares.map((share) => backOf(share, reason)),
  )
  await markReversed(tx, paymentId, reason, deps.clock.now())
  const order =
    fromOrderFen > 0
      ? await reopenOrder(deps, tx, actor, payment.orderId, paymentId)
      : await lockOrder(tx, payment.orderId)
  await writeAudit(tx, actor, {
    action: 'payment.reversed',
    subjectType: 'payment',
    subjectId: paymentId,
    organisationId: order.organisationId,
    before: { state: 'confirmed', voucherId: payment.voucherId },
    after: { state: 'reversed', orderId: order.id, fromOrderFen, fromCreditFen, reason },
  })
  await announce(deps, tx, {
    kind: 'paymentReversed',
    paymentId,
    orderId: order.id,
    orderNumber: order.number,
    amountFen: addFen(fromOrderFen, fromCreditFen),
    reason,
    organisationId: order.organisationId,
    organisationName: order.organisationName,
  })
  return { order, voucherId: payment.voucherId, fromOrderFen, fromCreditFen }
}

function backOf(share: PaymentShare, reason: string): NewTransfer {
  if (share.cameBy !== 'bank') throw new AppError('conflict')
  const isOrder = share.to === 'order'
  return {
    idempotencyKey: `payment:${share.paymentId}:${isOrder ? 'order' : 'credit'}:reversed`,
    kind: isOrder ? 'paymentReversed' : 'creditReversed',
    debit: { kind: share.to, ownerId: share.ownerId },
    credit: { kind: 'bank', ownerId: share.cameByOwnerId },
    amountFen: share.amountFen,
    causeType: 'payment',
    causeId: share.paymentId,
    reason,
    bookedOn: share.bookedOn,
  }
}

async function takeOut(tx: Transaction, actor: Actor, transfers: readonly NewTransfer[]): Promise<void> {
  try {
    await postTransfers(tx, actor, transfers)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'balanceTooLow') throw error
    const why = transfers.some(({ kind }) => kind === 'creditReversed') ? 'credit' : 'refund'
    throw new AppError('allocationSpent', { why }, { cause: error })
  }
}
