import { type Fen, fen } from '../../core/money.ts'

/**
 * Which way money moves (every transfer debits the left and credits the right):
 *
 *   paymentReceived       bank, gateway      -> order
 *   overpaymentToCredit   bank, gateway      -> organisationCredit
 *   creditToOrder         organisationCredit -> order
 *   refundFromOrder       order              -> refund               approved: set aside
 *   refundFromCredit      organisationCredit -> refund               approved: set aside
 *   refundPaid            refund             -> bank, gateway        it has left
 *   refundToCredit        refund             -> organisationCredit
 *   refundToOrder         refund             -> order
 *   refundReturned        refund             -> order, organisationCredit   it failed: back where it was
 *   cardsIssued           cardIssue          -> cardBatch            a study-card order is paid
 *   cardsTakenBack        cardBatch          -> cardIssue            its money goes back
 *   paymentReversed       order              -> bank                 booked by mistake: the line shows another's money
 *   creditReversed        organisationCredit -> bank
 *   recharged             cardBatch          -> wallet               充值
 *   rechargeTakenBack     wallet             -> cardBatch
 *   courseOpened          wallet             -> cardUse              开通课程
 *   courseClosed          cardUse            -> wallet
 *   cardsExpired          cardBatch, wallet  -> cardExpired          unspent when the batch ended
 *   cardsRevived          cardExpired        -> cardBatch, wallet    the batch was prolonged after its end
 *   correction            by staff, with a reason: between the pairs of `correctionPairs`
 *
 * `bank` is owned by a payee account, `gateway` by a merchant account, `cardIssue`, `cardUse` and `cardExpired` by a plan,
 * `wallet` by what one learner holds of one batch (study_card_wallets), the others by what they are named for. Money (bank
 * to refund) and card value (cardIssue to cardExpired) never mix.
 */
export type LedgerAccountKind =
  | 'bank'
  | 'gateway'
  | 'order'
  | 'organisationCredit'
  | 'refund'
  | 'cardIssue'
  | 'cardBatch'
  | 'wallet'
  | 'cardUse'
  | 'cardExpired'

export type LedgerAccountRef = { readonly kind: LedgerAccountKind; readonly ownerId: string }

export type LedgerTransferKind =
  | 'paymentReceived'
  | 'overpaymentToCredit'
  | 'creditToOrder'
  | 'refundFromOrder'
  | 'refundFromCredit'
  | 'refundPaid'
  | 'refundToCredit'
  | 'refundToOrder'
  | 'refundReturned'
  | 'cardsIssued'
  | 'cardsTakenBack'
  | 'paymentReversed'
  | 'creditReversed'
  | 'recharged'
  | 'rechargeTakenBack'
  | 'courseOpened'
  | 'courseClosed'
  | 'cardsExpired'
  | 'cardsRevived'
  | 'correction'

export type NewTransfer = {
  /** Names the event: the same key again is the same transfer, however often it is posted. */
  readonly idempotencyKey: string
  readonly kind: LedgerTransferKind
  readonly debit: LedgerAccountRef
  readonly credit: LedgerAccountRef
  readonly amountFen: Fen
  readonly causeType: string
  readonly causeId: string
  readonly reason?: string
  /** `2026-05-02`: the bank's day. It is booked on that day while its month is open, else today. */
  readonly bookedOn?: string
}

type Direction = { readonly debit: readonly LedgerAccountKind[]; readonly credit: readonly LedgerAccountKind[] }

const directions: Record<Exclude<LedgerTransferKind, 'correction'>, Direction> = {
  paymentReceived: { debit: ['bank', 'gateway'], credit: ['order'] },
  overpaymentToCredit: { debit: ['bank', 'gateway'], credit: ['organisationCredit'] },
  creditToOrder: { debit: ['organisationCredit'], credit: ['order'] },
  refundFromOrder: { debit: ['order'], credit: ['refund'] },
  refundFromCredit: { debit: ['organisationCredit'], credit: ['refund'] },
  refundPaid: { debit: ['refund'], credit: ['bank', 'gateway'] },
  refundToCredit: { debit: ['refund'], credit: ['organisationCredit'] },
  refundToOrder: { debit: ['refund'], credit: ['order'] },
  refundReturned: { debit: ['refund'], credit: ['order', 'organisationCredit'] },
  cardsIssued: { debit: ['cardIssue'], credit: ['cardBatch'] },
  cardsTakenBack: { debit: ['cardBatch'], credit: ['cardIssue'] },
  paymentReversed: { debit: ['order'], credit: ['bank'] },
  creditReversed: { debit: ['organisationCredit'], credit: ['bank'] },
  recharged: { debit: ['cardBatch'], credit: ['wallet'] },
  rechargeTakenBack: { debit: ['wallet'], credit: ['cardBatch'] },
  courseOpened: { debit: ['wallet'], credit: ['cardUse'] },
  courseClosed: { debit: ['cardUse'], credit: ['wallet'] },
  cardsExpired: { debit: ['cardBatch', 'wallet'], credit: ['cardExpired'] },
  cardsRevived: { debit: ['cardExpired'], credit: ['cardBatch', 'wallet'] },
}

/**
 * Between which accounts staff may correct a booking, in either direction unless it says so; each with a reason. Orders and
 * refunds are not among them: money that was matched to the wrong order is taken back at its statement line, and what was
 * paid too much goes back by a refund, so that the order's state, its cards and its invoice follow.
 */
export const correctionPairs: readonly (readonly [debit: LedgerAccountKind, credit: LedgerAccountKind])[] = [
  ['bank', 'bank'],
  ['bank', 'gateway'],
  ['gateway', 'bank'],
  ['bank', 'organisationCredit'],
  ['organisationCredit', 'bank'],
  ['organisationCredit', 'organisationCredit'],
  ['cardBatch', 'cardIssue'],
  ['cardIssue', 'cardBatch'],
  ['cardBatch', 'wallet'],
  ['wallet', 'cardBatch'],
  // What was spent by mistake is given back; nobody spends for a learner by a correction.
  ['cardUse', 'wallet'],
]

export function mayCorrect(debit: LedgerAccountKind, credit: LedgerAccountKind): boolean {
  return correctionPairs.some(([from, to]) => from === debit && to === credit)
}

/** Every direction there is, for the proof: a transfer of another one was not posted by this product. */
export const allDirections: readonly (readonly [LedgerTransferKind, LedgerAccountKind, LedgerAccountKind])[] = [
  ...(Object.keys(directions) as (keyof typeof directions)[]).flatMap((kind) =>
    directions[kind].debit.flatMap((debit) => directions[kind].credit.map((credit) => [kind, debit, credit] as const)),
  ),
  ...correctionPairs.map(([debit, credit]) => ['correction', debit, credit] as const),
]

/** Throws RangeError for a transfer that no event of the domain makes: a mistake in the code, not in the input. */
export function checkDirection(transfer: NewTransfer): void {
  if (transfer.amountFen <= 0) throw new RangeError('a transfer moves more than nothing')
  checkKinds(transfer.kind, transfer.debit.kind, transfer.credit.kind, transfer.reason)
}

/** The same of many transfers between accounts of two kinds. */
export function checkKinds(
  kind: LedgerTransferKind,
  debit: LedgerAccountKind,
  credit: LedgerAccountKind,
  reason: string | undefined,
): void {
  if (kind === 'correction') {
    if (!reason) throw new RangeError('a correction names its reason')
    if (!mayCorrect(debit, credit)) throw new RangeError(`nothing is corrected from ${debit} to ${credit}`)
    return
  }
  const allowed = directions[kind]
  if (!allowed.debit.includes(debit) || !allowed.credit.includes(credit)) {
    throw new RangeError(`${kind} moves from ${allowed.debit.join(' or ')} to ${allowed.credit.join(' or ')}`)
  }
}

/** Accounts that grow with credits and never go below zero: nobody can spend what is not there. */
export function mustStayPositive(kind: LedgerAccountKind): boolean {
  return kind !== 'bank' && kind !== 'gateway' && kind !== 'cardIssue'
}

/** What an account holds, as people say it: what grows with debits is turned round. */
export function balanceAsSaid(kind: LedgerAccountKind, creditsLessDebits: Fen): Fen {
  // Not -0 for an empty one.
  return mustStayPositive(kind) || creditsLessDebits === 0 ? creditsLessDebits : fen(-creditsLessDebits)
}
