import type { Readable } from '../../platform/database.ts'
import { findWaiting, type WaitingRow } from './waiting-hours.store.ts'

/** More than anybody waits for at once. */
const mostWaiting = 100

/**
 * A learner's hours that wait for review, with whom they wait for and until when; what is due first, first. Whose hours they
 * may see is the caller's to know.
 */
export async function listWaitingHours(db: Readable, learnerId: string): Promise<WaitingRow[]> {
  return findWaiting(db, learnerId, mostWaiting)
}
