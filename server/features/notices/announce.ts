import { newId } from '../../core/ids.ts'
import { normaliseMailAddress } from '../../core/mail-address.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { bouncedAmong } from './bounces.store.ts'
import { noticeMail } from './notices.queues.ts'
import { type NoticePlan, type NoticeReaders, planOf } from './notices.rules.ts'
import { type Announcement, type AnnouncementOf, announcementSchema } from './notices.schema.ts'
import {
  findAudience,
  findReader,
  findStaff,
  insertNotices,
  type NoticeToInsert,
  type Reader,
} from './notices.store.ts'

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
  const audience = await audienceOf(tx, data, plan.app)
  const common = {
    eventKey: plan.eventKey(data),
    kind: data.kind,
    organisationId: data.organisationId,
    data,
    subject: plan.subject(data),
    now: deps.clock.now(),
  }

  const rows: NoticeToInsert[] = audience.readers.map((reader) => ({
    ...common,
    id: newId(),
    channel: 'app',
    recipient: reader.id,
    accountId: reader.id,
    locale: reader.locale,
    state: 'sent',
    lastError: null,
  }))
  const addresses = addressesOf(plan, data, audience).map(({ typed, locale }) => ({
    typed,
    locale,
    address: normaliseMailAddress(typed),
  }))
  const bounced = await bouncedAmong(
    tx,
    addresses.flatMap(({ address }) => address ?? []),
  )
  for (const { typed, locale, address } of addresses) {
    // An address that is none, or that mail does not arrive at, stays visible to staff, who can send it to another.
    const problem = address === null ? 'addressInvalid' : bounced.has(address) ? 'addressBounced' : null
    rows.push({
      ...common,
      id: newId(),
      channel: 'email',
      recipient: address ?? typed.slice(0, 254),
      accountId: null,
      locale,
      state: problem === null ? 'queued' : 'failed',
      lastError: problem,
    })
  }
  for (const inserted of await insertNotices(tx, rows)) {
    if (inserted.channel === 'email' && inserted.state === 'queued') {
      await deps.jobs.send(tx, noticeMail, { noticeId: inserted.id })
    }
  }
}

type Found = {
  readonly readers: readonly Reader[]
  /** What `organisation` stands for; empty where there is none. */
  readonly email: string
  readonly mailLocale: string
}

/** Who reads it in the app, the address that `organisation` stands for, and the language of the mail. */
async function audienceOf(tx: Transaction, data: Announcement, app: NoticeReaders | undefined): Promise<Found> {
  const person = 'accountId' in data && data.accountId !== null ? await findReader(tx, data.accountId) : null
  const mailLocale = person?.locale ?? 'zh-CN'
  if (app === 'person' && person) return { readers: [person], email: '', mailLocale }
  if (app === 'reviewers') return { readers: await findStaff(tx, 'reviewer'), email: '', mailLocale }
  if (app === 'finance') return { readers: await findStaff(tx, 'finance'), email: '', mailLocale }
  if (app !== undefined || data.organisationId === null) return { readers: [], email: '', mailLocale }
  const { admins, email } = await findAudience(tx, data.organisationId)
  return { readers: admins, email, mailLocale }
}

/** Where mail goes; nobody's empty address gets one. */
function addressesOf<K extends Announcement['kind']>(
  plan: NoticePlan<K>,
  data: AnnouncementOf<K>,
  { readers, email, mailLocale }: Found,
): { typed: string; locale: string }[] {
  if (plan.email === null || plan.mailed?.(data) === false) return []
  const found =
    plan.email === 'readers'
      ? readers.map((reader) => ({ typed: reader.email, locale: reader.locale }))
      : [{ typed: plan.email === 'organisation' ? email : plan.email(data), locale: mailLocale }]
  return found.filter(({ typed }) => typed !== '')
}
