import { type Fen, fenFromBigint } from '../../core/money.ts'
import type { Readable } from '../../platform/database.ts'

export type PlanOrder = {
  readonly id: string
  readonly number: string
  readonly kind: 'enrolments' | 'studyCards'
  readonly state: 'open' | 'paid'
  readonly createdAt: Date
  readonly payerName: string
  /** An organisation above placed it: the amounts are those of the people below. */
  readonly shared: boolean
  /** Of this plan. */
  readonly amountFen: Fen
  /** What was paid of that, refunds taken off; of an order of several plans or payers only once all of it is paid. */
  readonly paidFen: Fen
}

type SqlOrder = Omit<PlanOrder, 'amountFen' | 'paidFen'> & { amountFen: bigint; paidFen: bigint }

/**
 * An order of this plan alone says itself what was paid of it (the ledger). Of any other the share is paid when the whole
 * is, less the fees of those who were refunded.
 */
export async function findOrdersOfPlan(
  db: Readable,
  planId: string,
  range: { readonly from: string; readonly to: string },
): Promise<PlanOrder[]> {
  const rows = await db.$queryRaw<SqlOrder[]>`
    WITH own AS (
      SELECT o.id, false AS shared, sum(i.amount_fen)::bigint AS share
      FROM organisations org
      JOIN orders o ON o.organisation_id = org.id
      JOIN order_items i ON i.order_id = o.id AND i.plan_id = ${planId}::uuid
      WHERE org.path >= ${range.from} AND org.path < ${range.to} AND o.state IN ('open', 'paid')
      GROUP BY o.id),
    others AS (
      SELECT o.id, true AS shared, sum(oe.fee_fen)::bigint AS share
      FROM enrolments e
      JOIN orders o ON o.id = e.order_id AND o.state IN ('open', 'paid')
      JOIN order_enrolments oe ON oe.order_id = o.id AND oe.enrolment_id = e.id
      WHERE e.plan_id = ${planId}::uuid AND e.organisation_path >= ${range.from} AND e.organisation_path < ${range.to}
        AND NOT EXISTS (SELECT FROM own WHERE own.id = o.id)
      GROUP BY o.id),
    parts AS (SELECT * FROM own UNION ALL SELECT * FROM others)
    SELECT o.id, o.number, o.kind::text AS kind, o.state::text AS state, o.created_at AS "createdAt",
           org.name AS "payerName", parts.shared, parts.share AS "amountFen",
           CASE WHEN parts.share = o.amount_fen AND NOT parts.shared THEN order_paid_fen(o.id)
                WHEN o.state <> 'paid' THEN 0
                ELSE parts.share - coalesce((
                  SELECT sum(oe.fee_fen) FROM order_enrolments oe JOIN enrolments e ON e.id = oe.enrolment_id
                  WHERE oe.order_id = o.id AND e.plan_id = ${planId}::uuid AND e.refunded_at IS NOT NULL
                    AND (NOT parts.shared OR (e.organisation_path >= ${range.from} AND e.organisation_path < ${range.to}))), 0)
           END::bigint AS "paidFen"
    FROM parts JOIN orders o ON o.id = parts.id JOIN organisations org ON org.id = o.organisation_id
    ORDER BY o.created_at, o.id`
  return rows.map((row) => ({
    ...row,
    amountFen: fenFromBigint(row.amountFen),
    paidFen: fenFromBigint(row.paidFen),
  }))
}
