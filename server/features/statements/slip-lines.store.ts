import { type Fen, fenFromBigint } from '../../core/money.ts'
import type { Readable } from '../../platform/database.ts'

/** Lines that brought just so much within these days (inclusive). */
export type SlipAsked = {
  /** What the answer is filed under: the voucher's id. */
  readonly key: string
  readonly amountFen: Fen
  readonly from: string
  readonly to: string
}

/** A line that may be the money of a slip. */
export type SlipLine = {
  readonly id: string
  readonly day: string
  readonly time: string | null
  /** The row of its sheet, from 1. */
  readonly row: number
  readonly amountFen: Fen
  readonly counterpartyName: string
  readonly counterpartyAccount: string
  readonly remark: string
  readonly serial: string | null
  /** Whether all of it is allocated. */
  readonly taken: boolean
  /** The orders that its money went to. */
  readonly orders: readonly { readonly id: string; readonly number: string }[]
}

type SqlLine = Omit<SlipLine, 'amountFen'> & { key: string; amountFen: bigint }

/**
 * (What a line was allocated to is reconciliation's; that depends on statements, so statements ask the table.) Lines that
 * staff or their own words took out of matching are nobody's payment.
 */
export async function findSlipLines(db: Readable, asked: readonly SlipAsked[]): Promise<Map<string, SlipLine[]>> {
  const rows = await db.$queryRaw<SqlLine[]>`
    SELECT s.key, l.id, l.day::text AS day, l.time, l.row, l.amount_fen AS "amountFen",
           l.counterparty_name AS "counterpartyName", l.counterparty_account AS "counterpartyAccount", l.remark, l.serial,
           l.state = 'matched' AS taken,
           coalesce((SELECT jsonb_agg(DISTINCT jsonb_build_object('id', o.id, 'number', o.number))
                     FROM line_allocations a JOIN orders o ON o.id = a.order_id
                     WHERE a.line_id = l.id AND a.undone_at IS NULL), '[]') AS orders
    FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS s(key text, "amountFen" bigint, "from" date, "to" date)
    JOIN statement_lines l ON l.amount_fen = s."amountFen" AND l.day BETWEEN s."from" AND s."to"
    WHERE l.direction = 'in' AND l.state <> 'ignored'
    ORDER BY l.day, l.id`
  const found = new Map<string, SlipLine[]>()
  for (const { key, ...row } of rows) {
    const lines = found.get(key) ?? []
    lines.push({ ...row, amountFen: fenFromBigint(row.amountFen) })
    found.set(key, lines)
  }
  return found
}

export type DayAsked = { readonly accountId: string; readonly day: string }

/**
 * Which of these days an imported statement of the account covers to their end: one that was made on its last day may lack
 * what came later that day.
 */
export async function findCoveredDays(db: Readable, asked: readonly DayAsked[]): Promise<DayAsked[]> {
  return db.$queryRaw<DayAsked[]>`
    SELECT DISTINCT d."accountId", d.day::text AS day
    FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS d("accountId" uuid, day date)
    JOIN statement_files f ON f.payee_account_id = d."accountId" AND f.state = 'imported'
    WHERE d.day BETWEEN f.first_day AND f.last_day
      AND (f.last_day > d.day OR (f.imported_at AT TIME ZONE 'Asia/Shanghai')::date > d.day)`
}
