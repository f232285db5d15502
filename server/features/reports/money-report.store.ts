import { Prisma, type Readable } from '../../platform/database.ts'
import type { MoneyFigures, MoneyGroup } from './money-reports.schema.ts'
import { inRange, ledgerMoney, orderShares, type PathRange, paidInto, shareOf } from './report-facts.store.ts'

export type MoneyQuery = {
  readonly range: PathRange
  readonly planId: string | null
  /** First days: from this one on, and before that one; null is open. */
  readonly from: string | null
  readonly before: string | null
}

export type MoneyRecord = MoneyFigures & {
  month: string | null
  planId: string | null
  planNumber: string | null
  planName: string | null
}

const figures = [
  'orders',
  'ordered_fen',
  'transfer_fen',
  'online_fen',
  'to_credit_fen',
  'credit_fen',
  'moved_fen',
  'refunded_fen',
  'outstanding_fen',
  'invoiced_fen',
] as const

const sums = Prisma.sql`
  coalesce(sum(orders), 0)::float8 AS orders, coalesce(sum(ordered_fen), 0)::float8 AS "orderedFen",
  coalesce(sum(transfer_fen), 0)::float8 AS "transferFen", coalesce(sum(online_fen), 0)::float8 AS "onlineFen",
  coalesce(sum(to_credit_fen), 0)::float8 AS "toCreditFen", coalesce(sum(credit_fen), 0)::float8 AS "creditFen",
  coalesce(sum(moved_fen), 0)::float8 AS "movedFen", coalesce(sum(${paidInto}), 0)::float8 AS "paidFen",
  coalesce(sum(refunded_fen), 0)::float8 AS "refundedFen", coalesce(sum(outstanding_fen), 0)::float8 AS "outstandingFen",
  coalesce(sum(invoiced_fen), 0)::float8 AS "invoicedFen"`

/** Rows by month and plan, by one of the two, or all in one; the latest month first, then the plan's number. */
export async function findMoney(db: Readable, query: MoneyQuery, group: MoneyGroup | 'all'): Promise<MoneyRecord[]> {
  return db.$queryRaw<MoneyRecord[]>(moneySql(query, group))
}

/** Exported for the test that asks for its plan. */
export function moneySql(query: MoneyQuery, group: MoneyGroup | 'all'): Prisma.Sql {
  const byMonth = group === 'monthPlan' || group === 'month'
  const byPlan = group === 'monthPlan' || group === 'plan'
  return Prisma.sql`
    SELECT ${byMonth ? Prisma.sql`f.month` : Prisma.sql`NULL`} AS month, ${byPlan ? Prisma.sql`f.plan_id` : Prisma.sql`NULL::uuid`} AS "planId",
           ${byPlan ? Prisma.sql`p.number` : Prisma.sql`NULL`} AS "planNumber", ${byPlan ? Prisma.sql`p.name` : Prisma.sql`NULL`} AS "planName", ${sums}
    FROM (${factsSql(query, byPlan)}) f LEFT JOIN plans p ON p.id = f.plan_id
    GROUP BY 1, 2, 3, 4
    ORDER BY 1 DESC NULLS LAST, 3 DESC NULLS LAST, 2`
}

/** Orders, ledger, what is open and invoices, each by month and plan with its own columns and nothing in the others. */
function factsSql({ range, planId, from, before }: MoneyQuery, byPlan: boolean): Prisma.Sql {
  const within = (day: Prisma.Sql) =>
    Prisma.sql`(${from}::date IS NULL OR ${day} >= ${from}::date) AND (${before}::date IS NULL OR ${day} < ${before}::date)`
  const ofPlan = planId === null ? Prisma.sql`true` : Prisma.sql`s.plan_id = ${planId}::uuid`
  const part = (own: Partial<Record<(typeof figures)[number], Prisma.Sql>>) =>
    Prisma.join(figures.map((name) => Prisma.sql`${own[name] ?? Prisma.sql`0::bigint`} AS ${Prisma.raw(name)}`))
  const madeOn = Prisma.sql`(o.created_at AT TIME ZONE 'Asia/Shanghai')::date`
  const month = (day: Prisma.Sql) => Prisma.sql`to_char(${day}, 'YYYY-MM')`
  // An order of several plans is one order of each, and one in all.
  const once = byPlan || planId !== null ? Prisma.sql`1::bigint` : Prisma.sql`(s.up_to = s.whole)::int::bigint`
  const ordered = Prisma.sql`
    SELECT ${month(madeOn)} AS month, s.plan_id, ${part({
      orders: once,
      ordered_fen: Prisma.sql`s.amount_fen::bigint`,
      outstanding_fen: Prisma.sql`CASE WHEN o.state = 'open' THEN ${shareOf(Prisma.sql`greatest(o.amount_fen - order_paid_fen(o.id), 0)`)} ELSE 0 END`,
    })}
    FROM orders o JOIN organisations u ON u.id = o.organisation_id JOIN (${orderShares}) s ON s.order_id = o.id
    WHERE o.state IN ('open', 'paid') AND ${within(madeOn)} AND ${inRange(Prisma.sql`u.path`, range)} AND ${ofPlan}`
  const cut = (column: string) => {
    const whole = Prisma.raw(`m.${column}`)
    return Prisma.sql`CASE WHEN m.order_id IS NULL THEN ${whole}::bigint ELSE ${shareOf(whole)} END`
  }
  const booked = Prisma.sql`
    SELECT ${month(Prisma.sql`m.booked_on`)} AS month, s.plan_id, ${part({
      transfer_fen: cut('transfer_fen'),
      online_fen: cut('online_fen'),
      to_credit_fen: cut('to_credit_fen'),
      credit_fen: cut('credit_fen'),
      moved_fen: cut('moved_fen'),
      refunded_fen: cut('refunded_fen'),
    })}
    FROM (${ledgerMoney}) m
    JOIN organisations u ON u.id = m.organisation_id
    LEFT JOIN (${orderShares}) s ON s.order_id = m.order_id
    WHERE ${within(Prisma.sql`m.booked_on`)} AND ${inRange(Prisma.sql`u.path`, range)} AND ${ofPlan}`
  const invoiced = Prisma.sql`
    SELECT ${month(Prisma.sql`i.issued_on`)} AS month, s.plan_id, ${part({ invoiced_fen: shareOf(Prisma.sql`i.amount_fen`) })}
    FROM invoices i JOIN invoice_requests r ON r.id = i.request_id
    JOIN orders o ON o.id = r.order_id JOIN organisations u ON u.id = o.organisation_id
    JOIN (${orderShares}) s ON s.order_id = o.id
    WHERE ${within(Prisma.sql`i.issued_on`)} AND ${inRange(Prisma.sql`u.path`, range)} AND ${ofPlan}`
  return Prisma.sql`${ordered} UNION ALL ${booked} UNION ALL ${invoiced}`
}
