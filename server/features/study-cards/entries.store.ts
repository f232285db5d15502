import { type Database, Prisma, type Readable } from '../../platform/database.ts'
import type { PathRange } from './batches.store.ts'
import type { EntryFilter, EntryKind } from './card-entries.schema.ts'
import { type PersonSearch, searchSql } from './openings.store.ts'

/**
 * 充值明细: every transfer into or out of a wallet, as the ledger has it. An organisation sees those of its learners, and
 * those out of its own batches wherever the learner is now. Every question takes one of three ways, whatever the planner
 * thinks of its chances:
 *
 *   few wallets can be meant            -> look up their transfers, and sort them
 *   few transfers are of kind and days  -> look these up, and sort them
 *   else                                -> walk all transfers from the newest on: ids are made in the order of time
 */
export type EntryQuery = {
  /** Null: the whole centre. */
  readonly range: PathRange | null
  /** Of a learner's own list. */
  readonly learnerId: string | null
  readonly unit: PathRange | null
  readonly search: PersonSearch | null
  readonly filter: Pick<EntryFilter, 'kind' | 'planId' | 'batchId' | 'operationId' | 'from' | 'to'>
}

export type EntryRow = {
  id: string
  at: Date
  bookedOn: string
  kind: EntryKind
  learnerId: string
  learnerName: string
  idNumberMasked: string
  organisationId: string
  organisationName: string
  organisationPath: string
  planId: string
  planNumber: string
  planName: string
  batchId: string
  orderNumber: string
  payerName: string
  amountFen: bigint
  operationId: string | null
  byName: string
  reason: string | null
}

/** More wallets, or transfers, than this are walked through in the order of time. */
const fewEnough = 5000

const kinds = Prisma.sql`('recharged', 'rechargeTakenBack', 'courseOpened', 'courseClosed', 'cardsExpired', 'cardsRevived', 'correction')`

const inRange = (path: Prisma.Sql, { from, to }: PathRange) => Prisma.sql`(${path} >= ${from} AND ${path} < ${to})`

/** Which wallets `w` of learners `l`, from batches `b`, a query is about. */
function walletWhere({ range, learnerId, unit, search, filter }: EntryQuery): Prisma.Sql {
  const conditions = [
    ...(range === null
      ? []
      : [
          Prisma.sql`(${inRange(Prisma.sql`l.organisation_path`, range)} OR b.organisation_id IN (
            SELECT own.id FROM organisations own WHERE ${inRange(Prisma.sql`own.path`, range)}))`,
        ]),
    ...(unit === null ? [] : [inRange(Prisma.sql`l.organisation_path`, unit)]),
    ...(learnerId === null ? [] : [Prisma.sql`w.learner_id = ${learnerId}::uuid`]),
    ...(search === null ? [] : [searchSql(search)]),
    ...(filter.planId === undefined ? [] : [Prisma.sql`b.plan_id = ${filter.planId}::uuid`]),
    ...(filter.batchId === undefined ? [] : [Prisma.sql`w.batch_id = ${filter.batchId}::uuid`]),
  ]
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, ' AND ')
}

/** Whether it is about some wallets only. */
const isNarrow = ({ range, learnerId, unit, search, filter }: EntryQuery) =>
  range !== null ||
  learnerId !== null ||
  unit !== null ||
  search !== null ||
  filter.planId !== undefined ||
  filter.batchId !== undefined

function transferWhere({ filter }: EntryQuery): Prisma.Sql {
  const conditions = [
    filter.kind === undefined
      ? Prisma.sql`t.kind IN ${kinds}`
      : Prisma.sql`t.kind = ${filter.kind}::ledger_transfer_kind`,
    ...(filter.operationId === undefined
      ? []
      : [
          Prisma.sql`(t.cause_type, t.cause_id) IN (
            SELECT 'cardOperation', ${filter.operationId}::uuid
            UNION ALL SELECT 'courseOpening', c.id FROM course_openings c WHERE c.operation_id = ${filter.operationId}::uuid)`,
        ]),
    ...(filter.from === undefined ? [] : [Prisma.sql`t.booked_on >= ${filter.from}::date`]),
    ...(filter.to === undefined ? [] : [Prisma.sql`t.booked_on <= ${filter.to}::date`]),
  ]
  return Prisma.join(conditions, ' AND ')
}

/** Ledger accounts, or transfers, that the question can be about at most; null: too many to name. */
export type EntryWay = { readonly accounts: readonly string[] } | { readonly transfers: readonly string[] } | null

/** Which way a question takes; to be asked once for all its pages. */
export async function findWay(db: Readable, query: EntryQuery): Promise<EntryWay> {
  if (isNarrow(query)) {
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT a.id FROM study_card_wallets w JOIN learners l ON l.id = w.learner_id JOIN study_card_batches b ON b.id = w.batch_id
      JOIN ledger_accounts a ON a.kind = 'wallet' AND a.owner_id = w.id
      WHERE ${walletWhere(query)} LIMIT ${fewEnough + 1}`
    if (rows.length <= fewEnough) return { accounts: rows.map(({ id }) => id) }
  }
  const { kind, operationId, from, to } = query.filter
  if ([kind, operationId, from, to].every((filter) => filter === undefined)) return null
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT t.id FROM ledger_transfers t WHERE ${transferWhere(query)} LIMIT ${fewEnough + 1}`
  return rows.length > fewEnough ? null : { transfers: rows.map(({ id }) => id) }
}

/** What a kind says of the wallet's side; a correction is looked at. */
const isIn = Prisma.sql`
  CASE WHEN t.kind IN ('recharged', 'courseClosed', 'cardsRevived') THEN true
       WHEN t.kind = 'correction' THEN (SELECT c.kind = 'wallet' FROM ledger_accounts c WHERE c.id = t.credit_account_id)
       ELSE false END`

/** The transfers with the wallet's side: `is_in` for what came into it. */
function sidesSql(query: EntryQuery, way: EntryWay, before: string | null): Prisma.Sql {
  const where = Prisma.sql`${transferWhere(query)} AND ${before === null ? Prisma.sql`true` : Prisma.sql`t.id < ${before}::uuid`}`
  if (way !== null && 'accounts' in way) {
    const ids = Prisma.sql`${[...way.accounts]}::uuid[]`
    return Prisma.sql`
      SELECT t.*, true AS is_in, t.credit_account_id AS wallet_account FROM ledger_transfers t WHERE t.credit_account_id = ANY(${ids}) AND ${where}
      UNION ALL
      SELECT t.*, false, t.debit_account_id FROM ledger_transfers t WHERE t.debit_account_id = ANY(${ids}) AND ${where}`
  }
  const some = way === null ? where : Prisma.sql`${where} AND t.id = ANY(${[...way.transfers]}::uuid[])`
  return Prisma.sql`
    SELECT t.*, s.is_in, CASE WHEN s.is_in THEN t.credit_account_id ELSE t.debit_account_id END AS wallet_account
    FROM ledger_transfers t CROSS JOIN LATERAL (SELECT ${isIn} AS is_in) s WHERE ${some}`
}

const joined = (query: EntryQuery) => Prisma.sql`
  JOIN ledger_accounts a ON a.id = t.wallet_account AND a.kind = 'wallet' JOIN study_card_wallets w ON w.id = a.owner_id
  JOIN study_card_batches b ON b.id = w.batch_id JOIN learners l ON l.id = w.learner_id
  WHERE ${walletWhere(query)}`

/**
 * Asks with the planner kept to walking indexes in their order: by its own estimates it would rather join and sort all
 * transfers there are, for each page.
 */
async function askIndexes<Row>(db: Database, sql: Prisma.Sql): Promise<Row[]> {
  const [, rows] = await db.$transaction([
    db.$executeRaw`
      SELECT set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true),
             set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`,
    db.$queryRaw<Row[]>(sql),
  ])
  return rows
}

/** The newest first, `take` at most. */
export async function findEntries(
  db: Database,
  query: EntryQuery,
  way: EntryWay,
  before: string | null,
  take: number,
): Promise<EntryRow[]> {
  const sql = entriesSql(query, way, before, take)
  return way === null ? askIndexes<EntryRow>(db, sql) : db.$queryRaw<EntryRow[]>(sql)
}

/** Apart, so that a test can ask for its plan. */
export function entriesSql(query: EntryQuery, way: EntryWay, before: string | null, take: number): Prisma.Sql {
  return Prisma.sql`
    WITH page AS MATERIALIZED (
      SELECT t.id, t.created_at, t.booked_on, t.kind, t.amount_fen, t.is_in, t.cause_type, t.cause_id, t.reason, t.actor_id,
             w.learner_id, w.batch_id
      FROM (${sidesSql(query, way, before)}) t ${joined(query)}
      ORDER BY t.id DESC LIMIT ${take})
    SELECT t.id, t.created_at AS at, t.booked_on::text AS "bookedOn", t.kind::text AS kind, l.id AS "learnerId", l.name AS "learnerName",
           l.id_number_masked AS "idNumberMasked", o.id AS "organisationId", o.name AS "organisationName", o.path AS "organisationPath",
           p.id AS "planId", p.number AS "planNumber", p.name AS "planName", b.id AS "batchId", r.number AS "orderNumber",
           payer.name AS "payerName", CASE WHEN t.is_in THEN t.amount_fen ELSE -t.amount_fen END AS "amountFen",
           coalesce(op.id, c.operation_id) AS "operationId",
           coalesce(op.created_by_name, CASE WHEN t.kind = 'courseOpened' THEN c.opened_by_name END, by.name, '') AS "byName",
           coalesce(t.reason, op.reason) AS reason
    FROM page t
    JOIN study_card_batches b ON b.id = t.batch_id JOIN orders r ON r.id = b.order_id JOIN plans p ON p.id = b.plan_id
    JOIN organisations payer ON payer.id = b.organisation_id
    JOIN learners l ON l.id = t.learner_id JOIN organisations o ON o.id = l.organisation_id
    LEFT JOIN card_operations op ON t.cause_type = 'cardOperation' AND op.id = t.cause_id
    LEFT JOIN course_openings c ON t.cause_type = 'courseOpening' AND c.id = t.cause_id
    LEFT JOIN accounts by ON by.id = t.actor_id
    ORDER BY t.id DESC`
}

export type EntrySums = { kind: EntryKind; count: number; inFen: bigint; outFen: bigint }

export async function sumEntries(db: Readable, query: EntryQuery, way: EntryWay): Promise<EntrySums[]> {
  return db.$queryRaw<EntrySums[]>`
    SELECT t.kind::text AS kind, count(*)::int AS count, coalesce(sum(t.amount_fen) FILTER (WHERE t.is_in), 0)::bigint AS "inFen",
           coalesce(sum(t.amount_fen) FILTER (WHERE NOT t.is_in), 0)::bigint AS "outFen"
    FROM (${sidesSql(query, way, null)}) t
    ${isNarrow(query) ? joined(query) : Prisma.sql`JOIN ledger_accounts a ON a.id = t.wallet_account AND a.kind = 'wallet'`}
    GROUP BY t.kind`
}
