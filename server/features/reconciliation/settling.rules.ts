import { AppError } from '../../core/app-error.ts'
import type { OrderClaims } from './claims-of-order.ts'

/**
 * Which money a part of a statement line shows. One transfer is booked once, whether its slip or the statement came
 * first, so before a payment is made of a line the order's own claims are looked through:
 *
 *   named by the suggestion: a payment       -> the line shows it
 *   named by the suggestion: a voucher       -> it is approved by the line; if a reviewer was first, its payment is shown
 *   a confirmed transfer of just this sum that no line shows yet -> the line shows it
 *   a slip in review over just this sum      -> it is approved by the line
 *   split by hand, more than the order lacks, and of a confirmed transfer so much is not shown yet
 *                                            -> the line shows a part of it (two lines for one slip, a bank's fee kept)
 *   split by hand, more than is not shown yet of a paid order's transfer
 *                                            -> refused: that much shows the transfer, the rest is a part of its own
 *   nothing of the kind                      -> a payment of its own
 *
 * Throws `suggestionGone` when what the suggestion names was shown by another line, taken back or rejected meanwhile:
 * then nobody has looked at what the money is. `orderHasUnseenPayment` says how much shows the transfer.
 */
export type ChosenTarget =
  | { readonly kind: 'payment'; readonly payment: OrderClaims['payments'][number] }
  | { readonly kind: 'voucher'; readonly voucher: OrderClaims['vouchers'][number] }
  | { readonly kind: 'order' }

export function chooseTarget(
  part: { readonly amountFen: number; readonly paymentId?: string; readonly voucherId?: string },
  claims: OrderClaims,
  /** What the order still takes, where a hand splits the line; null where the matching rules chose, who saw all claims. */
  byHand: { readonly outstandingFen: number } | null = null,
): ChosenTarget {
  const { amountFen, paymentId, voucherId } = part
  const slip = claims.vouchers.find((voucher) => voucher.id === voucherId)
  if (slip) return { kind: 'voucher', voucher: slip }
  const named = claims.payments.find(
    (payment) => payment.id === paymentId || (voucherId !== undefined && payment.voucherId === voucherId),
  )
  if (named) return { kind: 'payment', payment: named }
  if (paymentId !== undefined || voucherId !== undefined) throw new AppError('suggestionGone')
  const sameSum = claims.payments.find((payment) => payment.leftFen === amountFen)
  if (sameSum) return { kind: 'payment', payment: sameSum }
  const sameSlip = claims.vouchers.find((voucher) => voucher.amountFen === amountFen)
  if (sameSlip) return { kind: 'voucher', voucher: sameSlip }
  const within =
    byHand && byHand.outstandingFen < amountFen
      ? claims.payments.find((payment) => payment.leftFen > amountFen)
      : undefined
  if (within) return { kind: 'payment', payment: within }
  const smaller =
    byHand?.outstandingFen === 0 ? claims.payments.find((payment) => payment.leftFen < amountFen) : undefined
  if (smaller) throw new AppError('orderHasUnseenPayment', { leftFen: smaller.leftFen })
  return { kind: 'order' }
}

/** When the money moved, by the bank's clock in Shanghai; noon where it names the day alone. */
export function momentOfLine(line: { readonly day: string; readonly time: string | null }): Date {
  return new Date(`${line.day}T${line.time ?? '12:00:00'}+08:00`)
}
