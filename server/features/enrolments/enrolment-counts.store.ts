import { Prisma, type Readable } from '../../platform/database.ts'
import { countedSql, type EnrolmentQuery, inOpenOrders, orderUnderWay } from './enrolment-lists.store.ts'
import type { EnrolmentState } from './enrolments.schema.ts'

export type CountRow = {
  state: EnrolmentState
  refunded: boolean
  free: boolean
  orderState: 'open' | 'paid' | 'expired' | 'cancelled' | null
  underWay: boolean
  count: number
  feeFen: bigint
}

/** Counted by everything that a tab tells apart; each order is looked at once, however many people are in it. */
export async function countByStates(db: Readable, query: EnrolmentQuery): Promise<CountRow[]> {
  return db.$queryRaw<CountRow[]>`
    WITH counted AS MATERIALIZED (${countedSql(query)})
    SELECT c.state::text AS state, c.refunded, c.free, o.state::text AS "orderState",
           coalesce(o.state = 'open' AND ${orderUnderWay}, false) AS "underWay",
           sum(c.count)::int AS count, coalesce(sum(c.fee_fen), 0)::bigint AS "feeFen"
    FROM counted c LEFT JOIN orders o ON o.id = c.order_id
    GROUP BY 1, 2, 3, 4, 5`
}

/** While organisations can still submit to the plan `p`: the same rule as `enrolmentWindow`. */
const windowOpenAt = (now: Date) => Prisma.sql`
  p.state = 'published' AND (p.enrolment_opens_at IS NULL OR p.enrolment_opens_at <= ${now})
  AND ${now} < CASE WHEN p.late_changes_allowed THEN p.ends_at ELSE coalesce(p.enrolment_closes_at, p.ends_at) END`

export type HomeCounts = { drafts: number; rejected: number; submitted: number; unpaid: number }

/** In one place so that a test can ask for its plan: what is confirmed and paid, most of all, is not looked at. */
export function homeSql({ from, to }: { from: string; to: string }, now: Date): Prisma.Sql {
  const within = Prisma.sql`e.organisation_path >= ${from} AND e.organisation_path < ${to}`
  return Prisma.sql`
    WITH early AS MATERIALIZED (
      SELECT e.plan_id, e.state, count(*) AS count FROM enrolments e
      WHERE ${within} AND e.state IN ('draft', 'submitted', 'rejected') GROUP BY 1, 2)
    SELECT coalesce(sum(m.count) FILTER (WHERE m.state = 'draft' AND ${windowOpenAt(now)}), 0)::int AS drafts,
           coalesce(sum(m.count) FILTER (WHERE m.state = 'rejected' AND ${windowOpenAt(now)}), 0)::int AS rejected,
           coalesce(sum(m.count) FILTER (WHERE m.state = 'submitted'), 0)::int AS submitted,
           ((SELECT count(*) FROM enrolments e WHERE ${within} AND e.state = 'confirmed' AND e.order_id IS NULL AND e.fee_fen > 0)
            + (SELECT count(*) FROM ${inOpenOrders(Prisma.sql`true`)} e WHERE ${within} AND e.state = 'confirmed' AND e.fee_fen > 0))::int AS unpaid
    FROM early m JOIN plans p ON p.id = m.plan_id`
}

/** What the home page of a subtree shows; drafts and rejected ones only while something can be done about them. */
export async function countHome(db: Readable, range: { from: string; to: string }, now: Date): Promise<HomeCounts> {
  const rows = await db.$queryRaw<HomeCounts[]>(homeSql(range, now))
  return rows[0] ?? { drafts: 0, rejected: 0, submitted: 0, unpaid: 0 }
}

export type PlanCounts = {
  planId: string
  drafts: number
  submitted: number
  rejected: number
  confirmed: number
  unpaid: number
  capacity: number | null
  taken: number | null
}

/** One row for each of the plans; seats are counted over everybody's. */
export async function countPlans(
  db: Readable,
  planIds: readonly string[],
  range: { from: string; to: string },
): Promise<PlanCounts[]> {
  return db.$queryRaw<PlanCounts[]>`
    SELECT p.id AS "planId", p.capacity, mine.*,
           CASE WHEN p.capacity IS NOT NULL THEN (
             SELECT count(*)::int FROM enrolments s WHERE s.plan_id = p.id AND s.state IN ('submitted', 'confirmed')) END AS taken
    FROM plans p
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE e.state = 'draft')::int AS drafts, count(*) FILTER (WHERE e.state = 'submitted')::int AS submitted,
             count(*) FILTER (WHERE e.state = 'rejected')::int AS rejected, count(*) FILTER (WHERE e.state = 'confirmed')::int AS confirmed,
             count(*) FILTER (WHERE e.state = 'confirmed' AND e.fee_fen > 0 AND o.state IS DISTINCT FROM 'paid')::int AS unpaid
      FROM enrolments e LEFT JOIN orders o ON o.id = e.order_id
      WHERE e.plan_id = p.id AND e.organisation_path >= ${range.from} AND e.organisation_path < ${range.to}
        AND e.state IN ('draft', 'submitted', 'rejected', 'confirmed')) mine
    WHERE p.id = ANY(${[...planIds]}::uuid[]) AND p.state <> 'draft'`
}

export async function countReview(db: Readable, now: Date): Promise<{ submitted: number; overdue: number }> {
  const rows = await db.$queryRaw<{ submitted: number; overdue: number }[]>`
    SELECT count(*)::int AS submitted, count(*) FILTER (WHERE due_at < ${now})::int AS overdue
    FROM enrolments WHERE state = 'submitted'`
  return rows[0] ?? { submitted: 0, overdue: 0 }
}
