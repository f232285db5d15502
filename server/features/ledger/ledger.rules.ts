import type { Fen } from '../../core/money.ts'

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
 *   correction            any                -> any, with a reason
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

/** Throws RangeError for a transfer that no event of the domain makes: a mistake in the code, not in the input. */
export function checkDirection(transfer: NewTransfer): void {
  if (transfer.amountFen <= 0) throw new RangeError('a transfer moves more than nothing')
  if (transfer.kind === 'correction') {
    if (!transfer.reason) throw new RangeError('a correction names its reason')
    return
  }
  const { debit, credit } = directions[transfer.kind]
  if (!debit.includes(transfer.debit.kind) || !credit.includes(transfer.credit.kind)) {
    throw new RangeError(`${transfer.kind} moves from ${debit.join(' or ')} to ${credit.join(' or ')}`)
  }
}

/** Accounts that grow with credits and never go below zero: nobody can spend what is not there. */
export function mustStayPositive(kind: LedgerAccountKind): boolean {
  return kind !== 'bank' && kind !== 'gateway' && kind !== 'cardIssue'
}
