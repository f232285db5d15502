import { escapeLike } from '../../core/escape-like.ts'
import { type Database, Prisma } from '../../platform/database.ts'
import type { LearnerMatch } from './learners.rules.ts'
import { type AccountState, accountStates } from './learners.schema.ts'
import type { PathRange } from './learners.store.ts'

/**
 * Lists are in the order (organisation_path, id): a subtree is one range of an index. Every question takes one of two
 * ways, whatever the planner thinks of its chances:
 *
 *   no search, or one that fits more than `fewMatches` -> walk the range in its order until the page is full
 *   a search that fits few                             -> look them up by the search's own index, and sort those
 *
 * Of 200,000 people a search that fits more than 2000 fills a page of 50 after 5000 rows walked.
 */
const fewMatches = 2000

export type LearnerQuery = {
  readonly range: PathRange
  readonly enabled: boolean | null
  readonly account: AccountState | null
  /** Null: no search. An empty list finds nobody. */
  readonly matches: readonly LearnerMatch[] | null
}

export type PageKey = { readonly path: string; readonly id: string }

export type FoundKey = { id: string; path: string }

/** The next learners after `after`, in the order of lists. */
export async function findLearnerPage(
  db: Database,
  query: LearnerQuery,
  after: PageKey | null,
  take: number,
): Promise<FoundKey[]> {
  const few = await findFew(db, query)
  if (few !== null) return db.$queryRaw<FoundKey[]>(pickSql(query, few, after, take))
  const walk = walkSql(query, after, take)
  return query.matches === null ? db.$queryRaw<FoundKey[]>(walk) : askIndexes<FoundKey>(db, walk)
}

/** Those that the search fits in the whole centre, when they are few; null when they are many, or nothing is searched. */
export async function findFew(db: Database, query: Pick<LearnerQuery, 'matches'>): Promise<string[] | null> {
  if (query.matches === null) return null
  if (query.matches.length === 0) return []
  const seek = seekSql(query.matches)
  type Row = { ids: string[] | null }
  const isRange = query.matches.some((match) => seekColumn(match) !== null)
  const rows = isRange ? await askIndexes<Row>(db, seek) : await db.$queryRaw<Row[]>(seek)
  const ids = rows[0]?.ids ?? null
  return ids === null || ids.length > fewMatches ? null : ids
}

/** How many there are, counted no further than `most`; at least so many when `capped`. */
export async function countLearnerRows(
  db: Database,
  query: LearnerQuery,
  most: number,
  exact: boolean,
): Promise<{ count: number; capped: boolean }> {
  const few = await findFew(db, query)
  if (few !== null) {
    const rows = await db.$queryRaw<{ count: number }[]>`
      ${theseSql(few)} SELECT count(*)::int AS count FROM these l WHERE ${insideSql(query)}`
    return { count: rows[0]?.count ?? 0, capped: false }
  }
  // A search that fits many, in a heading: what the first rows of the range hold, and "at least".
  const walked = exact || query.matches === null ? null : mostWalked
  const rows = await askIndexes<{ count: number; walked: number }>(db, countSql(query, most, walked))
  const { count = 0, walked: seen = 0 } = rows[0] ?? {}
  return { count: Math.min(count, most), capped: count > most || (walked !== null && seen >= walked) }
}

/** Some five milliseconds' worth. */
const mostWalked = 5000

/**
 * Asks with the planner kept to walking indexes in their order. By its own estimates it now and then reads a whole table
 * to find the first 50 of what it takes for a common name, and is wrong where a name is common in one subtree only. Takes
 * three statements more; a plain walk and a search for equal values are planned well without.
 */
export async function askIndexes<Row>(db: Database, sql: Prisma.Sql): Promise<Row[]> {
  const [, rows] = await db.$transaction([
    db.$executeRaw`SELECT set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)`,
    db.$queryRaw<Row[]>(sql),
  ])
  return rows
}

// --- SQL, in one place so that a test can ask for its plans ------------------------------------------------------

/**
 * All that the search fits, each kind by its own index; null when one kind alone fits more than few, which is found out by
 * counting in the index before any row is looked at.
 */
export function seekSql(matches: readonly LearnerMatch[]): Prisma.Sql {
  const seek = (what: Prisma.Sql, match: LearnerMatch) => Prisma.sql`
    (SELECT ${what} FROM learners l WHERE ${seekCondition(match)} ${seekOrder(match)} LIMIT ${fewMatches + 1})`
  const counted = matches.map((match) => seekColumn(match)).filter((column) => column !== null)
  const ranges = matches.filter((match) => seekColumn(match) !== null)
  const ids = Prisma.sql`ARRAY(${Prisma.join(
    matches.map((match) => seek(Prisma.sql`l.id`, match)),
    ' UNION ',
  )})`
  if (counted.length === 0) return Prisma.sql`SELECT ${ids} AS ids`
  const many = ranges.map(
    (match, i) => Prisma.sql`(SELECT count(*) FROM ${seek(counted[i] ?? Prisma.empty, match)} c) > ${fewMatches}`,
  )
  return Prisma.sql`SELECT CASE WHEN ${Prisma.join(many, ' OR ')} THEN NULL ELSE ${ids} END AS ids`
}

/** The page, of these learners only. */
export function pickSql(query: LearnerQuery, ids: readonly string[], after: PageKey | null, take: number): Prisma.Sql {
  return Prisma.sql`
    ${theseSql(ids)}
    SELECT l.id, l.organisation_path AS path FROM these l WHERE ${insideSql(query)} AND ${afterSql(after)}
    ORDER BY l.organisation_path, l.id LIMIT ${take}`
}

/** These rows by their ids, before anything else is asked of them: the planner would rather walk a filter's index. */
function theseSql(ids: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    WITH these AS MATERIALIZED (
      SELECT id, organisation_path, enabled, account_state FROM learners WHERE id = ANY(${[...ids]}::uuid[]))`
}

/** The page, walking the range; a filter takes the ranges of the index that begins with what is filtered by. */
export function walkSql(query: LearnerQuery, after: PageKey | null, take: number): Prisma.Sql {
  const part = (filter: Prisma.Sql) => Prisma.sql`
    (SELECT l.id, l.organisation_path FROM learners l
     WHERE ${filter} AND ${rangeSql(query.range, after)} AND ${checkSql(query)}
     ORDER BY l.organisation_path, l.id LIMIT ${take})`
  return Prisma.sql`
    SELECT w.id, w.organisation_path AS path FROM (${Prisma.join(partsOf(query).map(part), ' UNION ALL ')}) w
    ORDER BY w.organisation_path, w.id LIMIT ${take}`
}

/** Counts up to `most` + 1, having walked at most `walked` rows of each part. */
export function countSql(query: LearnerQuery, most: number, walked: number | null): Prisma.Sql {
  const part = (filter: Prisma.Sql) =>
    walked === null
      ? Prisma.sql`
          (SELECT true AS fits FROM learners l
           WHERE ${filter} AND ${rangeSql(query.range, null)} AND ${checkSql(query)}
           ORDER BY l.organisation_path, l.id LIMIT ${most + 1})`
      : Prisma.sql`
          (SELECT ${checkSql(query)} AS fits FROM learners l
           WHERE ${filter} AND ${rangeSql(query.range, null)}
           ORDER BY l.organisation_path, l.id LIMIT ${walked})`
  return Prisma.sql`
    SELECT count(*) FILTER (WHERE w.fits)::int AS count, count(*)::int AS walked
    FROM (SELECT fits FROM (${Prisma.join(partsOf(query).map(part), ' UNION ALL ')}) p
          LIMIT ${walked === null ? most + 1 : walked}) w`
}

/** The ranges of (enabled, account_state, …) that a filter leaves; without a filter the plain range alone. */
function partsOf({ enabled, account }: LearnerQuery): Prisma.Sql[] {
  if (enabled === null && account === null) return [Prisma.sql`true`]
  const switches = enabled === null ? [true, false] : [enabled]
  const states = account === null ? accountStates : [account]
  return switches.flatMap((on) =>
    states.map(
      (state) =>
        Prisma.sql`${on ? Prisma.sql`l.enabled` : Prisma.sql`NOT l.enabled`} AND l.account_state = ${state}::learner_account_state`,
    ),
  )
}

/** Cursors come from outside: whatever they say, the range is never left. */
function rangeSql({ from, to }: PathRange, after: PageKey | null): Prisma.Sql {
  return Prisma.sql`${afterSql(after)} AND l.organisation_path >= ${from} AND l.organisation_path < ${to}`
}

function afterSql(after: PageKey | null): Prisma.Sql {
  return after ? Prisma.sql`(l.organisation_path, l.id) > (${after.path}, ${after.id}::uuid)` : Prisma.sql`true`
}

/** Range and filters as plain conditions on rows that were found otherwise. */
function insideSql({ range, enabled, account }: LearnerQuery): Prisma.Sql {
  return Prisma.join(
    [
      Prisma.sql`l.organisation_path >= ${range.from} AND l.organisation_path < ${range.to}`,
      ...(enabled === null ? [] : [Prisma.sql`l.enabled = ${enabled}`]),
      ...(account === null ? [] : [Prisma.sql`l.account_state = ${account}::learner_account_state`]),
    ],
    ' AND ',
  )
}

/** Everything that a query asks of a row, for those who change what it finds. */
export function whereSql(query: LearnerQuery): Prisma.Sql {
  return Prisma.sql`${insideSql(query)} AND ${checkSql(query)}`
}

/** The search as a condition that no index answers: it is asked of rows `l` that are walked in another order. */
export function checkSql({ matches }: Pick<LearnerQuery, 'matches'>): Prisma.Sql {
  if (matches === null) return Prisma.sql`true`
  if (matches.length === 0) return Prisma.sql`false`
  return Prisma.sql`(${Prisma.join(matches.map(checkCondition), ' OR ')})`
}

function checkCondition(match: LearnerMatch): Prisma.Sql {
  switch (match.kind) {
    case 'idNumberHash':
      return Prisma.sql`l.id_number_hash || '' = ${match.hash}`
    case 'idNumberMask':
      return Prisma.sql`l.id_number_masked || '' = ${match.mask}`
    case 'idNumberMasked':
      return Prisma.sql`l.id_number_masked || '' LIKE ${`${match.head}%*%${match.tail}`}`
    case 'mobile':
      return Prisma.sql`l.mobile || '' = ${match.mobile}`
    case 'mobileStart':
      return Prisma.sql`l.mobile || '' LIKE ${`${match.digits}%`}`
    case 'mobileEnd':
      return Prisma.sql`l.mobile || '' LIKE ${`%${match.digits}`}`
    case 'nameStart':
      return Prisma.sql`l.name_key || '' LIKE ${`${escapeLike(match.key)}%`}`
    case 'namePart':
      return Prisma.sql`l.name_key || '' LIKE ${`%${escapeLike(match.key)}%`}`
  }
}

/** The same by an index. */
function seekCondition(match: LearnerMatch): Prisma.Sql {
  switch (match.kind) {
    case 'idNumberHash':
      return Prisma.sql`l.id_number_hash = ${match.hash}`
    case 'idNumberMask':
      return Prisma.sql`l.id_number_masked = ${match.mask}`
    case 'idNumberMasked':
      return match.tail.length === 4
        ? Prisma.sql`right(l.id_number_masked, 4) = ${match.tail} AND ${checkCondition(match)}`
        : Prisma.sql`${startsSql(Prisma.sql`l.id_number_masked`, match.head)} AND ${checkCondition(match)}`
    case 'mobile':
      return Prisma.sql`l.mobile = ${match.mobile}`
    case 'mobileStart':
      return startsSql(Prisma.sql`l.mobile`, match.digits)
    case 'mobileEnd':
      return Prisma.sql`right(l.mobile, 4) = ${match.digits}`
    case 'nameStart':
      return startsSql(Prisma.sql`l.name_key`, match.key)
    case 'namePart':
      return Prisma.sql`name_pairs(l.name_key) @> name_pairs(${match.key}) AND ${checkCondition(match)}`
  }
}

/** The column whose range a match is; null where it is found by equal values. */
export function seekColumn(match: LearnerMatch): Prisma.Sql | null {
  if (match.kind === 'mobileStart') return Prisma.sql`l.mobile`
  if (match.kind === 'nameStart') return Prisma.sql`l.name_key`
  return match.kind === 'idNumberMasked' && match.tail.length !== 4 ? Prisma.sql`l.id_number_masked` : null
}

/** A range has an order of its own: asking for it keeps the planner from reading the whole table for the first 2001. */
function seekOrder(match: LearnerMatch): Prisma.Sql {
  const column = seekColumn(match)
  return column === null ? Prisma.empty : Prisma.sql`ORDER BY ${column}`
}

/** The columns are ordered by bytes, and nothing in UTF-8 comes after the last code point. */
function startsSql(column: Prisma.Sql, start: string): Prisma.Sql {
  return Prisma.sql`${column} >= ${start} AND ${column} < ${`${start}\u{10FFFF}`}`
}
