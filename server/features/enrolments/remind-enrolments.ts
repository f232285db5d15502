import { newId } from '../../core/ids.ts'
import { addWorkingHours, isWorkingTime, shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { announce } from '../notices/announce.ts'
import { countDue, findClosingDrafts } from './enrolment-reminders.store.ts'
import { closingSoonHours, reviewDueSoonHours } from './enrolments.rules.ts'

/**
 * Reminds reviewers of the enrolments that are due within two working hours, and of those that are overdue, each once a
 * day and in working hours only: nobody can answer at night, and the deadline does not run then either.
 */
export async function remindReviewers(deps: Pick<Deps, 'db' | 'clock' | 'jobs'>): Promise<void> {
  const { calendar } = await loadCentre(deps.db)
  const now = deps.clock.now()
  if (!isWorkingTime(now, calendar)) return
  for (const due of await countDue(deps.db, now, addWorkingHours(now, reviewDueSoonHours, calendar))) {
    await inTransaction(deps, (tx) =>
      announce(deps, tx, {
        kind: 'enrolmentsDue',
        organisationId: null,
        organisationName: '',
        reminderId: newId(),
        day: shanghaiDay(now),
        count: due.count,
        dueAt: due.dueAt.toISOString(),
        overdue: due.overdue,
      }),
    )
  }
}

/**
 * Tells organisations, once for each plan and closing, that enrolment ends within two days while people of theirs are
 * not submitted. A closing that is moved is another one. Departments without admins are counted where their admins are.
 */
export async function remindOfClosing(deps: Pick<Deps, 'db' | 'clock' | 'jobs'>): Promise<void> {
  const now = deps.clock.now()
  const until = new Date(now.getTime() + closingSoonHours * 3_600_000)
  for (const { closesAt, ...drafts } of await findClosingDrafts(deps.db, now, until)) {
    await inTransaction(deps, (tx) =>
      announce(deps, tx, { kind: 'enrolmentClosing', ...drafts, closesAt: closesAt.toISOString() }),
    )
  }
}
