import { AppError } from '../../core/app-error.ts'
import { type Fen, fen, maxFen, subtractFen, zeroFen } from '../../core/money.ts'
import type { Transitions } from '../../core/transitions.ts'

export type OrderState = 'open' | 'paid' | 'expired' | 'cancelled'
export type OrderMode = 'payFirst' | 'invoiceFirst'
export type OrderKind = 'enrolments' | 'studyCards'

/**
 * ```
 *        ┌──> paid       the ledger holds its whole amount
 * open ──┼──> expired    the time to pay is over, and nothing was paid or claimed
 *        └──> cancelled  by the organisation or staff, before any money
 *
 * paid ──> open          a payment was booked by mistake and is taken back
 * ```
 */
export const orderTransitions: Transitions<OrderState> = {
  open: ['paid', 'expired', 'cancelled'],
  paid: ['open'],
  expired: [],
  cancelled: [],
}

/** What is left to pay; money over the amount is the organisation's credit, so this is never below 0. */
export function outstandingFen(amount: Fen, paid: Fen): Fen {
  const rest = subtractFen(amount, paid)
  return rest > 0 ? rest : zeroFen
}

/** Takes a whole number of fen above 0 and up to 10^11. Throws `amountInvalid`: money is never rounded on the way in. */
export function checkOrderAmount(amount: number): Fen {
  if (!Number.isSafeInteger(amount) || amount <= 0 || amount > maxFen) throw new AppError('amountInvalid', { maxFen })
  return fen(amount)
}

/**
 * Hours after a rejected voucher in which its order does not expire: the money was sent, so the organisation gets a
 * weekend and a working day to send a better picture.
 */
export const rejectionGraceHours = 72

/** When an order that is made now can be paid until. */
export function expiresAt(madeAt: Date, paymentHours: number): Date {
  return new Date(madeAt.getTime() + paymentHours * 3_600_000)
}
