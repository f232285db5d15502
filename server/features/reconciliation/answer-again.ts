import { AppError } from '../../core/app-error.ts'
import { addFen, type Fen, zeroFen } from '../../core/money.ts'
import type { Transaction } from '../../platform/database.ts'
import { loadPaymentShares } from '../ledger/payment-shares.ts'
import { lockOrder } from '../orders/load-order.ts'
import type { Allocation } from './allocations.store.ts'
import type { SettledPart } from './reconciliation.schema.ts'

/**
 * What was answered when these allocations were made, for who did not hear it and asks again under their ids. Throws
 * `allocationUndone` when one was undone since: it is not made a second time.
 */
export async function answerAgain(tx: Transaction, made: readonly Allocation[]): Promise<SettledPart[]> {
  if (made.some((one) => one.undoneAt !== null)) throw new AppError('allocationUndone')
  const shares = await loadPaymentShares(
    tx,
    made.map((one) => one.paymentId),
  )
  const outstanding = new Map<string, Fen>()
  for (const orderId of [...new Set(made.map((one) => one.orderId))].sort())
    outstanding.set(orderId, (await lockOrder(tx, orderId)).outstandingFen)
  return made.map((one) => {
    const to = (kind: 'order' | 'organisationCredit') =>
      addFen(
        ...shares
          .filter((share) => share.paymentId === one.paymentId && share.to === kind)
          .map((share) => share.amountFen),
      )
    return {
      allocationId: one.id,
      lineId: one.lineId,
      orderId: one.orderId,
      orderNumber: one.orderNumber,
      paymentId: one.paymentId,
      how: !one.settled ? 'linked' : one.voucherId === null ? 'settled' : 'voucher',
      amountFen: one.amountFen,
      toOrderFen: one.settled ? to('order') : one.amountFen,
      toCreditFen: one.settled ? to('organisationCredit') : zeroFen,
      outstandingFen: outstanding.get(one.orderId) ?? zeroFen,
    }
  })
}
