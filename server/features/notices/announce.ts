import { newId } from '../../core/ids.ts'
import { normaliseMailAddress } from '../../core/mail-address.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { noticeMail } from './notices.queues.ts'
import { planOf } from './notices.rules.ts'
import { type Announcement, announcementSchema } from './notices.schema.ts'
import { findAudience, insertNotices, type NoticeToInsert } from './notices.store.ts'

/**
 * Tells everybody whom the plan of this kind names (notices.rules.ts): one row for each channel and recipient, and for
 * each mail its job, in the caller's transaction. The same event announced again adds nothing.
 */
export async function announce(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  announcement: Announcement,
): Promise<void> {
  const data = announcementSchema.parse(announcement)
  const plan = planOf(data)
  const { admins, email } = await findAudience(tx, data.organisationId)
  const now = deps.clock.now()
  const subject = plan.subject(data)
  const common = {
    eventKey: plan.eventKey(data),
    kind: data.kind,
    organisationId: data.organisationId,
    data,
    subject,
    now,
  }

  const rows: NoticeToInsert[] = admins.map((admin) => ({
    ...common,
    id: newId(),
    channel: 'app',
    recipient: admin.id,
    accountId: admin.id,
    locale: admin.locale,
    state: 'sent',
    lastError: null,
  }))
  const typed = plan.email === 'organisation' ? email : plan.email?.(data)
  if (typed) {
    const address = normaliseMailAddress(typed)
    rows.push({
      ...common,
      id: newId(),
      channel: 'email',
      recipient: address ?? typed.slice(0, 254),
      accountId: null,
      locale: 'zh-CN',
      // An address that is none stays visible to staff, who can send the mail to another.
      state: address ? 'queued' : 'failed',
      lastError: address ? null : 'addressInvalid',
    })
  }
  for (const inserted of await insertNotices(tx, rows)) {
    if (inserted.channel === 'email' && inserted.state === 'queued') {
      await deps.jobs.send(tx, noticeMail, { noticeId: inserted.id })
    }
  }
}
