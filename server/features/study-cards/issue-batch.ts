import type { Actor } from '../../core/actor.ts'
import { newId } from '../../core/ids.ts'
import type { Fen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { postTransfers } from '../ledger/post-transfers.ts'
import { insertBatch } from './study-cards.store.ts'

export type PaidCardOrder = {
  readonly orderId: string
  readonly organisationId: string
  readonly planId: string
  readonly amountFen: Fen
}

/**
 * Gives out the batch 学习卡批次 of a study-card order that has become paid, worth what was paid, in the caller's
 * transaction and with the order locked. An order has one batch: asked again, nothing is added.
 */
export async function issueBatch(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: Actor,
  { orderId, organisationId, planId, amountFen }: PaidCardOrder,
): Promise<void> {
  const createdAt = deps.clock.now()
  const id = newId(createdAt.getTime())
  if (!(await insertBatch(tx, actor, { id, orderId, organisationId, planId, createdAt, amountFen }))) return
  await postTransfers(tx, actor, [
    {
      idempotencyKey: `cardBatch:${orderId}:issued`,
      kind: 'cardsIssued',
      debit: { kind: 'cardIssue', ownerId: planId },
      credit: { kind: 'cardBatch', ownerId: id },
      amountFen,
      causeType: 'order',
      causeId: orderId,
    },
  ])
}
