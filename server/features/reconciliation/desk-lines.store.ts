import { escapeLike } from '../../core/escape-like.ts'
import { type Fen, fenFromBigint, parseYuan } from '../../core/money.ts'
import { normaliseOrderNumber } from '../../core/order-number.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import type { LineCategory, LineDirection } from '../statements/statement-reading.schema.ts'
import type { DeskStrength, LineState, MatchTotalsInput } from './matching-desk.schema.ts'

export type DeskLineRow = {
  readonly id: string
  readonly fileId: string
  readonly accountId: string
  readonly day: string
  readonly time: string | null
  readonly row: number
  readonly direction: LineDirection
  readonly amountFen: Fen
  readonly allocatedFen: Fen
  readonly balanceFen: Fen | null
  readonly counterpartyName: string
  readonly counterpartyNameKey: string
  readonly counterpartyAccount: string
  readonly remark: string
  readonly serial: string | null
  readonly category: LineCategory
  readonly state: LineState
  readonly stateSince: Date
  readonly ignoredReason: string | null
  readonly ignoredByName: string | null
  readonly suggestionId: string | null
  readonly suggestionKey: string | null
  readonly strength: DeskStrength | null
  /** Suggestion or Tie of matching.schema.ts, as the matching run wrote it. */
  readonly content: Prisma.JsonValue
}

type SqlRow = Omit<DeskLineRow, 'amountFen' | 'allocatedFen' | 'balanceFen'> & {
  amountFen: bigint
  allocatedFen: bigint
  balanceFen: bigint | null
}

async function findRows(db: Readable, rest: Prisma.Sql): Promise<DeskLineRow[]> {
  const rows = await db.$queryRaw<SqlRow[]>`
    SELECT l.id, l.file_id AS "fileId", l.payee_account_id AS "accountId", l.day::text AS day, l.time, l.row,
           l.direction::text AS direction, l.amount_fen AS "amountFen", l.allocated_fen AS "allocatedFen",
           l.balance_fen AS "balanceFen", l.counterparty_name AS "counterpartyName",
           l.counterparty_name_key AS "counterpartyNameKey", l.counterparty_account AS "counterpartyAccount", l.remark,
           l.serial, l.category::text AS category, l.state::text AS state, l.state_since AS "stateSince",
           l.ignored_reason AS "ignoredReason", l.ignored_by_name AS "ignoredByName",
           s.id AS "suggestionId", s.key AS "suggestionKey", s.strength::text AS strength, s.content
    FROM statement_lines l LEFT JOIN match_suggestions s ON s.id = l.suggestion_id
    ${rest}`
  return rows.map((row) => ({
    ...row,
    amountFen: fenFromBigint(row.amountFen),
    allocatedFen: fenFromBigint(row.allocatedFen),
    balanceFen: row.balanceFen === null ? null : fenFromBigint(row.balanceFen),
  }))
}

export async function findDeskLine(db: Readable, id: string): Promise<DeskLineRow | null> {
  return (await findRows(db, Prisma.sql`WHERE l.id = ${id}::uuid`))[0] ?? null
}

export async function findDeskLines(db: Readable, ids: readonly string[]): Promise<DeskLineRow[]> {
  return findRows(db, Prisma.sql`WHERE l.id = ANY(${[...ids]}::uuid[]) ORDER BY l.day, l.id`)
}

export type LineFilter = MatchTotalsInput & { readonly state: LineState | null }

/** What is to be worked off comes oldest first, everything else newest first. */
export function isWorkedOff(state: LineState | null): boolean {
  return state === 'unmatched' || state === 'suggested'
}

/** One row more than the page, as `toPage` wants it. */
export async function findDeskPage(
  db: Readable,
  filter: LineFilter,
  after: { readonly day: string; readonly id: string } | null,
  limit: number,
): Promise<DeskLineRow[]> {
  const conditions = conditionsOf(filter)
  const [compare, order] = isWorkedOff(filter.state)
    ? [Prisma.sql`>`, Prisma.sql`l.day, l.id`]
    : [Prisma.sql`<`, Prisma.sql`l.day DESC, l.id DESC`]
  if (after) conditions.push(Prisma.sql`(l.day, l.id) ${compare} (${after.day}::date, ${after.id}::uuid)`)
  return findRows(db, Prisma.sql`WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY ${order} LIMIT ${limit + 1}`)
}

/** The lines before (`-1`) or after (`1`) one on its account, the nearest first. */
export async function findBeside(
  db: Readable,
  line: Pick<DeskLineRow, 'id' | 'accountId' | 'day'>,
  side: -1 | 1,
  limit: number,
): Promise<DeskLineRow[]> {
  const [compare, order] =
    side === 1 ? [Prisma.sql`>`, Prisma.sql`l.day, l.id`] : [Prisma.sql`<`, Prisma.sql`l.day DESC, l.id DESC`]
  return findRows(
    db,
    Prisma.sql`
      WHERE l.payee_account_id = ${line.accountId}::uuid AND (l.day, l.id) ${compare} (${line.day}::date, ${line.id}::uuid)
      ORDER BY ${order} LIMIT ${limit}`,
  )
}

/** The last matched lines of the same payer, by name or account. */
export async function findEarlierOf(
  db: Readable,
  payer: Pick<DeskLineRow, 'id' | 'counterpartyNameKey' | 'counterpartyAccount'>,
  limit: number,
): Promise<DeskLineRow[]> {
  const { id, counterpartyNameKey: key, counterpartyAccount: account } = payer
  if (key === '' && account === '') return []
  const same =
    key === '' ? Prisma.sql`l.counterparty_account = ${account}` : Prisma.sql`l.counterparty_name_key = ${key}`
  return findRows(
    db,
    Prisma.sql`WHERE ${same} AND l.state = 'matched' AND l.id <> ${id}::uuid ORDER BY l.day DESC, l.id DESC LIMIT ${limit}`,
  )
}

export type StateSum = {
  readonly state: LineState
  readonly count: number
  readonly leftFen: Fen
  readonly allocatedFen: Fen
}

/** How many lines of each state pass the filters, what of them is left, and what is allocated. */
export async function sumDeskLines(db: Readable, filter: MatchTotalsInput): Promise<StateSum[]> {
  const conditions = conditionsOf({ ...filter, state: null })
  const rows = await db.$queryRaw<{ state: LineState; count: number; leftFen: bigint; allocatedFen: bigint }[]>`
    SELECT l.state::text AS state, count(*)::int AS count, sum(l.amount_fen - l.allocated_fen)::bigint AS "leftFen",
           sum(l.allocated_fen)::bigint AS "allocatedFen"
    FROM statement_lines l LEFT JOIN match_suggestions s ON s.id = l.suggestion_id
    WHERE ${Prisma.join(conditions, ' AND ')} GROUP BY l.state`
  return rows.map((row) => ({
    ...row,
    leftFen: fenFromBigint(row.leftFen),
    allocatedFen: fenFromBigint(row.allocatedFen),
  }))
}

export async function findStatementAccounts(db: Readable): Promise<{ id: string; bank: string; account: string }[]> {
  return db.$queryRaw<{ id: string; bank: string; account: string }[]>`
    SELECT id, bank, account FROM payee_accounts pa
    WHERE EXISTS (SELECT 1 FROM statement_files f WHERE f.payee_account_id = pa.id AND f.state = 'imported')
    ORDER BY is_default DESC, created_at`
}

export async function findFileAndAccount(
  db: Readable,
  { fileId, accountId }: Pick<DeskLineRow, 'fileId' | 'accountId'>,
): Promise<{ fileName: string; account: { id: string; name: string; bank: string; account: string } } | null> {
  const [file, account] = await Promise.all([
    db.statementFile.findUnique({ where: { id: fileId }, select: { originalName: true } }),
    db.payeeAccount.findUnique({
      where: { id: accountId },
      select: { id: true, name: true, bank: true, account: true },
    }),
  ])
  return file && account && { fileName: file.originalName, account }
}

/** The desk matches what came in; what went out stands on the statements' own page. */
function conditionsOf(filter: LineFilter): Prisma.Sql[] {
  const { state, accountId, from, to, leastFen, mostFen, category, strength, search } = filter
  const conditions = [Prisma.sql`l.direction = 'in'`]
  if (state !== null) conditions.push(Prisma.sql`l.state = ${state}::statement_line_state`)
  if (accountId !== undefined) conditions.push(Prisma.sql`l.payee_account_id = ${accountId}::uuid`)
  if (from !== undefined) conditions.push(Prisma.sql`l.day >= ${from}::date`)
  if (to !== undefined) conditions.push(Prisma.sql`l.day <= ${to}::date`)
  if (leastFen !== undefined) conditions.push(Prisma.sql`l.amount_fen >= ${BigInt(leastFen)}`)
  if (mostFen !== undefined) conditions.push(Prisma.sql`l.amount_fen <= ${BigInt(mostFen)}`)
  if (category !== undefined) conditions.push(Prisma.sql`l.category = ${category}::statement_category`)
  if (strength !== undefined) conditions.push(Prisma.sql`s.strength = ${strength}::match_strength`)
  if (search !== '') conditions.push(searchCondition(search))
  return conditions
}

function searchCondition(search: string): Prisma.Sql {
  const words = `%${escapeLike(search)}%`
  const matches = [
    Prisma.sql`l.counterparty_name ILIKE ${words}`,
    Prisma.sql`l.remark ILIKE ${words}`,
    Prisma.sql`l.serial ILIKE ${words}`,
    Prisma.sql`l.ignored_reason ILIKE ${words}`,
    Prisma.sql`l.file_id IN (SELECT id FROM statement_files WHERE original_name ILIKE ${words})`,
  ]
  const digits = search.normalize('NFKC').replace(/[\s-]/g, '')
  if (/^\d{4,}$/.test(digits)) matches.push(Prisma.sql`l.counterparty_account LIKE ${`%${digits}%`}`)
  const amountFen = parseYuan(search)
  if (amountFen !== null) matches.push(Prisma.sql`l.amount_fen = ${BigInt(amountFen)}`)
  if (/^\d{4}-\d{2}-\d{2}$/.test(search) && !Number.isNaN(Date.parse(search)))
    matches.push(Prisma.sql`l.day = ${search}::date`)
  const orders = ordersNamed(search, words)
  matches.push(
    Prisma.sql`l.id IN (SELECT a.line_id FROM line_allocations a WHERE a.undone_at IS NULL AND a.order_id IN (${orders}))`,
    Prisma.sql`l.suggestion_id IN (SELECT id FROM match_suggestions WHERE order_ids && ARRAY(${orders}))`,
  )
  return Prisma.sql`(${Prisma.join(matches, ' OR ')})`
}

/** Orders by number or a part of it, and by whose they are. */
function ordersNamed(search: string, words: string): Prisma.Sql {
  const whole = normaliseOrderNumber(search)
  if (whole !== null) return Prisma.sql`SELECT o.id FROM orders o WHERE o.number = ${whole}`
  const number = search.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '')
  const byNumber = /^[0-9A-Z]{3,}$/.test(number) ? Prisma.sql`OR o.number LIKE ${`%${number}%`}` : Prisma.empty
  return Prisma.sql`
    SELECT o.id FROM orders o JOIN organisations g ON g.id = o.organisation_id WHERE g.name ILIKE ${words} ${byNumber}`
}
