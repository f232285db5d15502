import type { Readable } from '../../platform/database.ts'
import { findIdsOfLearner } from './hour-lists.store.ts'
import type { HourRow } from './hours.schema.ts'
import { viewHoursPlainly } from './view-hours.ts'

/**
 * Every record of a learner, whoever recorded it, the newest day first: for the learner themself and for documents. Whose
 * hours they may see is the caller's to know; of staff the centre's name is shown.
 */
export async function listLearnerHours(
  db: Readable,
  learnerId: string,
  { planId, year }: { readonly planId?: string; readonly year?: number } = {},
): Promise<HourRow[]> {
  return viewHoursPlainly(db, await findIdsOfLearner(db, learnerId, { planId: planId ?? null, year: year ?? null }))
}
