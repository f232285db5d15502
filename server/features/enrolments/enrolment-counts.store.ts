import type { Readable } from '../../platform/database.ts'
import { countedSql, type EnrolmentQuery, orderUnderWay } from './enrolment-lists.store.ts'
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
