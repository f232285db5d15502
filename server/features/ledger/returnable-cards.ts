import type { Readable } from '../../platform/database.ts'
import { findReturnableCards, type ReturnableCards } from './returnable-cards.store.ts'

/** What was taken out of a batch because payments were taken back, and has not been put in again. Amounts are fen. */
export async function loadReturnableCards(db: Readable, batchId: string): Promise<ReturnableCards[]> {
  return findReturnableCards(db, batchId)
}
