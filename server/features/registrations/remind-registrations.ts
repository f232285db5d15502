import { addWorkingHours, isWorkingTime } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { announce } from '../notices/announce.ts'
import { findToRemind, markReminded } from './registration-queue.store.ts'
import { dueSoonHours } from './registrations.rules.ts'

/** More than that at once is a heap that one reminder more does not make smaller; the next round goes on. */
const mostARound = 50

/**
 * Reminds reviewers of what is due within two working hours, and once more of what is overdue. In working hours only:
 * nobody can answer at night, and the deadline does not run then either. Two rounds at once remind once.
 */
export async function remindRegistrations(deps: Pick<Deps, 'db' | 'clock' | 'jobs'>): Promise<void> {
  const { calendar } = await loadCentre(deps.db)
  const now = deps.clock.now()
  if (!isWorkingTime(now, calendar)) return
  const soon = addWorkingHours(now, dueSoonHours, calendar)
  for (const due of await findToRemind(deps.db, now, soon, mostARound)) {
    await inTransaction(deps, async (tx) => {
      if (!(await markReminded(tx, due, now))) return
      await announce(deps, tx, {
        kind: 'registrationDue',
        registrationId: due.id,
        organisationId: null,
        organisationName: due.name,
        code: due.code,
        dueAt: due.dueAt.toISOString(),
        overdue: due.dueAt < now,
      })
    })
  }
}
