import { newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { planOf } from './notices.rules.ts'
import { type Announcement, announcementSchema } from './notices.schema.ts'
import { findReaders, insertNotices } from './notices.store.ts'

/** An announcement that one person reads in the app. It is not mailed here: where a kind has mail as well, `announce` sends it. */
export type PersonalAnnouncement = Extract<
  Announcement,
  {
    kind:
      | 'recharged'
      | 'cardsEndingForLearner'
      | 'hoursApproved'
      | 'hoursRejected'
      | 'recordedHoursApproved'
      | 'recordedHoursRejected'
  }
>

/** Rows of one INSERT: a statement takes 65,535 parameters. */
const rowsAtOnce = 2000

/**
 * `announce` for many people at once, each with what concerns them: some ten thousand learners whose hours were approved.
 * Who has no account is left out; the same event announced again adds nothing.
 */
export async function announceToPeople(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  announcements: readonly PersonalAnnouncement[],
): Promise<void> {
  const told = announcements.filter((one) => one.accountId !== null)
  const readers = await findReaders(tx, [...new Set(told.flatMap((one) => one.accountId ?? []))])
  const readerOf = new Map(readers.map((reader) => [reader.id, reader]))
  const now = deps.clock.now()
  const rows = told.flatMap((announcement) => {
    const reader = readerOf.get(announcement.accountId ?? '')
    if (!reader) return []
    const data = announcementSchema.parse(announcement)
    const plan = planOf(data)
    return [
      {
        id: newId(),
        eventKey: plan.eventKey(data),
        kind: data.kind,
        channel: 'app' as const,
        recipient: reader.id,
        accountId: reader.id,
        organisationId: data.organisationId,
        locale: reader.locale,
        data,
        subject: plan.subject(data),
        state: 'sent' as const,
        lastError: null,
        now,
      },
    ]
  })
  for (let at = 0; at < rows.length; at += rowsAtOnce) await insertNotices(tx, rows.slice(at, at + rowsAtOnce))
}
