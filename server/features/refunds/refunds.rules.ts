import { AppError } from '../../core/app-error.ts'
import { addFen, type Fen, fen, maxFen, minFen, subtractFen, zeroFen } from '../../core/money.ts'
import type { Transitions } from '../../core/transitions.ts'
import type { OrderState } from '../orders/orders.rules.ts'

export type RefundState = 'requested' | 'approved' | 'sent' | 'done' | 'failed' | 'rejected' | 'withdrawn'
export type RefundWay = 'source' | 'transfer' | 'credit' | 'order'

/**
 * ```
 *             ┌──> withdrawn   by whoever asked for it
 * requested ──┼──> rejected    by a second person in finance, with a reason
 *             └──> approved    by a second person in finance: the money is set aside
 *                     │
 *                     ├──> done   to the credit or another order: at once
 *                     └──> sent   with the provider, or waiting for finance's bank transfer
 *                            ├──> done    it has left
 *                            └──> failed  it is back where it was
 * ```
 */
export const refundTransitions: Transitions<RefundState> = {
  requested: ['approved', 'rejected', 'withdrawn'],
  approved: ['sent', 'done'],
  sent: ['done', 'failed'],
  done: [],
  failed: [],
  rejected: [],
  withdrawn: [],
}

/** States in which a refund has its money, or is to have it: no other refund may have the same. */
export const claimingStates: readonly RefundState[] = ['requested', 'approved', 'sent', 'done']

/** What a reader tells apart in a list. */
export const refundGroups: Readonly<Record<'waiting' | 'done' | 'stopped', readonly RefundState[]>> = {
  waiting: ['requested', 'approved', 'sent'],
  done: ['done'],
  stopped: ['failed', 'rejected', 'withdrawn'],
}

/**
 * What another refund may ask for: what is there (approved refunds have left it already) less what was asked for and is
 * not decided on.
 */
export function availableFen(heldFen: Fen, requestedFen: Fen): Fen {
  const rest = subtractFen(heldFen, requestedFen)
  return rest > 0 ? rest : zeroFen
}

/** What of one payment can go back the way it came: no more than it brought here, nor than is here now. */
export function sourceAvailableFen(broughtFen: Fen, claimedFen: Fen, available: Fen): Fen {
  return minFen(availableFen(broughtFen, claimedFen), available)
}

/** Throws `amountInvalid`: money is never rounded on the way in. */
export function checkRefundAmount(amount: number): Fen {
  if (!Number.isSafeInteger(amount) || amount <= 0 || amount > maxFen) throw new AppError('amountInvalid', { maxFen })
  return fen(amount)
}

/** Throws `refundTooMuch`. */
export function checkWithin(amountFen: Fen, available: Fen): void {
  if (amountFen > available) throw new AppError('refundTooMuch', { amountFen, mostFen: available })
}

export type RefundablePerson = {
  readonly enrolmentId: string
  readonly feeFen: Fen
  readonly state: 'paid' | 'held' | 'refunded'
}

/**
 * Whose fees a refund gives back. Named people must be paid and in no other refund (`refundChanged`); their agreed fees
 * are the amount. An amount by itself is nobody's, unless it is all that is left of a paid order: then everybody's who is
 * left, because nobody stays enrolled for nothing.
 */
export function peopleOf(
  people: readonly RefundablePerson[],
  what:
    | { readonly kind: 'amount'; readonly amountFen: Fen }
    | { readonly kind: 'people'; readonly enrolmentIds: readonly string[] },
  order: { readonly state: OrderState; readonly availableFen: Fen },
): { amountFen: Fen; people: readonly RefundablePerson[] } {
  const free = people.filter((person) => person.state === 'paid')
  if (what.kind === 'amount') {
    const everything = order.state === 'paid' && what.amountFen === order.availableFen
    return { amountFen: what.amountFen, people: everything ? free : [] }
  }
  const wanted = new Set(what.enrolmentIds)
  const chosen = free.filter((person) => wanted.has(person.enrolmentId))
  if (chosen.length !== wanted.size || order.state !== 'paid') throw new AppError('refundChanged')
  return { amountFen: checkRefundAmount(addFen(...chosen.map((person) => person.feeFen))), people: chosen }
}

/**
 * Where the money of a failed refund goes back to: the order as far as it still has room (it may have been paid again, or
 * have ended meanwhile), the rest to the organisation's credit.
 */
export function splitReturned(
  amountFen: Fen,
  order: { readonly state: OrderState; readonly amountFen: Fen; readonly paidFen: Fen } | null,
): { toOrderFen: Fen; toCreditFen: Fen } {
  const takes = order !== null && (order.state === 'open' || order.state === 'paid')
  const room = takes ? availableFen(order.amountFen, order.paidFen) : zeroFen
  const toOrderFen = minFen(amountFen, room)
  return { toOrderFen, toCreditFen: subtractFen(amountFen, toOrderFen) }
}

/** Minutes until the provider is asked again, after so many questions: soon at first, four times a day in the end. */
const queryMinutes = [1, 2, 5, 10, 30, 60, 120, 360]

export function minutesToNextQuery(queryCount: number): number {
  return queryMinutes[Math.min(queryCount, queryMinutes.length - 1)] ?? 360
}

/** Finance makes the transfer by what is written here. Throws `refundPayeeMissing`. */
export function checkPayee(payee: { readonly name: string; readonly bank: string; readonly account: string }): void {
  for (const field of ['name', 'bank', 'account'] as const) {
    if (payee[field] === '') throw new AppError('refundPayeeMissing', { field })
  }
}

type Target = {
  readonly id: string
  readonly number: string
  readonly state: OrderState
  readonly organisationId: string
  readonly outstandingFen: Fen
}

/**
 * Whether an order can take the money: another one of the same organisation that is still to be paid, and lacks as much.
 * Throws `refundWayWrong`, `orderNotPayable`, `refundTooMuch`. The amount is null where it is not known yet.
 */
export function checkTarget(
  from: { readonly id: string; readonly organisationId: string },
  target: Target,
  amountFen: Fen | null,
): void {
  if (target.id === from.id || target.organisationId !== from.organisationId) throw new AppError('refundWayWrong')
  if (target.state !== 'open')
    throw new AppError('orderNotPayable', { orderNumber: target.number, state: target.state })
  if (amountFen !== null) checkWithin(amountFen, target.outstandingFen)
}
