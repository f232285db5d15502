import type { Actor } from '../../core/actor.ts'
import { escapeLike } from '../../core/escape-like.ts'
import { changeAudited } from '../../platform/audit-log.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { BatchFilter, BatchState } from './study-cards.schema.ts'

export type PathRange = { readonly from: string; readonly to: string }

/** Cut to `range`; `today` in Shanghai. */
export type BatchQuery = {
  readonly range: PathRange
  readonly today: string
  readonly filter: Omit<BatchFilter, 'organisationId'>
}

export type BatchListRow = {
  id: string
  orderId: string
  orderNumber: string
  organisationId: string
  organisationName: string
  organisationPath: string
  planId: string
  planNumber: string
  planName: string
  rechargedFen: bigint
  leftFen: bigint
  expiredFen: bigint
  expiresOn: string
  state: BatchState
  warnedAt: Date | null
  expiredAt: Date | null
  createdAt: Date
}

/** How many days before a batch's end its holders are warned, as the centre has set it. */
export const warningDays = Prisma.sql`coalesce((SELECT card_warning_days FROM centre_settings WHERE id = 1), 30)`

/** What the account of this kind and owner holds: two sums out of an index. */
export function balanceSql(kind: 'cardBatch' | 'wallet', owner: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`coalesce((
    SELECT coalesce((SELECT sum(c.amount_fen) FROM ledger_transfers c WHERE c.credit_account_id = a.id), 0)
         - coalesce((SELECT sum(d.amount_fen) FROM ledger_transfers d WHERE d.debit_account_id = a.id), 0)
    FROM ledger_accounts a WHERE a.kind = ${Prisma.raw(`'${kind}'`)} AND a.owner_id = ${owner}), 0)::bigint`
}

const stateSql = (today: string) => Prisma.sql`
  CASE WHEN b.expires_on < ${today}::date THEN 'expired' WHEN b.expires_on - ${warningDays} <= ${today}::date THEN 'expiring' ELSE 'usable' END`

/** What batches gave to learners is in their operations; the proof of the books compares them with the ledger. */
const rechargedSql = Prisma.sql`coalesce((
  SELECT sum(CASE o.kind WHEN 'recharge' THEN o.total_fen ELSE -o.total_fen END)
  FROM card_operations o WHERE o.batch_id = b.id AND o.state = 'done'), 0)::bigint`

const expiredSql = Prisma.sql`
  CASE WHEN b.expired_at IS NULL THEN 0 ELSE coalesce((
    SELECT coalesce((SELECT sum(t.amount_fen) FROM ledger_transfers t WHERE t.debit_account_id = a.id AND t.kind = 'cardsExpired'), 0)
         - coalesce((SELECT sum(t.amount_fen) FROM ledger_transfers t WHERE t.credit_account_id = a.id AND t.kind = 'cardsRevived'), 0)
    FROM ledger_accounts a WHERE a.kind = 'cardBatch' AND a.owner_id = b.id), 0) END::bigint`

const tables = Prisma.sql`
  study_card_batches b JOIN organisations o ON o.id = b.organisation_id JOIN plans p ON p.id = b.plan_id JOIN orders r ON r.id = b.order_id`

const columns = (today: string) => Prisma.sql`
  b.id, b.order_id AS "orderId", r.number AS "orderNumber", b.organisation_id AS "organisationId", o.name AS "organisationName",
  o.path AS "organisationPath", b.plan_id AS "planId", p.number AS "planNumber", p.name AS "planName",
  ${rechargedSql} AS "rechargedFen", ${balanceSql('cardBatch', Prisma.sql`b.id`)} AS "leftFen", ${expiredSql} AS "expiredFen",
  b.expires_on::text AS "expiresOn", ${stateSql(today)} AS state, b.warned_at AS "warnedAt", b.expired_at AS "expiredAt",
  b.created_at AS "createdAt"`

function whereSql({ range, today, filter }: BatchQuery): Prisma.Sql {
  const { planId, state, withValue, search } = filter
  const part = search ? `%${escapeLike(search)}%` : null
  const conditions = [
    Prisma.sql`o.path >= ${range.from} AND o.path < ${range.to}`,
    ...(planId === undefined ? [] : [Prisma.sql`b.plan_id = ${planId}::uuid`]),
    ...(state === undefined ? [] : [inState(state, today)]),
    ...(withValue ? [Prisma.sql`${balanceSql('cardBatch', Prisma.sql`b.id`)} > 0`] : []),
    ...(part === null
      ? []
      : [
          Prisma.sql`(r.number ILIKE ${part} OR o.name ILIKE ${part} OR p.name ILIKE ${part} OR p.number ILIKE ${part})`,
        ]),
  ]
  return Prisma.join(conditions, ' AND ')
}

function inState(state: NonNullable<BatchFilter['state']>, today: string): Prisma.Sql {
  return state === 'spendable' ? Prisma.sql`b.expires_on >= ${today}::date` : Prisma.sql`${stateSql(today)} = ${state}`
}

/** The newest first; one row more than the page, as `toPage` wants it. */
export async function findBatches(
  db: Readable,
  query: BatchQuery,
  before: string | null,
  take: number,
): Promise<BatchListRow[]> {
  return db.$queryRaw<BatchListRow[]>`
    SELECT ${columns(query.today)} FROM ${tables}
    WHERE ${whereSql(query)} AND ${before === null ? Prisma.sql`true` : Prisma.sql`b.id < ${before}::uuid`}
    ORDER BY b.id DESC LIMIT ${take}`
}

export type BatchSums = { count: number; rechargedFen: bigint; leftFen: bigint; expiredFen: bigint }

export async function sumBatches(db: Readable, query: BatchQuery): Promise<BatchSums> {
  const rows = await db.$queryRaw<BatchSums[]>`
    SELECT count(*)::int AS count, coalesce(sum(s.recharged), 0)::bigint AS "rechargedFen",
           coalesce(sum(s.left_fen), 0)::bigint AS "leftFen", coalesce(sum(s.expired), 0)::bigint AS "expiredFen"
    FROM ${tables}
    CROSS JOIN LATERAL (
      SELECT ${rechargedSql} AS recharged, ${balanceSql('cardBatch', Prisma.sql`b.id`)} AS left_fen, ${expiredSql} AS expired) s
    WHERE ${whereSql(query)}`
  return rows[0] ?? { count: 0, rechargedFen: 0n, leftFen: 0n, expiredFen: 0n }
}

export async function findBatchRow(db: Readable, id: string, today: string): Promise<BatchListRow | null> {
  const rows = await db.$queryRaw<BatchListRow[]>`
    SELECT ${columns(today)} FROM ${tables} WHERE b.id = ${id}::uuid`
  return rows[0] ?? null
}

/** What a batch gave to learners, and what ran out in it. */
export async function sumGiven(db: Readable, id: string): Promise<{ rechargedFen: bigint; expiredFen: bigint }> {
  const rows = await db.$queryRaw<{ rechargedFen: bigint; expiredFen: bigint }[]>`
    SELECT ${rechargedSql} AS "rechargedFen", ${expiredSql} AS "expiredFen" FROM study_card_batches b WHERE b.id = ${id}::uuid`
  return rows[0] ?? { rechargedFen: 0n, expiredFen: 0n }
}

export type HeldSums = { people: number; heldFen: bigint; spentFen: bigint; expiredFen: bigint }

/** Of what learners got of a batch: how many they are, what they still have, spent on courses, and what ran out with them. */
export async function sumWallets(db: Readable, batchId: string): Promise<HeldSums> {
  const rows = await db.$queryRaw<HeldSums[]>`
    WITH accounts AS (
      SELECT a.id FROM study_card_wallets w JOIN ledger_accounts a ON a.kind = 'wallet' AND a.owner_id = w.id
      WHERE w.batch_id = ${batchId}::uuid),
    moved AS (
      SELECT t.kind, t.amount_fen AS in_fen, 0::bigint AS out_fen FROM accounts a JOIN ledger_transfers t ON t.credit_account_id = a.id
      UNION ALL
      SELECT t.kind, 0, t.amount_fen FROM accounts a JOIN ledger_transfers t ON t.debit_account_id = a.id)
    SELECT (SELECT count(*)::int FROM study_card_wallets WHERE batch_id = ${batchId}::uuid) AS people,
           coalesce(sum(in_fen - out_fen), 0)::bigint AS "heldFen",
           coalesce(sum(out_fen - in_fen) FILTER (WHERE kind IN ('courseOpened', 'courseClosed')), 0)::bigint AS "spentFen",
           coalesce(sum(out_fen - in_fen) FILTER (WHERE kind IN ('cardsExpired', 'cardsRevived')), 0)::bigint AS "expiredFen"
    FROM moved`
  return rows[0] ?? { people: 0, heldFen: 0n, spentFen: 0n, expiredFen: 0n }
}

/**
 * Holds a batch until the transaction ends: whoever takes value out of it, expires it or prolongs it goes one after the
 * other. What merely refers to it is not kept away.
 */
export async function lockBatch(
  tx: Transaction,
  id: string,
): Promise<{ expiresOn: string; expiredAt: Date | null } | null> {
  const rows = await tx.$queryRaw<{ expiresOn: string; expiredAt: Date | null }[]>`
    SELECT expires_on::text AS "expiresOn", expired_at AS "expiredAt"
    FROM study_card_batches WHERE id = ${id}::uuid FOR NO KEY UPDATE`
  return rows[0] ?? null
}

/** Gives a batch its new last day; false when it has another one than was seen. */
export async function setLastDay(
  tx: Transaction,
  actor: Actor,
  batch: { readonly id: string; readonly organisationId: string; readonly expiresOn: string },
  wanted: { readonly expiresOn: string; readonly reason: string; readonly revivedFen: number },
): Promise<boolean> {
  return changeAudited(
    tx,
    actor,
    Prisma.sql`
      UPDATE study_card_batches SET expires_on = ${wanted.expiresOn}::date, warned_at = NULL, expired_at = NULL
      WHERE id = ${batch.id}::uuid AND expires_on = ${batch.expiresOn}::date RETURNING id`,
    {
      action: 'cardBatch.prolonged',
      subjectType: 'cardBatch',
      subjectId: batch.id,
      organisationId: batch.organisationId,
      before: { expiresOn: batch.expiresOn },
      after: { expiresOn: wanted.expiresOn, reason: wanted.reason, revivedFen: wanted.revivedFen },
    },
  )
}
