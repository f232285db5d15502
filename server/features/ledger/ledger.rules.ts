import type { Fen } from '../../core/money.ts'

/**
 * Which way money moves (every transfer debits the left and credits the right):
 *
 *   paymentReceived       bank               -> order
 *   overpaymentToCredit   bank               -> organisationCredit
 *   creditToOrder         organisationCredit -> order
 *   refundFromOrder       order              -> bank
 *   refundFromCredit      organisationCredit -> bank
 *   correction            any                -> any, with a reason
 */
export type LedgerAccountKind = 'bank' | 'order' | 'organisationCredit'

export type LedgerAccountRef = { readonly kind: LedgerAccountKind; readonly ownerId: string }

export type LedgerTransferKind =
  | 'paymentReceived'
  | 'overpaymentToCredit'
  | 'creditToOrder'
  | 'refundFromOrder'
  | 'refundFromCredit'
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
}

const directions: Record<Exclude<LedgerTransferKind, 'correction'>, readonly [LedgerAccountKind, LedgerAccountKind]> = {
  paymentReceived: ['bank', 'order'],
  overpaymentToCredit: ['bank', 'organisationCredit'],
  creditToOrder: ['organisationCredit', 'order'],
  refundFromOrder: ['order', 'bank'],
  refundFromCredit: ['organisationCredit', 'bank'],
}

/** Throws RangeError for a transfer that no event of the domain makes: a mistake in the code, not in the input. */
export function checkDirection(transfer: NewTransfer): void {
  if (transfer.amountFen <= 0) throw new RangeError('a transfer moves more than nothing')
  if (transfer.kind === 'correction') {
    if (!transfer.reason) throw new RangeError('a correction names its reason')
    return
  }
  const [debit, credit] = directions[transfer.kind]
  if (transfer.debit.kind !== debit || transfer.credit.kind !== credit) {
    throw new RangeError(`${transfer.kind} moves from ${debit} to ${credit}`)
  }
}

/** Accounts that grow with credits and never go below zero: nobody can spend what is not there. */
export function mustStayPositive(kind: LedgerAccountKind): boolean {
  return kind !== 'bank'
}
