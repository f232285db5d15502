import type { Transaction } from '../../platform/database.ts'
import { findPlacesUnder, type HourDecision, lockHourDecision, lockUnder } from './hour-decisions.store.ts'
import { lockHours } from './hours.store.ts'

/**
 * A decision, held with the records that it is about and that still wait until the transaction ends. In the order in which
 * everything holds hours, their places and then rows by id, so that nobody waits in a ring.
 */
export async function lockDecided(tx: Transaction, id: string): Promise<HourDecision | null> {
  // There are never more of them than now: records leave a decision, and none joins it.
  await lockHours(tx, await findPlacesUnder(tx, id))
  const decision = await lockHourDecision(tx, id)
  if (decision) await lockUnder(tx, id)
  return decision
}
