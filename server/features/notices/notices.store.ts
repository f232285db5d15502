import type { NoticeChannel, NoticeState } from '../../../prisma/generated/enums.ts'
import { newId } from '../../core/ids.ts'
import type { StaffRole } from '../../core/roles.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { Announcement, TryOutcome } from './notices.schema.ts'
import type { TemplateWords } from './templates.schema.ts'

export type Reader = { id: string; locale: string; email: string }
export type Audience = { admins: Reader[]; email: string }

/** The account that is told something about itself. */
export async function findReader(db: Readable, accountId: string): Promise<Reader | null> {
  return db.account.findUnique({ where: { id: accountId }, select: { id: true, locale: true, email: true } })
}

/** Those of these accounts that are there. */
export async function findReaders(db: Readable, accountIds: readonly string[]): Promise<Reader[]> {
  return db.$queryRaw<Reader[]>`SELECT id, locale, email FROM accounts WHERE id = ANY (${[...accountIds]}::uuid[])`
}

/** Everybody who has the role now; where nobody has it alone, the system admins, who can do the same. */
export async function findStaff(db: Readable, wanted: 'reviewer' | 'finance'): Promise<Reader[]> {
  const withRole = (role: StaffRole) =>
    db.account.findMany({
      where: { enabled: true, staffRoles: { has: role } },
      orderBy: { id: 'asc' },
      select: { id: true, locale: true, email: true },
    })
  const found = await withRole(wanted)
  return found.length > 0 ? found : withRole('systemAdmin')
}

/**
 * The enabled admins of the organisation, or of the nearest one above it that has any; and in the same way its e-mail
 * address (empty: none has one).
 */
export async function findAudience(db: Readable, organisationId: string): Promise<Audience> {
  const rows = await db.$queryRaw<{ email: string; admins: Reader[] }[]>`
    SELECT above.email,
           coalesce(json_agg(json_build_object('id', a.id, 'locale', a.locale, 'email', a.email) ORDER BY a.id) FILTER (WHERE a.id IS NOT NULL), '[]') AS admins
    FROM organisations own
    JOIN organisations above ON own.path LIKE above.path || '%'
    LEFT JOIN organisation_admins oa ON oa.organisation_id = above.id
    LEFT JOIN accounts a ON a.id = oa.account_id AND a.enabled
    WHERE own.id = ${organisationId}::uuid
    GROUP BY above.id, above.path, above.email
    ORDER BY length(above.path) DESC`
  return {
    admins: rows.find((row) => row.admins.length > 0)?.admins ?? [],
    email: rows.find((row) => row.email.trim() !== '')?.email ?? '',
  }
}

export type NoticeToInsert = {
  id: string
  eventKey: string
  kind: string
  channel: NoticeChannel
  recipient: string
  accountId: string | null
  organisationId: string | null
  locale: string
  data: Prisma.InputJsonValue
  subject: { type: string; id: string }
  state: NoticeState
  lastError: string | null
  words?: TemplateWords
  now: Date
}

/** Returns the rows that were not there before. */
export async function insertNotices(
  tx: Transaction,
  notices: readonly NoticeToInsert[],
): Promise<{ id: string; channel: NoticeChannel; state: NoticeState }[]> {
  return tx.notice.createManyAndReturn({
    data: notices.map(({ subject, now, ...notice }) => ({
      ...notice,
      subjectType: subject.type,
      subjectId: subject.id,
      stateSince: now,
      createdAt: now,
      sentAt: notice.state === 'sent' ? now : null,
    })),
    skipDuplicates: true,
    select: { id: true, channel: true, state: true },
  })
}

// --- In the app ----------------------------------------------------------------------------------------------------

export type AppNoticeRow = {
  id: string
  data: Announcement
  organisationId: string | null
  subjectType: string
  subjectId: string
  createdAt: Date
  readAt: Date | null
}

/**
 * Whose admin right over the organisation has ended no longer sees what was told to them about it; what was told about
 * their own account they always see, and what concerns no organisation is staff's.
 */
function stillTheirs(accountId: string): Prisma.Sql {
  return Prisma.sql`(n.subject_type = 'account' OR n.data ->> 'accountId' = ${accountId}
    OR (n.organisation_id IS NULL AND EXISTS (
      SELECT 1 FROM accounts staff WHERE staff.id = ${accountId}::uuid AND staff.staff_roles <> '{}'))
    OR EXISTS (
    SELECT 1 FROM organisations own
    JOIN organisations above ON own.path LIKE above.path || '%'
    JOIN organisation_admins oa ON oa.organisation_id = above.id AND oa.account_id = ${accountId}::uuid
    WHERE own.id = n.organisation_id))`
}

export async function listAppNotices(
  db: Readable,
  wanted: { accountId: string; unreadOnly: boolean; beforeId: string | null; limit: number },
): Promise<AppNoticeRow[]> {
  return db.$queryRaw<AppNoticeRow[]>`
    SELECT n.id, n.data, n.organisation_id AS "organisationId", n.subject_type AS "subjectType", n.subject_id AS "subjectId",
           n.created_at AS "createdAt", n.read_at AS "readAt"
    FROM notices n
    WHERE n.account_id = ${wanted.accountId}::uuid AND n.channel = 'app' AND ${stillTheirs(wanted.accountId)}
      ${wanted.unreadOnly ? Prisma.sql`AND n.read_at IS NULL` : Prisma.empty}
      ${wanted.beforeId ? Prisma.sql`AND n.id < ${wanted.beforeId}::uuid` : Prisma.empty}
    ORDER BY n.id DESC LIMIT ${wanted.limit + 1}`
}

export async function countUnread(db: Readable, accountId: string, most: number): Promise<number> {
  const rows = await db.$queryRaw<{ unread: bigint }[]>`
    SELECT count(*) AS unread FROM (
      SELECT 1 FROM notices n
      WHERE n.account_id = ${accountId}::uuid AND n.channel = 'app' AND n.read_at IS NULL AND ${stillTheirs(accountId)}
      LIMIT ${most}) AS first_ones`
  return Number(rows[0]?.unread ?? 0)
}

export async function markNoticesRead(
  db: Readable,
  accountId: string,
  which: { ids: readonly string[] } | { upToId: string },
  now: Date,
): Promise<void> {
  await db.notice.updateMany({
    where: {
      accountId,
      channel: 'app',
      readAt: null,
      id: 'ids' in which ? { in: [...which.ids] } : { lte: which.upToId },
    },
    data: { readAt: now },
  })
}

// --- Mail ----------------------------------------------------------------------------------------------------------

export type MailFacts = {
  id: string
  eventKey: string
  kind: string
  recipient: string
  organisationId: string | null
  locale: string
  data: Announcement
  subjectType: string
  subjectId: string
  state: NoticeState
  stateSince: Date
  attempts: number
  lastError: string | null
  sentAt: Date | null
  createdAt: Date
  bouncedAt: Date | null
  /** Those of staff that it left with, or that it is a test of; null: the product's own. */
  words: TemplateWords | null
}

const mailColumns = Prisma.sql`n.id, n.event_key AS "eventKey", n.kind, n.recipient, n.organisation_id AS "organisationId", n.locale,
  n.data, n.subject_type AS "subjectType", n.subject_id AS "subjectId", n.state::text AS state, n.state_since AS "stateSince",
  n.attempts, n.last_error AS "lastError", n.sent_at AS "sentAt", n.created_at AS "createdAt",
  n.bounced_at AS "bouncedAt", n.words`

export async function listMails(
  db: Readable,
  wanted: {
    state: NoticeState | null
    kind: string | null
    search: string
    /** The whole address: every mail to it. */
    address: string | null
    organisationId: string | null
    beforeId: string | null
    limit: number
  },
): Promise<MailFacts[]> {
  const part = `%${wanted.search.replace(/[\\%_]/g, '\\$&')}%`
  return db.$queryRaw<MailFacts[]>`
    SELECT ${mailColumns} FROM notices n
    WHERE n.channel = 'email'
      ${wanted.state ? Prisma.sql`AND n.state = ${wanted.state}::notice_state` : Prisma.empty}
      ${wanted.kind ? Prisma.sql`AND n.kind = ${wanted.kind}` : Prisma.empty}
      ${wanted.search ? Prisma.sql`AND (n.recipient ILIKE ${part} OR n.data->>'organisationName' ILIKE ${part})` : Prisma.empty}
      ${wanted.address ? Prisma.sql`AND n.recipient = ${wanted.address}` : Prisma.empty}
      ${wanted.organisationId ? Prisma.sql`AND n.organisation_id = ${wanted.organisationId}::uuid` : Prisma.empty}
      ${wanted.beforeId ? Prisma.sql`AND n.id < ${wanted.beforeId}::uuid` : Prisma.empty}
    ORDER BY n.id DESC LIMIT ${wanted.limit + 1}`
}

export async function listMailsOf(db: Readable, subject: { type: string; id: string }): Promise<MailFacts[]> {
  return db.$queryRaw<MailFacts[]>`
    SELECT ${mailColumns} FROM notices n
    WHERE n.channel = 'email' AND (
      (n.subject_type = ${subject.type} AND n.subject_id = ${subject.id}::uuid) OR ${isOneOfSeveral(subject)})
    ORDER BY n.id DESC LIMIT 20`
}

/** What was mailed about the organisations below `path`; what was written to one person is left out. */
export async function listMailsWithin(
  db: Readable,
  wanted: { path: string; beforeId: string | null; limit: number },
): Promise<MailFacts[]> {
  return db.$queryRaw<MailFacts[]>`
    SELECT ${mailColumns} FROM notices n
    JOIN organisations o ON o.id = n.organisation_id AND o.path LIKE ${`${wanted.path}%`}
    WHERE n.channel = 'email' AND n.subject_type <> 'account' AND NOT n.data ? 'accountId'
      ${wanted.beforeId ? Prisma.sql`AND n.id < ${wanted.beforeId}::uuid` : Prisma.empty}
    ORDER BY n.id DESC LIMIT ${wanted.limit + 1}`
}

/** A mail about several invoices is about each of them. */
function isOneOfSeveral({ type, id }: { type: string; id: string }): Prisma.Sql {
  if (type !== 'invoiceRequest') return Prisma.sql`false`
  const wanted = JSON.stringify([{ requestId: id }])
  return Prisma.sql`(n.kind = 'invoicesIssued' AND n.data -> 'requests' @> ${wanted}::jsonb)`
}

export async function findMail(db: Readable, id: string): Promise<MailFacts | null> {
  const rows = await db.$queryRaw<MailFacts[]>`
    SELECT ${mailColumns} FROM notices n WHERE n.id = ${id}::uuid AND n.channel = 'email'`
  return rows[0] ?? null
}

export async function findMails(db: Readable, ids: readonly string[]): Promise<MailFacts[]> {
  return db.$queryRaw<MailFacts[]>`SELECT ${mailColumns} FROM notices n WHERE n.id = ANY(${[...ids]}::uuid[])`
}

/** Holds the row until the transaction ends, so that sending, giving up and resending come one after the other. */
export async function lockMail(tx: Transaction, id: string): Promise<MailFacts | null> {
  const rows = await tx.$queryRaw<MailFacts[]>`
    SELECT ${mailColumns} FROM notices n WHERE n.id = ${id}::uuid AND n.channel = 'email' FOR UPDATE`
  return rows[0] ?? null
}

export async function findSiblingMail(
  db: Readable,
  eventKey: string,
  recipient: string,
): Promise<{ id: string } | null> {
  return db.notice.findUnique({
    where: { eventKey_channel_recipient: { eventKey, channel: 'email', recipient } },
    select: { id: true },
  })
}

/** The state changes only from one in which the mail still waits, unless `from` says otherwise. */
export async function changeMail(
  tx: Transaction,
  id: string,
  change: {
    from?: readonly NoticeState[]
    to: NoticeState
    now: Date
    lastError: string | null
    triesMore?: number
    /** With whose words it left. */
    sentWith?: { readonly words: TemplateWords | null }
    bounced?: boolean
  },
): Promise<boolean> {
  const { count } = await tx.notice.updateMany({
    where: { id, channel: 'email', state: { in: [...(change.from ?? ['queued', 'retrying'])] } },
    data: {
      state: change.to,
      stateSince: change.now,
      lastError: change.lastError,
      attempts: { increment: change.triesMore ?? 0 },
      ...(change.sentWith
        ? { sentAt: change.now, words: change.sentWith.words ?? Prisma.DbNull, bouncedAt: null }
        : {}),
      ...(change.bounced ? { bouncedAt: change.now } : {}),
    },
  })
  return count === 1
}

export type Try = { id: string; at: Date; outcome: TryOutcome; detail: string }

export async function listTries(db: Readable, noticeId: string): Promise<Try[]> {
  const rows = await db.noticeAttempt.findMany({
    where: { noticeId },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    select: { id: true, at: true, outcome: true, detail: true },
  })
  return rows as Try[]
}

export async function listTriesTo(
  db: Readable,
  recipient: string,
  limit: number,
): Promise<(Try & { noticeId: string })[]> {
  return db.$queryRaw<(Try & { noticeId: string })[]>`
    SELECT t.id, t.notice_id AS "noticeId", t.at, t.outcome, t.detail
    FROM notices n JOIN notice_attempts t ON t.notice_id = n.id
    WHERE n.channel = 'email' AND n.recipient = ${recipient}
    ORDER BY t.at DESC, t.id DESC LIMIT ${limit}`
}

export async function addTry(
  tx: Transaction,
  attempt: { id?: string; noticeId: string; at: Date; outcome: TryOutcome; detail?: string },
): Promise<string> {
  const id = attempt.id ?? newId()
  const { noticeId, at, outcome, detail } = attempt
  await tx.noticeAttempt.create({ data: { id, noticeId, at, outcome, detail: detail ?? '' } })
  return id
}

export async function findTry(db: Readable, id: string): Promise<{ noticeId: string; outcome: string } | null> {
  return db.noticeAttempt.findUnique({ where: { id }, select: { noticeId: true, outcome: true } })
}

export async function endTry(tx: Transaction, id: string, outcome: TryOutcome, detail: string): Promise<void> {
  await tx.noticeAttempt.updateMany({ where: { id, outcome: 'sending' }, data: { outcome, detail } })
}

/**
 * Mails that wait without a job that would send them, at most `limit`, oldest first. One caller at a time: the lock
 * holds until the transaction, which sends their jobs, ends.
 */
export async function takeJoblessMails(tx: Transaction, queue: string, limit: number): Promise<string[]> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('notices.resume-waiting-mail'))`
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT n.id FROM notices n
    WHERE n.channel = 'email' AND n.state IN ('queued', 'retrying')
      AND NOT EXISTS (
        SELECT 1 FROM pgboss.job j
        WHERE j.name = ${queue} AND j.state IN ('created', 'retry', 'active') AND j.data->>'noticeId' = n.id::text)
    ORDER BY n.id LIMIT ${limit}`
  return rows.map((row) => row.id)
}

/** Lets the jobs of a queue that wait for their next try come due now. Returns how many there were. */
export async function bringForward(db: Readable, queue: string): Promise<number> {
  return db.$executeRaw`
    UPDATE pgboss.job SET start_after = now() WHERE name = ${queue} AND state = 'retry' AND start_after > now()`
}
