import type { AccountActor, Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { postTransfersFrom } from '../ledger/post-transfers-from.ts'
import { lockBatch, setLastDay } from './batches.store.ts'
import { loadBatch, viewBatch } from './list-batches.ts'
import { batchRevivalRows, walletRevivalRows } from './move-value.store.ts'
import { checkProlonged, mayManageAllCards } from './study-cards.rules.ts'
import type { BatchView, ProlongBatchInput } from './study-cards.schema.ts'

/**
 * Gives a batch a later last day, before its end or after it: then exactly what ran out of it and of each wallet comes back.
 * Its holders are warned again before the new end. Throws `notFound`, `cardDayNotLater`, `conflict` when it has another last
 * day than the page showed.
 */
export async function prolongBatch(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { id, seenExpiresOn, expiresOn, reason }: ProlongBatchInput,
): Promise<BatchView> {
  if (!mayManageAllCards(actor)) throw new AppError('notAllowed')
  await inTransaction(deps, async (tx) => {
    const batch = await loadBatch({ db: tx, clock: deps.clock }, actor, id)
    const held = await lockBatch(tx, id)
    if (!held || held.expiresOn !== seenExpiresOn) throw new AppError('conflict')
    checkProlonged(held.expiresOn, expiresOn, shanghaiDay(deps.clock.now()))
    if (held.expiredAt) await revive(tx, actor, id, reason)
    const revivedFen = held.expiredAt ? Number(batch.expiredFen) : 0
    const seen = { id, organisationId: batch.organisationId, expiresOn: held.expiresOn }
    if (!(await setLastDay(tx, actor, seen, { expiresOn, reason, revivedFen }))) throw new AppError('conflict')
  })
  return viewBatch(deps, actor, id)
}

async function revive(tx: Transaction, actor: Actor, batchId: string, reason: string): Promise<void> {
  const common = {
    kind: 'cardsRevived',
    debit: 'cardExpired',
    causeType: 'cardBatch',
    causeId: batchId,
    reason,
  } as const
  const round = newId()
  await postTransfersFrom(tx, actor, { ...common, credit: 'cardBatch' }, batchRevivalRows(batchId, round))
  await postTransfersFrom(tx, actor, { ...common, credit: 'wallet' }, walletRevivalRows(batchId, round))
}
