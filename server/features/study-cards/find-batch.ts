import type { Fen } from '../../core/money.ts'
import type { Readable } from '../../platform/database.ts'
import { loadBalance } from '../ledger/load-balance.ts'
import { findBatch } from './study-cards.store.ts'

/** The batch that an order's payment made, with what is left of it; null while it is not paid, or where it is for people. */
export async function findBatchOfOrder(db: Readable, orderId: string): Promise<{ id: string; leftFen: Fen } | null> {
  const batch = await findBatch(db, orderId)
  return batch && { id: batch.id, leftFen: await loadBalance(db, { kind: 'cardBatch', ownerId: batch.id }) }
}
