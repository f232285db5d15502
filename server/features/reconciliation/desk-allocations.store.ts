import { escapeLike } from '../../core/escape-like.ts'
import { type Fen, fenFromBigint, parseYuan } from '../../core/money.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import type { Reason } from './matching.schema.ts'

export type AllocationRow = {
  readonly id: string
  readonly lineId: string
  readonly orderId: string
  readonly orderNumber: string
  readonly organisationName: string
  readonly paymentId: string
  readonly amountFen: Fen
  readonly settled: boolean
  readonly automatic: boolean
  readonly score: number | null
  readonly reasons: Reason[] | null
  readonly decidedByName: string
  readonly createdAt: Date
  readonly undoneAt: Date | null
  readonly undoneByName: string | null
  readonly undoneReason: string | null
}

type SqlRow = Omit<AllocationRow, 'amountFen'> & { amountFen: bigint }

const columns = Prisma.sql`
  a.id, a.line_id AS "lineId", a.order_id AS "orderId", o.number AS "orderNumber", g.name AS "organisationName",
  a.payment_id AS "paymentId", a.amount_fen AS "amountFen", a.settled, a.automatic, a.score, a.reasons,
  a.decided_by_name AS "decidedByName", a.created_at AS "createdAt", a.undone_at AS "undoneAt",
  a.undone_by_name AS "undoneByName", a.undone_reason AS "undoneReason"`
const joined = Prisma.sql`
  line_allocations a JOIN orders o ON o.id = a.order_id JOIN organisations g ON g.id = o.organisation_id`

const toRow = <Row extends { amountFen: bigint }>(row: Row) => ({ ...row, amountFen: fenFromBigint(row.amountFen) })

/** All that was ever allocated of a line: what stands first, then what was undone, the latest first. */
export async function findAllocationsOfLine(db: Readable, lineId: string): Promise<AllocationRow[]> {
  const rows = await db.$queryRaw<SqlRow[]>`
    SELECT ${columns} FROM ${joined} WHERE a.line_id = ${lineId}::uuid
    ORDER BY a.undone_at IS NOT NULL, a.undone_at DESC, a.created_at, a.id`
  return rows.map(toRow)
}

/** What stands of these lines, in the order in which it was allocated. */
export async function findLiveAllocations(db: Readable, lineIds: readonly string[]): Promise<AllocationRow[]> {
  const rows = await db.$queryRaw<SqlRow[]>`
    SELECT ${columns} FROM ${joined} WHERE a.line_id = ANY(${[...lineIds]}::uuid[]) AND a.undone_at IS NULL
    ORDER BY a.created_at, a.id`
  return rows.map(toRow)
}

export type AutomaticSqlRow = AllocationRow & {
  readonly day: string
  readonly time: string | null
  readonly counterpartyName: string
  readonly remark: string
  readonly lineAmountFen: Fen
}

/** Automatic decisions, the newest first; one row more than the page. */
export async function findAutomatic(
  db: Readable,
  { undone, search, cursor, limit }: { undone: boolean | null; search: string; cursor: string | null; limit: number },
): Promise<AutomaticSqlRow[]> {
  const conditions = [Prisma.sql`a.automatic`]
  if (undone !== null) conditions.push(undone ? Prisma.sql`a.undone_at IS NOT NULL` : Prisma.sql`a.undone_at IS NULL`)
  if (cursor !== null) conditions.push(Prisma.sql`a.id < ${cursor}::uuid`)
  if (search !== '') {
    const words = `%${escapeLike(search)}%`
    const number = `%${escapeLike(search.normalize('NFKC').toUpperCase().replace(/[\s-]/g, ''))}%`
    conditions.push(Prisma.sql`
      (l.counterparty_name ILIKE ${words} OR l.remark ILIKE ${words} OR g.name ILIKE ${words} OR o.number LIKE ${number}
        OR a.amount_fen = ${amountOf(search)}::bigint)`)
  }
  const rows = await db.$queryRaw<
    (SqlRow & Omit<AutomaticSqlRow, keyof AllocationRow | 'lineAmountFen'> & { lineAmountFen: bigint })[]
  >`
    SELECT ${columns}, l.day::text AS day, l.time, l.counterparty_name AS "counterpartyName", l.remark,
           l.amount_fen AS "lineAmountFen"
    FROM ${joined} JOIN statement_lines l ON l.id = a.line_id
    WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY a.id DESC LIMIT ${limit + 1}`
  return rows.map((row) => ({ ...toRow(row), lineAmountFen: fenFromBigint(row.lineAmountFen) }))
}

function amountOf(search: string): bigint | null {
  const amountFen = parseYuan(search)
  return amountFen === null ? null : BigInt(amountFen)
}

/** Automatic decisions that stand. */
export async function sumAutomatic(db: Readable): Promise<{ count: number; amountFen: Fen }> {
  const [row] = await db.$queryRaw<{ count: number; fen: bigint }[]>`
    SELECT count(*)::int AS count, coalesce(sum(amount_fen), 0)::bigint AS fen
    FROM line_allocations WHERE automatic AND undone_at IS NULL`
  return { count: row?.count ?? 0, amountFen: fenFromBigint(row?.fen ?? 0n) }
}

/** Which of the lines that want an order had an allocation that somebody undid: the automaton does not do that again. */
export async function findLinesUndone(db: Readable): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT a.line_id AS id FROM line_allocations a JOIN statement_lines l ON l.id = a.line_id
    WHERE a.undone_at IS NOT NULL AND l.state IN ('unmatched', 'suggested')`
  return rows.map(({ id }) => id)
}
