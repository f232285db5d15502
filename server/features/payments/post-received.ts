import type { Actor } from '../../core/actor.ts'
import type { Fen } from '../../core/money.ts'
import { subtractFen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import type { LedgerAccountRef, NewTransfer } from '../ledger/ledger.rules.ts'
import { postTransfers } from '../ledger/post-transfers.ts'
import type { OrderRow } from '../orders/load-order.ts'
import { makePaid } from '../orders/load-order.ts'
import { statementsMatch } from '../statements/statements.queues.ts'
import { type Split, splitReceived } from './payments.rules.ts'

export type Received = {
  /** Names the transfers: the same payment posted again moves nothing. */
  readonly paymentId: string
  readonly amountFen: Fen
  /** Where the money is now: a bank account of ours, or our account at a provider. */
  readonly at: LedgerAccountRef
  /** `2026-05-02`: the bank's day, which it is booked on while its month is open; else today. */
  readonly bookedOn?: string
}

export type Posted = Split & { readonly outstandingFen: Fen }

/**
 * Puts received money where it belongs, in the caller's transaction: into the order as far as it can take it, the rest
 * into the organisation's credit; an order that has its amount becomes paid. `order` comes from `lockOrder`.
 */
export async function postReceived(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  actor: Actor,
  order: OrderRow,
  { paymentId, amountFen, at, bookedOn }: Received,
): Promise<Posted> {
  const split = splitReceived(amountFen, order.outstandingFen, order.state === 'open')
  const cause = { causeType: 'payment', causeId: paymentId, ...(bookedOn ? { bookedOn } : {}) }
  const transfers: NewTransfer[] = []
  if (split.toOrderFen > 0) {
    transfers.push({
      idempotencyKey: `payment:${paymentId}:order`,
      kind: 'paymentReceived',
      debit: at,
      credit: { kind: 'order', ownerId: order.id },
      amountFen: split.toOrderFen,
      ...cause,
    })
  }
  if (split.toCreditFen > 0) {
    transfers.push({
      idempotencyKey: `payment:${paymentId}:credit`,
      kind: 'overpaymentToCredit',
      debit: at,
      credit: { kind: 'organisationCredit', ownerId: order.organisationId },
      amountFen: split.toCreditFen,
      ...cause,
    })
  }
  await postTransfers(tx, actor, transfers)
  const outstandingFen = subtractFen(order.outstandingFen, split.toOrderFen)
  if (order.state === 'open' && outstandingFen === 0) await makePaid(deps, tx, actor, order)
  // Lines of a statement may show it, and what other lines were thought to pay is paid.
  await deps.jobs.send(tx, statementsMatch, {})
  return { ...split, outstandingFen }
}
