import type { AccountActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { centreSubjectId } from './centre.rules.ts'
import type { CalendarEntry, SaveCalendarInput } from './centre.schema.ts'
import { replaceCalendarYear } from './centre.store.ts'
import { loadCalendar } from './load-centre-settings.ts'

/** Replaces a year's holidays and made-up working days, as 国务院办公厅 publishes them. */
export async function saveCalendar(
  deps: Deps,
  actor: AccountActor,
  input: SaveCalendarInput,
): Promise<CalendarEntry[]> {
  await inTransaction(deps, async (tx) => {
    await replaceCalendarYear(tx, input.year, input.days)
    await writeAudit(tx, actor, {
      action: 'calendar.saved',
      subjectType: 'centre',
      subjectId: centreSubjectId,
      organisationId: null,
      after: { year: input.year, days: input.days },
    })
  })
  return loadCalendar(deps, input.year)
}
