import { escapeLike } from '../../core/escape-like.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import type { RegistrationCheck } from './registrations.schema.ts'
import type { RegistrationRecord } from './registrations.store.ts'

export type QueueListRow = Pick<
  RegistrationRecord,
  | 'id'
  | 'version'
  | 'state'
  | 'code'
  | 'codeKind'
  | 'codeDoubtful'
  | 'name'
  | 'contactName'
  | 'mobile'
  | 'decidedAt'
  | 'decidedByName'
  | 'rejectedReason'
  | 'checkedAt'
> & { submittedAt: Date; dueAt: Date; worst: RegistrationCheck | null; checksPassed: number }

export type QueueFilter = {
  state: 'pending' | 'approved' | 'rejected'
  search: string
  /** The last row's due time (waiting) or time of decision, and its id. */
  after: { at: Date; id: string } | null
  take: number
}

/**
 * The reviewers' queue: what waits oldest due first, what was decided newest first, with the worst check of each row.
 * What waits comes out of the partial index registrations_review_queue.
 */
export async function listQueue(db: Readable, filter: QueueFilter): Promise<QueueListRow[]> {
  const waiting = filter.state === 'pending'
  const part = `%${escapeLike(filter.search)}%`
  const start = `${escapeLike(filter.search.replace(/[\s-]/g, '').toUpperCase())}%`
  const search = filter.search
    ? Prisma.sql`AND (r.name ILIKE ${part} OR r.contact_name ILIKE ${part} OR r.address ILIKE ${part}
        OR r.code LIKE ${start} OR r.mobile LIKE ${start})`
    : Prisma.empty
  const after = !filter.after
    ? Prisma.empty
    : waiting
      ? Prisma.sql`AND (r.due_at, r.id) > (${filter.after.at}, ${filter.after.id}::uuid)`
      : Prisma.sql`AND (r.state_since, r.id) < (${filter.after.at}, ${filter.after.id}::uuid)`
  const order = waiting ? Prisma.sql`r.due_at, r.id` : Prisma.sql`r.state_since DESC, r.id DESC`
  // The state stands in the text, not in a parameter, so that the partial index can answer.
  const state = Prisma.raw(`'${filter.state}'`)
  return db.$queryRaw<QueueListRow[]>`
    SELECT r.id, r.version, r.state::text AS state, r.code, r.code_kind::text AS "codeKind",
           r.code_doubtful AS "codeDoubtful", r.name, r.contact_name AS "contactName", r.mobile,
           r.submitted_at AS "submittedAt", r.due_at AS "dueAt", r.decided_at AS "decidedAt",
           r.decided_by_name AS "decidedByName", r.rejected_reason AS "rejectedReason", r.checked_at AS "checkedAt",
           c.worst, coalesce(k.passed, 0)::int AS "checksPassed"
    FROM registrations r
    LEFT JOIN LATERAL (
      SELECT jsonb_build_object('code', code, 'verdict', verdict, 'finding', finding, 'found', found,
                                'expected', expected, 'details', details) AS worst
      FROM registration_checks
      WHERE registration_id = r.id AND verdict IN ('fail', 'warn')
      ORDER BY CASE verdict WHEN 'fail' THEN 0 ELSE 1 END, position LIMIT 1
    ) c ON true
    LEFT JOIN LATERAL (
      SELECT count(*) AS passed FROM registration_checks WHERE registration_id = r.id AND verdict = 'pass'
    ) k ON true
    WHERE r.state = ${state} ${search} ${after}
    ORDER BY ${order} LIMIT ${filter.take}`
}

export async function countPending(
  db: Readable,
  now: Date,
  soon: Date,
): Promise<{ pending: number; dueSoon: number; overdue: number }> {
  const rows = await db.$queryRaw<{ pending: bigint; dueSoon: bigint; overdue: bigint }[]>`
    SELECT count(*) AS pending, count(*) FILTER (WHERE due_at >= ${now} AND due_at <= ${soon}) AS "dueSoon",
           count(*) FILTER (WHERE due_at < ${now}) AS overdue
    FROM registrations WHERE state = 'pending'`
  const row = rows[0]
  return { pending: Number(row?.pending ?? 0), dueSoon: Number(row?.dueSoon ?? 0), overdue: Number(row?.overdue ?? 0) }
}

export type DueRegistration = { id: string; name: string; code: string; dueAt: Date; remindedAt: Date | null }

/** What is due until then and has not been reminded of: once before it is due, once after. Oldest due first. */
export async function findToRemind(db: Readable, now: Date, soon: Date, most: number): Promise<DueRegistration[]> {
  return db.$queryRaw<DueRegistration[]>`
    SELECT id, name, code, due_at AS "dueAt", reminded_at AS "remindedAt" FROM registrations
    WHERE state = 'pending' AND due_at <= ${soon}
      AND (reminded_at IS NULL OR (due_at < ${now} AND reminded_at < due_at))
    ORDER BY due_at, id LIMIT ${most}`
}

/** Notes the reminder; false when it was decided, handed in anew or reminded of meanwhile. */
export async function markReminded(tx: Prisma.TransactionClient, due: DueRegistration, now: Date): Promise<boolean> {
  const marked = await tx.registration.updateMany({
    where: { id: due.id, state: 'pending', dueAt: due.dueAt, remindedAt: due.remindedAt },
    data: { remindedAt: now },
  })
  return marked.count === 1
}
