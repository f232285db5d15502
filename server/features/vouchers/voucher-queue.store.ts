import { Prisma, type Readable } from '../../platform/database.ts'
import type { CheckFinding, CheckVerdict, VoucherState } from './vouchers.schema.ts'

export type QueueListRow = {
  id: string
  version: number
  state: VoucherState
  organisationName: string
  orderNumber: string
  amountFen: bigint | null
  submittedAt: Date
  dueAt: Date
  decidedAt: Date | null
  checkedAt: Date | null
  worstVerdict: CheckVerdict | null
  worstFinding: CheckFinding | null
  worstDetails: Record<string, string | number | boolean | null> | null
  checksPassed: number
  decisionId: string | null
  decisionVerdict: 'approve' | 'reject' | null
  decidedById: string | null
  decidedByName: string | null
  decisionAt: Date | null
  effectiveAt: Date | null
}

export type QueueFilter = {
  state: 'submitted' | 'approved' | 'rejected'
  search: string
  /** Amount in fen when the search text is one. */
  searchFen: number | null
  /** The last row's due time and id. */
  after: { dueAt: Date; id: string } | null
  take: number
}

/**
 * The reviewers' queue: what waits oldest due first, what was decided newest first, with the worst check of each row and
 * the decision that waits. One query, on the partial index vouchers_review_queue.
 */
export async function listQueue(db: Readable, filter: QueueFilter): Promise<QueueListRow[]> {
  const waiting = filter.state === 'submitted'
  const like = `%${filter.search.replace(/[%_\\]/g, '\\$&')}%`
  const search = filter.search
    ? Prisma.sql`AND (r.number ILIKE ${like.replace(/\s/g, '')} OR o.name ILIKE ${like} OR v.payer_name ILIKE ${like}
        OR v.amount_fen = ${filter.searchFen}::bigint OR f.read_fen = ${filter.searchFen}::bigint)`
    : Prisma.empty
  const after = filter.after
    ? waiting
      ? Prisma.sql`AND (v.due_at, v.id) > (${filter.after.dueAt}, ${filter.after.id}::uuid)`
      : Prisma.sql`AND (v.due_at, v.id) < (${filter.after.dueAt}, ${filter.after.id}::uuid)`
    : Prisma.empty
  const order = waiting ? Prisma.sql`v.due_at, v.id` : Prisma.sql`v.due_at DESC, v.id DESC`
  // The state stands in the text, not in a parameter, so that the partial index can answer.
  const state = Prisma.raw(`'${filter.state}'`)
  return db.$queryRaw<QueueListRow[]>`
    SELECT v.id, v.version, v.state::text AS state, o.name AS "organisationName", r.number AS "orderNumber",
           coalesce(v.amount_fen, f.read_fen) AS "amountFen", v.submitted_at AS "submittedAt", v.due_at AS "dueAt",
           v.decided_at AS "decidedAt", v.checked_at AS "checkedAt",
           c.verdict::text AS "worstVerdict", c.finding AS "worstFinding", c.details AS "worstDetails",
           coalesce(k.passed, 0)::int AS "checksPassed",
           d.id AS "decisionId", d.verdict::text AS "decisionVerdict", d.decided_by_id AS "decidedById",
           d.decided_by_name AS "decidedByName", d.decided_at AS "decisionAt", d.effective_at AS "effectiveAt"
    FROM vouchers v
    JOIN organisations o ON o.id = v.organisation_id
    JOIN orders r ON r.id = v.order_id
    LEFT JOIN LATERAL (
      SELECT sum((reading #>> '{fields,amountFen,value}')::bigint) AS read_fen
      FROM voucher_files WHERE voucher_id = v.id AND removed_at IS NULL
    ) f ON true
    LEFT JOIN LATERAL (
      SELECT verdict, finding, details FROM voucher_checks
      WHERE voucher_id = v.id AND verdict IN ('fail', 'warn')
      ORDER BY CASE verdict WHEN 'fail' THEN 0 ELSE 1 END, position LIMIT 1
    ) c ON true
    LEFT JOIN LATERAL (
      SELECT count(*) AS passed FROM voucher_checks WHERE voucher_id = v.id AND verdict = 'pass'
    ) k ON true
    LEFT JOIN voucher_decisions d ON d.voucher_id = v.id AND d.state = 'waiting'
    WHERE v.state = ${state} ${search} ${after}
    ORDER BY ${order} LIMIT ${filter.take}`
}

export async function countByState(db: Readable): Promise<{ submitted: number; overdue: number }> {
  const rows = await db.$queryRaw<{ submitted: bigint; overdue: bigint }[]>`
    SELECT count(*) AS submitted, count(*) FILTER (WHERE due_at < now()) AS overdue FROM vouchers WHERE state = 'submitted'`
  return { submitted: Number(rows[0]?.submitted ?? 0), overdue: Number(rows[0]?.overdue ?? 0) }
}
