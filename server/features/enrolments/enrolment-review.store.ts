import { escapeLike } from '../../core/escape-like.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import type { PersonSearch } from './enrolment-lists.store.ts'

export type ReviewGroupRow = {
  planId: string
  planNumber: string
  planName: string
  capacity: number | null
  organisationId: string
  organisationName: string
  count: number
  feeFen: bigint
  dueAt: Date
  submittedAt: Date
}

export type GroupFilter = {
  readonly planId: string | null
  /** Part of the organisation's name. */
  readonly search: string
  readonly after: { readonly dueAt: Date; readonly planId: string; readonly organisationId: string } | null
  readonly take: number
}

/** What waits, by plan and top organisation, the earliest due first. */
export async function findReviewGroups(db: Readable, filter: GroupFilter): Promise<ReviewGroupRow[]> {
  const { planId, search, after, take } = filter
  const plan = planId === null ? Prisma.empty : Prisma.sql`AND e.plan_id = ${planId}::uuid`
  const named = search === '' ? Prisma.empty : Prisma.sql`AND o.name ILIKE ${`%${escapeLike(search)}%`}`
  const next = after
    ? Prisma.sql`AND (g.due_at, g.plan_id, g.organisation_id) > (${after.dueAt}, ${after.planId}::uuid, ${after.organisationId}::uuid)`
    : Prisma.empty
  return db.$queryRaw<ReviewGroupRow[]>`
    SELECT g.plan_id AS "planId", p.number AS "planNumber", p.name AS "planName", p.capacity,
           g.organisation_id AS "organisationId", o.name AS "organisationName", g.count, g.fee_fen AS "feeFen",
           g.due_at AS "dueAt", g.submitted_at AS "submittedAt"
    FROM (
      SELECT e.plan_id, split_part(e.organisation_path, '/', 2)::uuid AS organisation_id, count(*)::int AS count,
             sum(e.fee_fen)::bigint AS fee_fen, min(e.due_at) AS due_at, min(e.submitted_at) AS submitted_at
      FROM enrolments e WHERE e.state = 'submitted' ${plan} GROUP BY 1, 2) g
    JOIN plans p ON p.id = g.plan_id
    JOIN organisations o ON o.id = g.organisation_id
    WHERE true ${named} ${next}
    ORDER BY g.due_at, g.plan_id, g.organisation_id
    LIMIT ${take}`
}

export type QueueFilter = {
  readonly planId: string | null
  readonly range: { readonly from: string; readonly to: string } | null
  readonly search: PersonSearch | null
  readonly after: { readonly dueAt: Date; readonly id: string } | null
  readonly take: number
}

/** What waits one by one, on the partial index enrolments_review_queue; in one place so that a test can ask for its plan. */
export function queueSql({ planId, range, search, after, take }: QueueFilter): Prisma.Sql {
  const conditions = [
    Prisma.sql`e.state = 'submitted'`,
    ...(planId === null ? [] : [Prisma.sql`e.plan_id = ${planId}::uuid`]),
    ...(range === null ? [] : [Prisma.sql`e.organisation_path >= ${range.from} AND e.organisation_path < ${range.to}`]),
    ...(after === null ? [] : [Prisma.sql`(e.due_at, e.id) > (${after.dueAt}, ${after.id}::uuid)`]),
    ...(search === null
      ? []
      : ['ids' in search ? Prisma.sql`e.learner_id = ANY(${[...search.ids]}::uuid[])` : search.condition]),
  ]
  return Prisma.sql`
    SELECT e.id, e.due_at AS "dueAt" FROM enrolments e JOIN learners l ON l.id = e.learner_id
    WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY e.due_at, e.id LIMIT ${take}`
}

export async function findReviewQueue(db: Readable, filter: QueueFilter): Promise<{ id: string; dueAt: Date }[]> {
  return db.$queryRaw(queueSql(filter))
}
