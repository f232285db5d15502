import { escapeLike } from '../../core/escape-like.ts'
import { fenFromBigint } from '../../core/money.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { ChainLine } from './account-gaps.rules.ts'
import type { KnownLine } from './known-lines.rules.ts'
import type { LineCategory } from './statement-reading.schema.ts'
import type { ListStatementLinesInput, StatementLineState, StatementLineView } from './statements.schema.ts'

/** Two files of one account are taken in one after the other, until the transaction ends: each must see the other's lines. */
export async function holdAccount(tx: Transaction, payeeAccountId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`statement-lines:${payeeAccountId}`}, 0))`
}

type SqlMoney<T> = Omit<T, 'amountFen' | 'balanceFen'> & { amountFen: bigint; balanceFen: bigint | null }

function money<T extends { amountFen: bigint; balanceFen: bigint | null }>(row: T) {
  return {
    ...row,
    amountFen: fenFromBigint(row.amountFen),
    balanceFen: row.balanceFen === null ? null : fenFromBigint(row.balanceFen),
  }
}

/** The lines that an account has between two days, to be compared with those of a file. */
export async function findKnownLines(
  db: Readable,
  payeeAccountId: string,
  from: string,
  to: string,
): Promise<KnownLine[]> {
  const rows = await db.$queryRaw<SqlMoney<KnownLine>[]>`
    SELECT id, identity, day::text AS day, time, direction::text AS direction, amount_fen AS "amountFen",
           balance_fen AS "balanceFen", serial, counterparty_name AS "counterpartyName",
           counterparty_account AS "counterpartyAccount"
    FROM statement_lines WHERE payee_account_id = ${payeeAccountId}::uuid AND day BETWEEN ${from}::date AND ${to}::date
    ORDER BY day, id`
  return rows.map(money)
}

export type NewLine = {
  readonly id: string
  readonly row: number
  readonly identity: string
  readonly day: string
  readonly time: string | null
  readonly direction: 'in' | 'out'
  readonly amountFen: number
  readonly balanceFen: number | null
  readonly counterpartyName: string
  readonly counterpartyNameKey: string
  readonly counterpartyAccount: string
  readonly remark: string
  readonly serial: string | null
  readonly category: LineCategory
  readonly state: StatementLineState
  readonly ignoredReason: string | null
}

/** Writes lines as one statement. A line that is there already is an error: who calls has compared them, under the account's lock. */
export async function insertLines(
  tx: Transaction,
  owner: { readonly fileId: string; readonly payeeAccountId: string; readonly now: Date },
  lines: readonly NewLine[],
): Promise<void> {
  if (lines.length === 0) return
  await tx.$executeRaw`
    INSERT INTO statement_lines (id, file_id, payee_account_id, row, identity, day, time, direction, amount_fen, balance_fen,
      counterparty_name, counterparty_name_key, counterparty_account, remark, serial, category, state,
      state_since, ignored_reason, created_at)
    SELECT t.id, ${owner.fileId}::uuid, ${owner.payeeAccountId}::uuid, t.row, t.identity, t.day, t.time,
      t.direction::statement_direction, t."amountFen", t."balanceFen", t."counterpartyName", t."counterpartyNameKey",
      t."counterpartyAccount", t.remark, t.serial, t.category::statement_category,
      t.state::statement_line_state, ${owner.now}, t."ignoredReason", ${owner.now}
    FROM json_to_recordset(${JSON.stringify(lines)}::json) AS t(id uuid, row int, identity text, day date, time text,
      direction text, "amountFen" bigint, "balanceFen" bigint, "counterpartyName" text, "counterpartyNameKey" text,
      "counterpartyAccount" text, remark text, serial text, category text, state text, "ignoredReason" text)`
}

/**
 * Lines for the check of the balance: those between two days, and those up to the nearest day on either side whose balance
 * is known, by day.
 */
export async function findChain(db: Readable, payeeAccountId: string, from: string, to: string): Promise<ChainLine[]> {
  const rows = await db.$queryRaw<SqlMoney<ChainLine>[]>`
    SELECT id, day::text AS day, time, direction::text AS direction, amount_fen AS "amountFen", balance_fen AS "balanceFen"
    FROM statement_lines
    WHERE payee_account_id = ${payeeAccountId}::uuid
      AND day >= coalesce((SELECT max(day) FROM statement_lines WHERE payee_account_id = ${payeeAccountId}::uuid AND day < ${from}::date AND balance_fen IS NOT NULL), ${from}::date)
      AND day <= coalesce((SELECT min(day) FROM statement_lines WHERE payee_account_id = ${payeeAccountId}::uuid AND day > ${to}::date AND balance_fen IS NOT NULL), ${to}::date)
    ORDER BY day, id`
  return rows.map(money)
}

const viewColumns = Prisma.sql`
  l.id, l.file_id AS "fileId", l.row, l.day::text AS day, l.time, l.direction::text AS direction, l.amount_fen AS "amountFen",
  l.balance_fen AS "balanceFen", l.counterparty_name AS "counterpartyName", l.counterparty_account AS "counterpartyAccount",
  l.remark, l.serial, l.category::text AS category, l.state::text AS state, l.allocated_fen AS "allocatedFen",
  l.ignored_reason AS "ignoredReason", l.ignored_by_name AS "ignoredByName", l.reverses_id AS "reversesId",
  (SELECT r.id FROM statement_lines r WHERE r.reverses_id = l.id LIMIT 1) AS "reversedById"`

type SqlView = Omit<SqlMoney<StatementLineView>, 'allocatedFen'> & { allocatedFen: bigint }

function viewOf(row: SqlView): StatementLineView {
  return { ...money(row), allocatedFen: fenFromBigint(row.allocatedFen) }
}

export async function findLineViews(db: Readable, ids: readonly string[]): Promise<StatementLineView[]> {
  if (ids.length === 0) return []
  const rows = await db.$queryRaw<SqlView[]>`
    SELECT ${viewColumns} FROM statement_lines l WHERE l.id = ANY(${[...ids]}::uuid[])`
  return rows.map(viewOf)
}

export type LinesOf =
  | { readonly fileId: string }
  | { readonly payeeAccountId: string; readonly from: string; readonly to: string }

type LineFilter = Pick<ListStatementLinesInput, 'category' | 'state' | 'direction' | 'search'>

/** In the order of time. The cursor is the last line's day and id. */
export async function findLinePage(
  db: Readable,
  of: LinesOf,
  filter: LineFilter,
  after: { readonly day: string; readonly id: string } | null,
  take: number,
): Promise<StatementLineView[]> {
  const conditions = conditionsOf(of, filter)
  if (after) conditions.push(Prisma.sql`(l.day, l.id) > (${after.day}::date, ${after.id}::uuid)`)
  const rows = await db.$queryRaw<SqlView[]>`
    SELECT ${viewColumns} FROM statement_lines l WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY l.day, l.id LIMIT ${take}`
  return rows.map(viewOf)
}

export async function countLines(db: Readable, of: LinesOf, filter: LineFilter): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM statement_lines l WHERE ${Prisma.join(conditionsOf(of, filter), ' AND ')}`
  return rows[0]?.count ?? 0
}

function conditionsOf(of: LinesOf, filter: LineFilter): Prisma.Sql[] {
  const conditions =
    'fileId' in of
      ? [Prisma.sql`l.file_id = ${of.fileId}::uuid`]
      : [
          Prisma.sql`l.payee_account_id = ${of.payeeAccountId}::uuid`,
          Prisma.sql`l.day BETWEEN ${of.from}::date AND ${of.to}::date`,
        ]
  if (filter.category) conditions.push(Prisma.sql`l.category = ${filter.category}::statement_category`)
  if (filter.state) conditions.push(Prisma.sql`l.state = ${filter.state}::statement_line_state`)
  if (filter.direction) conditions.push(Prisma.sql`l.direction = ${filter.direction}::statement_direction`)
  if (filter.search) conditions.push(searchOf(filter.search))
  return conditions
}

/** Any of the texts; what looks like an amount in yuan also finds that amount. */
function searchOf(search: string): Prisma.Sql {
  const pattern = `%${escapeLike(search)}%`
  const yuan = /^[¥￥]?\s*(\d{1,9})(?:\.(\d{1,2}))?$/.exec(search.replaceAll(',', ''))
  const amount = yuan
    ? Prisma.sql`OR abs(l.amount_fen) = ${BigInt(yuan[1] ?? '0') * 100n + BigInt((yuan[2] ?? '').padEnd(2, '0'))}`
    : Prisma.empty
  return Prisma.sql`(l.counterparty_name ILIKE ${pattern} OR l.counterparty_account LIKE ${pattern}
    OR l.remark ILIKE ${pattern} OR l.serial ILIKE ${pattern} ${amount})`
}

export async function sumLines(
  db: Readable,
  fileId: string,
): Promise<{ category: LineCategory; state: StatementLineState; count: number; sumFen: number }[]> {
  const rows = await db.$queryRaw<
    { category: LineCategory; state: StatementLineState; count: number; sumFen: bigint }[]
  >`
    SELECT category::text AS category, state::text AS state, count(*)::int AS count, sum(amount_fen)::bigint AS "sumFen"
    FROM statement_lines WHERE file_id = ${fileId}::uuid GROUP BY category, state ORDER BY category, state`
  return rows.map((row) => ({ ...row, sumFen: fenFromBigint(row.sumFen) }))
}
