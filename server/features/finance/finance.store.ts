import { type Fen, fenFromBigint } from '../../core/money.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { Age, DayMoney, MonthFigures } from './finance.schema.ts'

/**
 * Money in by where it came to, and out by refunds, of ledger transfers `t` between accounts `d` and `c`. What was booked
 * by mistake comes off again on the day that its correction is booked.
 */
const moneySums = Prisma.sql`
  coalesce(sum(CASE WHEN t.kind IN ('paymentReceived', 'overpaymentToCredit') AND d.kind = 'bank' THEN t.amount_fen
                    WHEN t.kind IN ('paymentReversed', 'creditReversed') THEN -t.amount_fen END), 0)::bigint AS "transferFen",
  coalesce(sum(t.amount_fen) FILTER (WHERE t.kind IN ('paymentReceived', 'overpaymentToCredit') AND d.kind = 'gateway'), 0)::bigint AS "onlineFen",
  coalesce(sum(t.amount_fen) FILTER (WHERE t.kind = 'refundPaid'), 0)::bigint AS "refundedFen"`

/** Kinds that move money in or out of the centre. */
const moneyKinds = Prisma.sql`('paymentReceived', 'overpaymentToCredit', 'paymentReversed', 'creditReversed', 'refundPaid')`

type SqlMoney = { transferFen: bigint; onlineFen: bigint; refundedFen: bigint }

const toMoney = (row: SqlMoney) => ({
  transferFen: fenFromBigint(row.transferFen),
  onlineFen: fenFromBigint(row.onlineFen),
  refundedFen: fenFromBigint(row.refundedFen),
})

/** Days of the books with money on them, in order. */
export async function findDays(db: Readable, from: string, to: string): Promise<DayMoney[]> {
  const rows = await db.$queryRaw<(SqlMoney & { day: string })[]>`
    SELECT t.booked_on::text AS day, ${moneySums}
    FROM ledger_transfers t JOIN ledger_accounts d ON d.id = t.debit_account_id
    WHERE t.booked_on BETWEEN ${from}::date AND ${to}::date AND t.kind IN ${moneyKinds}
    GROUP BY t.booked_on ORDER BY t.booked_on`
  return rows.map((row) => ({ day: row.day, ...toMoney(row) }))
}

export type CountAndFen = { readonly count: number; readonly fen: Fen }
type SqlCount = { count: bigint; fen: bigint }
const toCount = (row: SqlCount | undefined): CountAndFen => ({
  count: Number(row?.count ?? 0n),
  fen: fenFromBigint(row?.fen ?? 0n),
})

/** What open orders lack, by the whole days since they were made. */
export async function findOutstanding(db: Readable, today: string): Promise<(CountAndFen & { age: Age })[]> {
  const rows = await db.$queryRaw<(SqlCount & { age: Age })[]>`
    WITH open_orders AS (
      SELECT ${today}::date - (o.created_at AT TIME ZONE 'Asia/Shanghai')::date AS days,
             o.amount_fen - coalesce((SELECT ledger_balance(a.id) FROM ledger_accounts a WHERE a.kind = 'order' AND a.owner_id = o.id), 0) AS left_fen
      FROM orders o WHERE o.state = 'open')
    SELECT CASE WHEN days <= 7 THEN '0-7' WHEN days <= 30 THEN '8-30' WHEN days <= 90 THEN '31-90' ELSE '91+' END AS age,
           count(*) AS count, sum(left_fen)::bigint AS fen
    FROM open_orders WHERE left_fen > 0 GROUP BY 1`
  return rows.map((row) => ({ age: row.age, ...toCount(row) }))
}

/** The lines of a period that want matching. */
export async function findLineShares(
  db: Readable,
  from: string,
  to: string,
): Promise<{ matched: CountAndFen; open: CountAndFen; automatic: CountAndFen }> {
  const [row] = await db.$queryRaw<Record<`${'matched' | 'open' | 'automatic'}${'Count' | 'Fen'}`, bigint>[]>`
    WITH wanted AS (
      SELECT l.id, l.state, l.amount_fen, l.allocated_fen,
             (SELECT bool_and(a.automatic) FROM line_allocations a WHERE a.line_id = l.id AND a.undone_at IS NULL) AS automatic
      FROM statement_lines l
      WHERE l.day BETWEEN ${from}::date AND ${to}::date AND l.direction = 'in' AND l.category = 'payment' AND l.state <> 'ignored')
    SELECT count(*) FILTER (WHERE state = 'matched') AS "matchedCount",
           coalesce(sum(allocated_fen), 0)::bigint AS "matchedFen",
           count(*) FILTER (WHERE state <> 'matched') AS "openCount",
           coalesce(sum(amount_fen - allocated_fen), 0)::bigint AS "openFen",
           count(*) FILTER (WHERE state = 'matched' AND automatic) AS "automaticCount",
           coalesce(sum(amount_fen) FILTER (WHERE state = 'matched' AND automatic), 0)::bigint AS "automaticFen"
    FROM wanted`
  return {
    matched: toCount(row && { count: row.matchedCount, fen: row.matchedFen }),
    open: toCount(row && { count: row.openCount, fen: row.openFen }),
    automatic: toCount(row && { count: row.automaticCount, fen: row.automaticFen }),
  }
}

/** Confirmed transfers with a slip, of which no statement line shows all. */
export async function findUnseen(db: Readable): Promise<CountAndFen & { oldestDay: string | null }> {
  const [row] = await db.$queryRaw<(SqlCount & { oldestDay: string | null })[]>`
    WITH slips AS (
      SELECT p.state_since, p.received_fen - coalesce((
        SELECT sum(a.amount_fen) FROM line_allocations a WHERE a.payment_id = p.id AND a.undone_at IS NULL), 0) AS left_fen
      FROM payments p WHERE p.method = 'transfer' AND p.state = 'confirmed' AND p.voucher_id IS NOT NULL)
    SELECT count(*) AS count, coalesce(sum(left_fen), 0)::bigint AS fen,
           min((state_since AT TIME ZONE 'Asia/Shanghai')::date)::text AS "oldestDay"
    FROM slips WHERE left_fen > 0`
  return { ...toCount(row), oldestDay: row?.oldestDay ?? null }
}

export type SlipToInvoice = { count: number; medianSeconds: number | null; p90Seconds: number | null }

/** How long it took from a slip's submission to its blue invoice, for invoices that came out in the period. */
export async function findSlipToInvoice(db: Readable, from: string, to: string): Promise<SlipToInvoice> {
  const [row] = await db.$queryRaw<{ count: bigint; median: number | null; p90: number | null }[]>`
    SELECT count(*) AS count,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM i.created_at - v.submitted_at))::float8 AS median,
           percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM i.created_at - v.submitted_at))::float8 AS p90
    FROM invoices i
    JOIN invoice_requests r ON r.id = i.request_id
    JOIN vouchers v ON v.id = r.voucher_id
    WHERE i.colour = 'blue' AND v.submitted_at IS NOT NULL
      AND (i.created_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN ${from}::date AND ${to}::date`
  return { count: Number(row?.count ?? 0n), medianSeconds: row?.median ?? null, p90Seconds: row?.p90 ?? null }
}

/** Organisations' credit by the books, up to and with a day; null: now. */
export async function findCredit(db: Readable, upTo: string | null): Promise<Fen> {
  const [row] = await db.$queryRaw<{ fen: bigint }[]>`
    SELECT (coalesce(sum(t.amount_fen) FILTER (WHERE c.kind = 'organisationCredit'), 0)
          - coalesce(sum(t.amount_fen) FILTER (WHERE d.kind = 'organisationCredit'), 0))::bigint AS fen
    FROM ledger_transfers t
    JOIN ledger_accounts d ON d.id = t.debit_account_id
    JOIN ledger_accounts c ON c.id = t.credit_account_id
    WHERE (d.kind = 'organisationCredit' OR c.kind = 'organisationCredit')
      AND (${upTo}::date IS NULL OR t.booked_on <= ${upTo}::date)`
  return fenFromBigint(row?.fen ?? 0n)
}

export type BookedMonth = Omit<MonthFigures, 'creditFen'> & { readonly month: string }

/** Months with bookings, the newest first, with what was booked in each. */
export async function findMonths(db: Readable, only: string | null = null): Promise<BookedMonth[]> {
  const rows = await db.$queryRaw<(SqlMoney & { month: string; transfers: bigint })[]>`
    SELECT to_char(t.booked_on, 'YYYY-MM') AS month, count(*) AS transfers, ${moneySums}
    FROM ledger_transfers t JOIN ledger_accounts d ON d.id = t.debit_account_id
    WHERE ${only}::text IS NULL OR to_char(t.booked_on, 'YYYY-MM') = ${only}
    GROUP BY 1 ORDER BY 1 DESC`
  return rows.map((row) => ({ month: row.month, transfers: Number(row.transfers), ...toMoney(row) }))
}

export type ClosedMonthRow = { month: string; figures: Prisma.JsonValue; closedByName: string; closedAt: Date }

export async function findClosedMonths(db: Readable): Promise<ClosedMonthRow[]> {
  return db.closedMonth.findMany({
    select: { month: true, figures: true, closedByName: true, closedAt: true },
    orderBy: { month: 'desc' },
  })
}

/** Until the transaction ends nobody books anything: who waits then sees the month closed. */
export async function holdBooks(tx: Transaction): Promise<void> {
  await tx.$executeRaw`LOCK TABLE ledger_transfers IN SHARE ROW EXCLUSIVE MODE`
}

/** False when it was closed before. */
export async function insertClosedMonth(
  tx: Transaction,
  row: { month: string; figures: MonthFigures; closedById: string; closedByName: string; closedAt: Date },
): Promise<boolean> {
  const { count } = await tx.closedMonth.createMany({ data: row, skipDuplicates: true })
  return count === 1
}
