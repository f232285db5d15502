import type { Fen } from '../../core/money.ts'
import type { Transaction } from '../../platform/database.ts'
import { loadTransfersToShow, type TransferToShow } from '../payments/transfers-to-show.ts'
import { loadSlipsInReview, type SlipInReview } from '../vouchers/slips-in-review.ts'

/** What is claimed or booked for an order by transfer, and not seen on a statement yet. */
export type OrderClaims = {
  readonly payments: readonly TransferToShow[]
  readonly vouchers: readonly (SlipInReview & { readonly amountFen: Fen | null })[]
}

/** Asks with the order locked; payments and vouchers are locked besides, so that no reviewer approves one meanwhile. */
export async function findClaims(tx: Transaction, orderId: string): Promise<OrderClaims> {
  const vouchers = await loadSlipsInReview(tx, orderId)
  const payments = (await loadTransfersToShow(tx, orderId)).filter((payment) => payment.leftFen > 0)
  return { payments, vouchers }
}
