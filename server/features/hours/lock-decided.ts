import type { Transaction } from '../../platform/database.ts'
import { findIdsUnderDecision, type HourDecision, lockHourDecision } from './hour-decisions.store.ts'
import { findPlacesOf, type LockedRecord, lockHours, lockRecords } from './hours.store.ts'

/**
 * A decision with the records that it is about and that still wait, all held until the transaction ends. In the order in
 * which everything holds hours: their places, then rows by id; so that nobody waits in a ring.
 */
export async function lockDecided(
  tx: Transaction,
  id: string,
): Promise<{ readonly decision: HourDecision; readonly records: readonly LockedRecord[] } | null> {
  // There are never more than now: records leave a decision, and none joins it.
  const ids = await findIdsUnderDecision(tx, id)
  await lockHours(tx, await findPlacesOf(tx, ids))
  const decision = await lockHourDecision(tx, id)
  if (!decision) return null
  const records = await lockRecords(tx, ids)
  return { decision, records: records.filter((one) => one.state === 'pending' && one.decisionId === id) }
}
