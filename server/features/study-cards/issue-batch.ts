import type { Actor } from '../../core/actor.ts'
import { newId } from '../../core/ids.ts'
import type { Fen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { postTransfers } from '../ledger/post-transfers.ts'
import { loadReturnableCards } from '../ledger/returnable-cards.ts'
import { lockBatch } from './batches.store.ts'
import { findBatch, insertBatch, renewBatch } from './study-cards.store.ts'
import { giveBackCards } from './take-back-cards.ts'

export type PaidCardOrder = {
  readonly orderId: string
  readonly organisationId: string
  readonly planId: string
  readonly amountFen: Fen
}

/**
 * Gives out the batch 学习卡批次 of a study-card order that has become paid, worth what was paid, in the caller's
 * transaction and with the order locked. An order has one batch: asked again, only what was taken back because a payment
 * turned out to be none is put in again, to be spent as long as if it were new.
 */
export async function issueBatch(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: Actor,
  { orderId, organisationId, planId, amountFen }: PaidCardOrder,
): Promise<void> {
  const createdAt = deps.clock.now()
  const id = newId(createdAt.getTime())
  if (!(await insertBatch(tx, actor, { id, orderId, organisationId, planId, createdAt, amountFen })))
    return returnCards(deps, tx, actor, orderId)
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

async function returnCards(deps: Pick<Deps, 'clock'>, tx: Transaction, actor: Actor, orderId: string): Promise<void> {
  const batch = await findBatch(tx, orderId)
  if (!batch) return
  const returnable = await loadReturnableCards(tx, batch.id)
  if (returnable.length === 0) return
  await lockBatch(tx, batch.id)
  await renewBatch(tx, actor, batch, deps.clock.now())
  for (const { paymentId, amountFen } of returnable)
    await giveBackCards(deps, tx, actor, { orderId, amountFen, causeType: 'payment', causeId: paymentId })
}
