import { escapeLike } from '../../core/escape-like.ts'
import { fen, parseYuan } from '../../core/money.ts'
import { normaliseOrderNumber } from '../../core/order-number.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import type { OverviewFilter, OverviewRow, OverviewTotals, OverviewWay, ReviewState } from './overview.schema.ts'

/**
 * 对账管理 lays orders, claims, payments, invoices and statement lines side by side, so it reads across their tables: it
 * writes nothing, and every noun's rules stay where they are.
 */
export type OverviewQuery = Omit<OverviewFilter, 'organisationId'> & {
  /** Cuts the list to a subtree; null is the whole centre. */
  readonly path: string | null
  /** Whether the rows say what the bank's statement shows. */
  readonly withStatement: boolean
}

/** Where a page ends: rows come the latest first, and by id where the moment is the same. */
export type OverviewKey = { readonly appliedAt: Date; readonly id: string }

/** One kind of rows. All of them name the order `o`, its unit `org`, the slip `v`, the payment `p` and the applicant `a`. */
type Arm = {
  readonly source: OverviewRow['source']
  readonly from: Prisma.Sql
  /** What belongs here at all, so that an index of just these answers. */
  readonly is: Prisma.Sql
  readonly id: Prisma.Sql
  readonly appliedAt: Prisma.Sql
  readonly reviewedAt: Prisma.Sql
  readonly state: Prisma.Sql
}

const vouchers: Arm = {
  source: 'voucher',
  from: Prisma.sql`vouchers v
    JOIN orders o ON o.id = v.order_id
    JOIN organisations org ON org.id = v.organisation_id
    LEFT JOIN payments p ON p.voucher_id = v.id
    LEFT JOIN accounts a ON a.id = v.submitted_by_id`,
  is: Prisma.sql`v.submitted_at IS NOT NULL`,
  id: Prisma.sql`v.id`,
  appliedAt: Prisma.sql`v.submitted_at`,
  reviewedAt: Prisma.sql`CASE WHEN v.state IN ('approved', 'rejected') THEN v.decided_at END`,
  state: Prisma.sql`CASE WHEN v.state = 'approved' THEN CASE WHEN p.state = 'reversed' THEN 'reversed' ELSE 'approved' END
    WHEN v.state = 'rejected' THEN 'rejected' ELSE 'waiting' END`,
}

const paymentsOf = (is: Prisma.Sql): Arm => ({
  source: 'payment',
  from: Prisma.sql`payments p
    JOIN orders o ON o.id = p.order_id
    JOIN organisations org ON org.id = o.organisation_id
    LEFT JOIN vouchers v ON v.id = p.voucher_id
    LEFT JOIN accounts a ON a.id = coalesce(p.created_by_id, o.created_by_id)`,
  is,
  id: Prisma.sql`p.id`,
  appliedAt: Prisma.sql`p.created_at`,
  reviewedAt: Prisma.sql`CASE WHEN p.state NOT IN ('created', 'pending') THEN p.state_since END`,
  state: Prisma.sql`CASE WHEN p.state = 'confirmed' THEN 'approved' WHEN p.state = 'reversed' THEN 'reversed'
    WHEN p.state IN ('created', 'pending') THEN 'waiting' ELSE 'failed' END`,
})

const openOrders: Arm = {
  source: 'order',
  from: Prisma.sql`orders o
    JOIN organisations org ON org.id = o.organisation_id
    LEFT JOIN payments p ON false
    LEFT JOIN vouchers v ON false
    LEFT JOIN accounts a ON a.id = o.created_by_id`,
  is: Prisma.sql`o.state = 'open'
    AND NOT EXISTS (SELECT 1 FROM vouchers claim WHERE claim.order_id = o.id AND claim.state = 'submitted')`,
  id: Prisma.sql`o.id`,
  appliedAt: Prisma.sql`o.created_at`,
  reviewedAt: Prisma.sql`NULL::timestamptz`,
  state: Prisma.sql`'awaiting'`,
}

const arms: Readonly<Record<OverviewWay, readonly Arm[]>> = {
  transfer: [vouchers, paymentsOf(Prisma.sql`p.method = 'transfer' AND p.voucher_id IS NULL`)],
  online: [paymentsOf(Prisma.sql`p.provider IS NOT NULL`)],
  credit: [paymentsOf(Prisma.sql`p.method = 'credit'`)],
  awaiting: [openOrders],
}

/** What came; before that what was typed, else what the slips say together; of an order that waits, what it lacks. */
const amount = Prisma.sql`coalesce(p.received_fen, v.amount_fen, p.amount_fen,
  CASE WHEN v.id IS NOT NULL THEN (
    SELECT sum((f.reading #>> '{fields,amountFen,value}')::bigint)::bigint FROM voucher_files f
    WHERE f.voucher_id = v.id AND f.removed_at IS NULL)
  ELSE greatest(o.amount_fen - order_paid_fen(o.id), 0) END)`

const moved = Prisma.sql`CASE WHEN p.moved_at IS NOT NULL THEN to_char(p.moved_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS')
  WHEN v.id IS NOT NULL THEN coalesce(v.paid_at, (
    SELECT f.reading #>> '{fields,paidAt,value}' FROM voucher_files f
    WHERE f.voucher_id = v.id AND f.removed_at IS NULL AND f.reading #>> '{fields,paidAt,value}' IS NOT NULL
    ORDER BY f.position LIMIT 1)) END`

/**
 * The invoice request that a row is about: its own, or one that is for the whole order (先开票后付款, or anew after a red
 * one). One that counts comes before one that does not.
 */
const invoice = Prisma.sql`LEFT JOIN LATERAL (
  SELECT r.id, r.state, r.kind FROM invoice_requests r
  WHERE r.order_id = o.id AND r.state <> 'withdrawn'
    AND (r.voucher_id = v.id OR r.payment_id = p.id OR (r.voucher_id IS NULL AND r.payment_id IS NULL))
  ORDER BY r.state IN ('rejected', 'redFlushed'), r.voucher_id IS NULL AND r.payment_id IS NULL, r.created_at DESC
  LIMIT 1) i ON true`

const invoiceStand = Prisma.sql`CASE
  WHEN i.state IN ('requested', 'approved', 'issuing') THEN 'requested'
  WHEN i.state IN ('issued', 'delivered') THEN 'issued'
  WHEN i.state IS NOT NULL THEN i.state::text
  WHEN v.invoice_details IS NOT NULL AND v.state <> 'approved' THEN 'filled'
  ELSE 'none' END`

/** A transfer that counts is shown by the lines that it is allocated to; one that does not yet may be suggested. */
const statement = Prisma.sql`CASE
  WHEN p.provider IS NOT NULL OR p.method = 'credit' THEN NULL
  WHEN shown.fen > 0 AND shown.fen >= p.received_fen THEN 'shown'
  WHEN shown.fen > 0 THEN 'part'
  WHEN EXISTS (SELECT 1 FROM match_suggestions s JOIN statement_lines l ON l.suggestion_id = s.id
               WHERE s.order_ids @> ARRAY[o.id]) THEN 'suggested'
  ELSE 'none' END`

type SqlRow = Omit<OverviewRow, 'appliedAt' | 'reviewedAt' | 'amountFen'> & {
  appliedAt: Date
  reviewedAt: Date | null
  amountFen: number | null
}

/** One row more than the page, as `toPage` wants it, the latest first. */
export async function findOverviewPage(
  db: Readable,
  query: OverviewQuery,
  after: OverviewKey | null,
  limit: number,
): Promise<OverviewRow[]> {
  const which = pageKeysSql(query, after, limit)
  const rows = await Promise.all(
    arms[query.way].map(
      (arm, index) =>
        db.$queryRaw<SqlRow[]>`
        SELECT ${arm.id} AS id, ${arm.source} AS source, o.id AS "orderId", o.number AS "orderNumber",
               order_plan_name(o.id) AS "planName", ${arm.appliedAt} AS "appliedAt", ${arm.reviewedAt} AS "reviewedAt",
               coalesce(a.name, '') AS applicant, org.id AS "organisationId", org.name AS "organisationName",
               (${amount})::float8 AS "amountFen", ${moved} AS "movedAt", ${arm.state} AS state,
               ${invoiceStand} AS "invoiceState", i.id AS "invoiceRequestId",
               coalesce(i.kind::text, v.invoice_details ->> 'kind') AS "invoiceKind", o.mode::text AS mode,
               p.method::text AS method, ${query.withStatement ? statement : Prisma.sql`NULL`} AS statement
        FROM ${arm.from} ${invoice}
        LEFT JOIN LATERAL (
          SELECT sum(la.amount_fen) AS fen FROM line_allocations la
          WHERE la.payment_id = p.id AND la.undone_at IS NULL) shown ON ${query.withStatement}
        WHERE ${arm.id} IN (SELECT id FROM (${which[index] ?? Prisma.empty}) which)`,
    ),
  )
  return rows
    .flat()
    .sort((one, two) => two.appliedAt.getTime() - one.appliedAt.getTime() || (one.id < two.id ? 1 : -1))
    .slice(0, limit + 1)
    .map(({ amountFen, appliedAt, reviewedAt, ...row }) => ({
      ...row,
      amountFen: amountFen === null ? null : fen(amountFen),
      appliedAt: appliedAt.toISOString(),
      reviewedAt: reviewedAt?.toISOString() ?? null,
    }))
}

/**
 * Which rows stand on a page, one statement for each kind: first which, then all about them, so that what only a row's own
 * columns need is asked of one page. Exported for the test that asks for their plans.
 */
export function pageKeysSql(query: OverviewQuery, after: OverviewKey | null, limit: number): Prisma.Sql[] {
  return arms[query.way].map((arm) => {
    const cursor = after
      ? Prisma.sql`AND (${arm.appliedAt}, ${arm.id}) < (${after.appliedAt}, ${after.id}::uuid)`
      : Prisma.empty
    return Prisma.sql`
      ${mine(arm, query)}
      SELECT ${arm.id} AS id FROM ${arm.from} ${invoiceWhereAsked(query)}
      WHERE ${where(arm, query)} ${cursor}
      ORDER BY ${arm.appliedAt} DESC, ${arm.id} DESC LIMIT ${limit + 1}`
  })
}

/** How many rows there are in all and for how much, by state: of just the rows that the pages list. */
export async function sumOverview(db: Readable, query: OverviewQuery): Promise<OverviewTotals['states']> {
  const parts = arms[query.way].map(
    (arm) => Prisma.sql`(
      ${mine(arm, query)}
      SELECT ${arm.state} AS state, ${amount} AS fen FROM ${arm.from} ${invoiceWhereAsked(query)} WHERE ${where(arm, query)})`,
  )
  const rows = await db.$queryRaw<{ state: ReviewState; count: number; amountFen: number }[]>`
    SELECT state, count(*)::int AS count, coalesce(sum(fen), 0)::float8 AS "amountFen"
    FROM (${Prisma.join(parts, ' UNION ALL ')}) rows GROUP BY state`
  return rows.map((row) => ({ ...row, amountFen: fen(row.amountFen) }))
}

/**
 * The rows of a subtree by its own orders, found first: joined in one go, the planner walks all rows of the centre
 * backwards until it has met enough of this subtree's.
 */
function mine(arm: Arm, { path }: OverviewQuery): Prisma.Sql {
  if (path === null) return Prisma.empty
  return Prisma.sql`WITH mine AS MATERIALIZED (
    SELECT ${arm.id} AS id FROM ${arm.from} WHERE org.path LIKE ${`${path}%`} AND ${arm.is})`
}

function where(arm: Arm, query: OverviewQuery): Prisma.Sql {
  const { path, planId, year, from, to, state, invoiceState, mode, search } = query
  const conditions = [path === null ? arm.is : Prisma.sql`${arm.id} IN (SELECT id FROM mine)`]
  if (planId !== undefined || year !== undefined) {
    const ofPlan = planId === undefined ? Prisma.sql`true` : Prisma.sql`item.plan_id = ${planId}::uuid`
    const ofYear = year === undefined ? Prisma.sql`true` : Prisma.sql`plan.year = ${year}`
    conditions.push(Prisma.sql`EXISTS (
      SELECT 1 FROM order_items item JOIN plans plan ON plan.id = item.plan_id
      WHERE item.order_id = o.id AND ${ofPlan} AND ${ofYear})`)
  }
  if (from !== undefined) conditions.push(Prisma.sql`${arm.appliedAt} >= ${new Date(`${from}T00:00:00+08:00`)}`)
  if (to !== undefined) {
    conditions.push(Prisma.sql`${arm.appliedAt} < ${new Date(`${to}T00:00:00+08:00`)}::timestamptz + interval '1 day'`)
  }
  if (state !== undefined) conditions.push(Prisma.sql`${arm.state} = ${state}`)
  if (invoiceState !== undefined) conditions.push(Prisma.sql`${invoiceStand} = ${invoiceState}`)
  if (mode !== undefined) conditions.push(Prisma.sql`o.mode = ${mode}::order_mode`)
  if (search) conditions.push(searchCondition(search))
  return Prisma.join(conditions, ' AND ')
}

const invoiceWhereAsked = ({ invoiceState }: OverviewQuery) => (invoiceState === undefined ? Prisma.empty : invoice)

/** Whatever the words can mean: one of them has to fit. */
function searchCondition(search: string): Prisma.Sql {
  const whole = normaliseOrderNumber(search)
  if (whole !== null) return Prisma.sql`o.number = ${whole}`
  const words = `%${escapeLike(search)}%`
  const ways = [
    Prisma.sql`org.name ILIKE ${words}`,
    Prisma.sql`a.name ILIKE ${words}`,
    Prisma.sql`EXISTS (
      SELECT 1 FROM order_items item JOIN plans plan ON plan.id = item.plan_id
      WHERE item.order_id = o.id AND plan.name ILIKE ${words})`,
  ]
  // Order numbers are shown in groups and may be typed so; a name that holds a digit is no part of one.
  const number = search.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '')
  if (/^[0-9A-Z]+$/.test(number)) ways.push(Prisma.sql`o.number LIKE ${`%${number}%`}`)
  const amountFen = parseYuan(search)
  if (amountFen !== null) ways.push(Prisma.sql`${amount} = ${BigInt(amountFen)}`)
  return Prisma.sql`(${Prisma.join(ways, ' OR ')})`
}
