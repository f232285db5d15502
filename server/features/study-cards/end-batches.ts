import { systemActor } from '../../core/actor.ts'
import { newId } from '../../core/ids.ts'
import { fenFromBigint } from '../../core/money.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { postTransfersFrom } from '../ledger/post-transfers-from.ts'
import { announce } from '../notices/announce.ts'
import {
  type BatchEnd,
  findBatchEnd,
  findEndedBatches,
  findEndingBatches,
  setExpired,
  setWarned,
} from './batch-ends.store.ts'
import { lockBatch } from './batches.store.ts'
import { batchExpiryRows, lockBatchValue, walletExpiryRows } from './move-value.store.ts'
import { cardsTell } from './study-cards.queues.ts'
import { isSpendable } from './study-cards.rules.ts'

type EndDeps = Pick<Deps, 'db' | 'clock' | 'jobs'>

const actor = systemActor('cards.end')
/** A batch can have 200,000 wallets. */
const timeoutMs = 240_000

/** Once a night: books off what is left of the batches that ended, and warns of those that will. */
export async function endBatches(deps: EndDeps): Promise<void> {
  const today = shanghaiDay(deps.clock.now())
  for (const id of await findEndedBatches(deps.db, today)) {
    await inTransaction(deps, (tx) => expireBatch(deps, tx, id, today), { timeoutMs })
  }
  for (const id of await findEndingBatches(deps.db, today)) {
    await inTransaction(deps, (tx) => warnOfBatch(deps, tx, id, today), { timeoutMs })
  }
}

async function expireBatch(deps: EndDeps, tx: Transaction, id: string, today: string): Promise<void> {
  const held = await lockBatch(tx, id)
  if (!held || held.expiredAt || isSpendable(held.expiresOn, today)) return
  await lockBatchValue(tx, id)
  const batch = await findBatchEnd(tx, id)
  if (!batch) return
  const common = { kind: 'cardsExpired', credit: 'cardExpired', causeType: 'cardBatch', causeId: id } as const
  const round = newId()
  await postTransfersFrom(tx, actor, { ...common, debit: 'cardBatch' }, batchExpiryRows(id, round))
  await postTransfersFrom(tx, actor, { ...common, debit: 'wallet' }, walletExpiryRows(id, round))
  await setExpired(tx, actor, batch, deps.clock.now())
}

/** Once for each last day, and not where nothing is left to lose. */
async function warnOfBatch(deps: EndDeps, tx: Transaction, id: string, today: string): Promise<void> {
  const held = await lockBatch(tx, id)
  if (!held || !isSpendable(held.expiresOn, today)) return
  const batch = await findBatchEnd(tx, id)
  if (!batch || (batch.leftFen === 0n && batch.heldFen === 0n)) return
  if (!(await setWarned(tx, actor, batch, deps.clock.now()))) return
  await announce(deps, tx, warningOf(batch))
  if (batch.heldFen > 0n) await deps.jobs.send(tx, cardsTell, { about: 'ending', id })
}

function warningOf(batch: BatchEnd) {
  return {
    kind: 'cardsEnding' as const,
    organisationId: batch.organisationId,
    organisationName: batch.organisationName,
    planId: batch.planId,
    planName: batch.planName,
    batchId: batch.id,
    orderNumber: batch.orderNumber,
    expiresOn: batch.expiresOn,
    leftFen: fenFromBigint(batch.leftFen),
    heldFen: fenFromBigint(batch.heldFen),
  }
}
