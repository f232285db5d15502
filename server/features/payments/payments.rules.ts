import { addFen, type Fen, fen, minFen, subtractFen, zeroFen } from '../../core/money.ts'
import type { Transitions } from '../../core/transitions.ts'
import type { OrderState } from '../orders/orders.rules.ts'

export type PaymentState = 'created' | 'pending' | 'confirmed' | 'failed' | 'expired' | 'cancelled' | 'reversed'

/**
 * ```
 * created ──> pending ──┬──> confirmed   the provider says that it was paid
 *    │                  ├──> failed      the provider says that it will not be
 *    │                  ├──> expired     its time is over by the database's clock
 *    └──────────────────┴──> cancelled   the payer began anew, or the order takes no more money
 *
 * failed, expired, cancelled ──> confirmed   the money came all the same: it is taken, never dropped
 * ```
 * confirmed ──> reversed   a transfer that was matched with the wrong line: its ledger transfers are taken back
 * A transfer is confirmed from the start: its voucher was what waited.
 */
export const paymentTransitions: Transitions<PaymentState> = {
  created: ['pending', 'confirmed', 'failed', 'expired', 'cancelled'],
  pending: ['confirmed', 'failed', 'expired', 'cancelled'],
  failed: ['confirmed'],
  expired: ['confirmed'],
  cancelled: ['confirmed'],
  confirmed: ['reversed'],
  reversed: [],
}

export function isLive(state: PaymentState): boolean {
  return state === 'created' || state === 'pending'
}

/** How the money that came fits what the order asked for (domain.md: late, double, over and under payments). */
export type PaymentOutcome = 'exact' | 'under' | 'over' | 'late' | 'double'

export type Split = { readonly toOrderFen: Fen; readonly toCreditFen: Fen }

/**
 * Where received money goes: to the order as far as it can still take it, the rest to the organisation's credit 预存款.
 * An order that is not open takes nothing, so late and double payments are all credit; no fen is lost.
 *
 *   outstanding | received | to order | to credit
 *        320000 |   320000 |   320000 |         0
 *        320000 |   300000 |   300000 |         0   (open, 20000 outstanding)
 *        320000 |   350000 |   320000 |     30000
 *             0 |   320000 |        0 |    320000   (paid before, cancelled or expired)
 */
export function splitReceived(receivedFen: Fen, outstandingFen: Fen, orderIsOpen: boolean): Split {
  const room = orderIsOpen ? fen(Math.max(0, outstandingFen)) : zeroFen
  const toOrderFen = minFen(receivedFen, room)
  return { toOrderFen, toCreditFen: subtractFen(receivedFen, toOrderFen) }
}

/** What the split of received money is called, by the order as it stood before. */
export function outcomeOf(
  receivedFen: Fen,
  order: { readonly state: OrderState; readonly outstandingFen: Fen },
): PaymentOutcome {
  if (order.state === 'paid') return 'double'
  if (order.state !== 'open') return 'late'
  if (receivedFen < order.outstandingFen) return 'under'
  return receivedFen > order.outstandingFen ? 'over' : 'exact'
}

/** A transfer that a line of the bank's statement booked. */
export type ShownPayment = {
  readonly id: string
  readonly outcome: PaymentOutcome
  readonly receivedFen: Fen
  /** All that the line brought, of which other orders may have a part. */
  readonly lineFen: Fen
}

/**
 * Which transfers, booked from the statement and without a slip yet, an approved slip over so much is about; none: it is
 * about money that no statement has shown. The slip is a claim, the statement is the truth, so that money in the books is
 * not booked again:
 *
 *   one of just this sum                                              -> that one
 *   one that is a part of a line of just this sum                     -> that one
 *   the order lacks less than that, and all together are just this sum -> all of them
 */
export function shownBySlip<Shown extends ShownPayment>(
  shown: readonly Shown[],
  slipFen: Fen,
  outstandingFen: Fen,
): readonly Shown[] {
  const same = shown.find(({ receivedFen }) => receivedFen === slipFen)
  if (same) return [same]
  const part = shown.find(({ lineFen }) => lineFen === slipFen)
  if (part) return [part]
  if (outstandingFen >= slipFen) return []
  return addFen(...shown.map(({ receivedFen }) => receivedFen)) === slipFen ? shown : []
}

/** `PX26M4T8RK01`: what the provider knows the n-th attempt by. Letters and digits only, as UnionPay's orderId wants (8–40). */
export function tradeNumber(orderNumber: string, attempt: number): string {
  return `${orderNumber}${String(attempt).padStart(2, '0')}`
}

/**
 * Seconds until an attempt is asked about again, by how often it was: notices are missed for seconds or for hours, and a
 * provider does not like to be asked for nothing.
 */
const queryAfterSeconds = [30, 60, 120, 300, 600, 1800, 3600] as const

export function nextQuerySeconds(queryCount: number): number {
  return queryAfterSeconds[Math.min(queryCount, queryAfterSeconds.length - 1)] ?? 3600
}

/**
 * Minutes after its end in which an attempt is still asked about whatever the provider says: who stands at a cashier that
 * was opened in time may finish there, try another card after one failed, or log in for the first time.
 */
export const cashierGraceMinutes = 15

/** At most one question in so many seconds for everybody who taps 已完成支付: providers refuse to be asked faster. */
export const askPauseSeconds = 1

/** An attempt that no provider gives an answer on is asked about for so long; its notice counts for ever. */
export const askForHours = 72

/** What became of a message that came in a provider's name. */
export const noticeVerdicts = [
  /** It changed something: money was taken, a refund settled, an attempt failed. */
  'applied',
  /** It says what we know already. */
  'repeated',
  /** The provider is asked before it is believed. */
  'asked',
  /** The sum is another than was asked for: the provider is asked what really came. */
  'amountDiffers',
  /** It names nothing of ours. */
  'unknownTrade',
  /** A second transaction for a trade that was paid by another. */
  'secondTrade',
  /** For days the provider gave no answer on an attempt that was opened. */
  'unanswered',
  /** It says something else of a refund that is settled. */
  'contradicts',
  /** Not the provider's: signed wrongly, or not at all. */
  'badSignature',
  'stale',
  'otherMerchant',
  'otherCurrency',
  'unreadable',
] as const
export type NoticeVerdict = (typeof noticeVerdicts)[number]

/** What finance is told of: money may have come that we cannot place. A forged message is only recorded. */
export function needsFinance(verdict: NoticeVerdict): boolean {
  return ['unknownTrade', 'secondTrade', 'amountDiffers', 'contradicts', 'unanswered'].includes(verdict)
}
