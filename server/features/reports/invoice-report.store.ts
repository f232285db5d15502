import { Prisma, type Readable } from '../../platform/database.ts'
import type { InvoiceFigures, InvoiceGroup } from './money-reports.schema.ts'
import { inRange, orderShares, type PathRange, shareOf } from './report-facts.store.ts'

export type InvoiceQuery = {
  readonly range: PathRange
  /** Of the unit whose parts are listed, for the group `unit`; `/` is the top of the centre. */
  readonly path: string
  readonly planId: string | null
  readonly kind: 'normal' | 'special' | null
  readonly from: string | null
  readonly before: string | null
}

export type InvoiceRecord = InvoiceFigures & {
  month: string | null
  kind: 'normal' | 'special' | null
  unitId: string | null
  unitName: string | null
  hasUnits: boolean
  planId: string | null
  planNumber: string | null
  planName: string | null
}

const sums = Prisma.sql`
  coalesce(sum(requests), 0)::float8 AS requests, coalesce(sum(requested_fen), 0)::float8 AS "requestedFen",
  coalesce(sum(issued), 0)::float8 AS issued, coalesce(sum(issued_fen), 0)::float8 AS "issuedFen",
  coalesce(sum(issued_tax_fen), 0)::float8 AS "issuedTaxFen", coalesce(sum(red), 0)::float8 AS red,
  coalesce(sum(red_fen), 0)::float8 AS "redFen", coalesce(sum(red_tax_fen), 0)::float8 AS "redTaxFen",
  coalesce(sum(issued_fen + red_fen), 0)::float8 AS "netFen", coalesce(sum(issued_tax_fen + red_tax_fen), 0)::float8 AS "netTaxFen",
  coalesce(sum(tax_unknown), 0)::float8 AS "taxUnknown"`

/** Months with the kinds of invoices in each, units with all below them, plans, or all in one. */
export async function findInvoiceSums(
  db: Readable,
  query: InvoiceQuery,
  group: InvoiceGroup | 'monthAlone' | 'all',
): Promise<InvoiceRecord[]> {
  return db.$queryRaw<InvoiceRecord[]>(invoiceSql(query, group))
}

/** Exported for the test that asks for its plan. */
export function invoiceSql(query: InvoiceQuery, group: InvoiceGroup | 'monthAlone' | 'all'): Prisma.Sql {
  const month = group === 'month' || group === 'monthAlone' ? Prisma.sql`f.month` : Prisma.sql`NULL`
  const kind = group === 'month' ? Prisma.sql`f.kind` : Prisma.sql`NULL`
  const plan = group === 'plan' ? Prisma.sql`f.plan_id` : Prisma.sql`NULL::uuid`
  const own = query.path === '/' ? '' : (query.path.split('/').at(-2) ?? '')
  const unit =
    group === 'unit'
      ? Prisma.sql`coalesce(nullif(split_part(substr(f.path, ${query.path.length + 1}::int), '/', 1), ''), ${own})::uuid`
      : Prisma.sql`NULL::uuid`
  return Prisma.sql`
    SELECT g.*, u.name AS "unitName", p.number AS "planNumber", p.name AS "planName",
           u.id IS NOT NULL AND u.id::text <> ${own} AND EXISTS (SELECT 1 FROM organisations below WHERE below.parent_id = u.id) AS "hasUnits"
    FROM (SELECT ${month} AS month, ${kind} AS kind, ${unit} AS "unitId", ${plan} AS "planId", ${sums}
          FROM (${factsSql(query, group === 'plan')}) f GROUP BY 1, 2, 3, 4) g
    LEFT JOIN organisations u ON u.id = g."unitId"
    LEFT JOIN plans p ON p.id = g."planId"
    ORDER BY g.month DESC NULLS LAST, g.kind, g."netFen" DESC, g."unitId", p.number DESC NULLS LAST, g."planId"`
}

/** Requests and invoices; cut to the shares of an order's plans where plans are asked for. */
function factsSql({ range, planId, kind, from, before }: InvoiceQuery, byPlan: boolean): Prisma.Sql {
  const within = (day: Prisma.Sql) =>
    Prisma.sql`(${from}::date IS NULL OR ${day} >= ${from}::date) AND (${before}::date IS NULL OR ${day} < ${before}::date)`
  const shared = byPlan || planId !== null
  const shares = shared ? Prisma.sql`JOIN (${orderShares}) s ON s.order_id = r.order_id` : Prisma.empty
  const plan = shared ? Prisma.sql`s.plan_id` : Prisma.sql`NULL::uuid`
  const cut = (fen: Prisma.Sql) => (shared ? shareOf(fen) : Prisma.sql`(${fen})::bigint`)
  const ofPlan = planId === null ? Prisma.sql`true` : Prisma.sql`s.plan_id = ${planId}::uuid`
  const ofKind = (column: Prisma.Sql) =>
    kind === null ? Prisma.sql`true` : Prisma.sql`${column} = ${kind}::invoice_kind`
  const madeOn = Prisma.sql`(r.created_at AT TIME ZONE 'Asia/Shanghai')::date`
  const none = Prisma.sql`0::bigint`
  const of = (colour: 'blue' | 'red', fen: Prisma.Sql) =>
    Prisma.sql`CASE WHEN i.colour = ${colour}::invoice_colour THEN ${fen} ELSE 0 END`
  return Prisma.sql`
    SELECT to_char(${madeOn}, 'YYYY-MM') AS month, r.kind::text AS kind, u.path, ${plan} AS plan_id,
           1::bigint AS requests, ${cut(Prisma.sql`r.amount_fen`)} AS requested_fen, ${none} AS issued, ${none} AS issued_fen,
           ${none} AS issued_tax_fen, ${none} AS red, ${none} AS red_fen, ${none} AS red_tax_fen, ${none} AS tax_unknown
    FROM invoice_requests r JOIN organisations u ON u.id = r.organisation_id ${shares}
    WHERE r.state <> 'withdrawn' AND ${within(madeOn)} AND ${inRange(Prisma.sql`u.path`, range)} AND ${ofPlan} AND ${ofKind(Prisma.sql`r.kind`)}
    UNION ALL
    SELECT to_char(i.issued_on, 'YYYY-MM'), i.kind::text, u.path, ${plan}, ${none}, ${none},
           ${of('blue', Prisma.sql`1`)}, ${of('blue', cut(Prisma.sql`i.amount_fen`))}, ${of('blue', cut(Prisma.sql`coalesce(i.tax_fen, 0)`))},
           ${of('red', Prisma.sql`1`)}, ${of('red', cut(Prisma.sql`i.amount_fen`))}, ${of('red', cut(Prisma.sql`coalesce(i.tax_fen, 0)`))},
           CASE WHEN i.tax_fen IS NULL THEN 1 ELSE 0 END
    FROM invoices i JOIN invoice_requests r ON r.id = i.request_id JOIN organisations u ON u.id = r.organisation_id ${shares}
    WHERE ${within(Prisma.sql`i.issued_on`)} AND ${inRange(Prisma.sql`u.path`, range)} AND ${ofPlan} AND ${ofKind(Prisma.sql`i.kind`)}`
}
