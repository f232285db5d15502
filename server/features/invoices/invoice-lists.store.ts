import { normaliseCode } from '../../core/ids.ts'
import { fen, parseYuan } from '../../core/money.ts'
import { normaliseOrderNumber } from '../../core/order-number.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import type { InvoiceRequestState, RequestRow } from './invoices.schema.ts'

type ListRow = Omit<RequestRow, 'stateSince' | 'createdAt' | 'amountFen'> & {
  stateSince: Date
  createdAt: Date
  amountFen: number
}

export type ListWanted = {
  /** Only requests of organisations below this path; null for the whole centre. */
  subtree: string | null
  orderId: string | null
  states: readonly InvoiceRequestState[]
  search: string
  newestFirst: boolean
  /** The last row of the page before. */
  afterId: string | null
  limit: number
}

/** One row more than asked for, to tell whether there are more. The latest invoice that no red one has taken back counts. */
export async function listRequestRows(db: Readable, wanted: ListWanted): Promise<RequestRow[]> {
  const conditions = [
    wanted.subtree === null ? null : Prisma.sql`org.path LIKE ${`${wanted.subtree}%`}`,
    wanted.orderId === null ? null : Prisma.sql`r.order_id = ${wanted.orderId}::uuid`,
    wanted.states.length === 0 ? null : Prisma.sql`r.state::text = ANY(${[...wanted.states]})`,
    wanted.search === '' ? null : searchCondition(wanted.search),
    wanted.afterId === null
      ? null
      : wanted.newestFirst
        ? Prisma.sql`r.id < ${wanted.afterId}::uuid`
        : Prisma.sql`r.id > ${wanted.afterId}::uuid`,
  ].filter((condition) => condition !== null)
  const rows = await db.$queryRaw<ListRow[]>`
    SELECT r.id, r.state::text AS state, r.state_since AS "stateSince", r.created_at AS "createdAt", r.kind::text AS kind, r.title,
           r.tax_number AS "taxNumber", r.amount_fen::float8 AS "amountFen", r.email, r.order_id AS "orderId", o.number AS "orderNumber",
           o.mode::text AS "orderMode", r.organisation_id AS "organisationId", org.name AS "organisationName",
           r.voucher_id AS "voucherId", r.rejected_reason AS "rejectedReason", i.number AS "invoiceNumber", i.code AS "invoiceCode",
           to_char(i.issued_on, 'YYYY-MM-DD') AS "issuedOn",
           (SELECT count(*)::int FROM invoice_files f WHERE f.request_id = r.id AND f.removed_at IS NULL) AS "fileCount"
    FROM invoice_requests r
    JOIN orders o ON o.id = r.order_id
    JOIN organisations org ON org.id = r.organisation_id
    LEFT JOIN LATERAL (
      SELECT blue.number, blue.code, blue.issued_on FROM invoices blue
      WHERE blue.request_id = r.id AND blue.colour = 'blue'
      ORDER BY blue.created_at DESC LIMIT 1) i ON true
    ${conditions.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join(conditions, ' AND ')}`}
    ORDER BY r.id ${wanted.newestFirst ? Prisma.sql`DESC` : Prisma.sql`ASC`}
    LIMIT ${wanted.limit + 1}`
  return rows.map((row) => ({
    ...row,
    amountFen: fen(row.amountFen),
    stateSince: row.stateSince.toISOString(),
    createdAt: row.createdAt.toISOString(),
  }))
}

/** Whatever the words can mean: one of them has to fit. */
function searchCondition(search: string): Prisma.Sql {
  const part = `%${escapeLike(search)}%`
  const code = normaliseCode(search)
  const orderNumber = normaliseOrderNumber(search)
  const amountFen = parseYuan(search)
  const ways = [
    Prisma.sql`r.title ILIKE ${part}`,
    Prisma.sql`org.name ILIKE ${part}`,
    ...(code === '' ? [] : [Prisma.sql`r.tax_number LIKE ${`${escapeLike(code)}%`}`]),
    ...(orderNumber === null ? [] : [Prisma.sql`o.number = ${orderNumber}`]),
    ...(amountFen === null ? [] : [Prisma.sql`r.amount_fen = ${BigInt(amountFen)}`]),
    ...(/^\d{8,20}$/.test(code)
      ? [Prisma.sql`EXISTS (SELECT 1 FROM invoices n WHERE n.request_id = r.id AND n.number = ${code})`]
      : []),
  ]
  return Prisma.sql`(${Prisma.join(ways, ' OR ')})`
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
