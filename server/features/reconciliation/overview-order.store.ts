import { fen } from '../../core/money.ts'
import type { Readable } from '../../platform/database.ts'
import type { OverviewOrder } from './overview.schema.ts'

type Dated<Row, Names extends keyof Row> = Omit<Row, Names> & { [Name in Names]: Date }
type Voucher = OverviewOrder['vouchers'][number]
type Invoice = OverviewOrder['invoices'][number]
type Line = OverviewOrder['lines'][number]

/** The slips, invoice requests and statement lines of one order, each the latest first. */
export async function findOverviewOrder(db: Readable, orderId: string): Promise<OverviewOrder> {
  const [vouchers, invoices, lines] = await Promise.all([
    db.$queryRaw<Dated<Voucher, 'stateSince'>[]>`
      SELECT v.id, v.state::text AS state, v.state_since AS "stateSince", v.rejected_note AS "rejectedNote",
             coalesce(p.received_fen, v.amount_fen, f.read_fen)::float8 AS "amountFen", coalesce(f.files, 0)::int AS "fileCount"
      FROM vouchers v
      LEFT JOIN payments p ON p.voucher_id = v.id
      LEFT JOIN LATERAL (
        SELECT count(*) AS files, sum((reading #>> '{fields,amountFen,value}')::bigint) AS read_fen
        FROM voucher_files WHERE voucher_id = v.id AND removed_at IS NULL) f ON true
      WHERE v.order_id = ${orderId}::uuid ORDER BY v.id DESC`,
    db.$queryRaw<Dated<Invoice, 'stateSince'>[]>`
      SELECT r.id, r.state::text AS state, r.state_since AS "stateSince", r.kind::text AS kind, r.title,
             r.amount_fen::float8 AS "amountFen", i.number, to_char(i.issued_on, 'YYYY-MM-DD') AS "issuedOn"
      FROM invoice_requests r
      LEFT JOIN LATERAL (
        SELECT blue.number, blue.issued_on FROM invoices blue
        WHERE blue.request_id = r.id AND blue.colour = 'blue' ORDER BY blue.created_at DESC LIMIT 1) i ON true
      WHERE r.order_id = ${orderId}::uuid ORDER BY r.id DESC`,
    db.$queryRaw<Dated<Line, 'decidedAt'>[]>`
      SELECT la.id AS "allocationId", l.id AS "lineId", to_char(l.day, 'YYYY-MM-DD') AS day, l.time,
             l.counterparty_name AS "counterpartyName", l.counterparty_account AS "counterpartyAccount", l.remark, l.serial,
             la.amount_fen::float8 AS "amountFen", l.amount_fen::float8 AS "lineAmountFen", la.automatic,
             la.decided_by_name AS "decidedByName", la.created_at AS "decidedAt"
      FROM line_allocations la JOIN statement_lines l ON l.id = la.line_id
      WHERE la.order_id = ${orderId}::uuid AND la.undone_at IS NULL ORDER BY l.day DESC, la.id DESC`,
  ])
  return {
    vouchers: vouchers.map((row) => ({
      ...row,
      stateSince: row.stateSince.toISOString(),
      amountFen: row.amountFen === null ? null : fen(row.amountFen),
    })),
    invoices: invoices.map((row) => ({
      ...row,
      stateSince: row.stateSince.toISOString(),
      amountFen: fen(row.amountFen),
    })),
    lines: lines.map((row) => ({ ...row, decidedAt: row.decidedAt.toISOString(), amountFen: fen(row.amountFen) })),
  }
}
