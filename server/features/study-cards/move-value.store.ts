import { freshIdSql, Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import { balanceSql } from './batches.store.ts'

/**
 * The SELECTs that say which value moves from whom to whom, for the ledger's `postTransfersFrom` (columns key, debit_owner,
 * credit_owner, amount_fen and, where rows have causes of their own, cause_id), and the wallets that they need.
 */

/** Some lines of an operation, after and up to these positions. */
export type Part = { readonly operationId: string; readonly after: number; readonly upTo: number }

const linesOf = ({ operationId, after, upTo }: Part) => Prisma.sql`
  l.operation_id = ${operationId}::uuid AND l.position > ${after} AND l.position <= ${upTo}`

/** Wallets for those of the lines who have none of the batch yet. */
export async function insertWallets(tx: Transaction, part: Part, batchId: string, now: Date): Promise<void> {
  // Not by asking first who has one: of many new rows the planner knows nothing, and would read all wallets for each.
  await tx.$executeRaw`
    INSERT INTO study_card_wallets (id, learner_id, batch_id, created_at)
    SELECT ${freshIdSql}, l.learner_id, ${batchId}::uuid, ${now}
    FROM card_operation_lines l WHERE ${linesOf(part)} ORDER BY l.position
    ON CONFLICT (learner_id, batch_id) DO NOTHING`
}

const lineKey = Prisma.sql`'cardOperation:' || l.operation_id || ':' || l.learner_id`

/**
 * The wallet of each line, looked up by itself. Joined, PostgreSQL would read all wallets of the batch for each line wherever
 * it still takes the table for a small one: many are added in one transaction, and it counts them later. Not by `=`: of a
 * batch that is new to the statistics it expects one wallet, and would read all of them by the batch's index for each line.
 */
const linesWithWallets = (part: Part, batchId: string) => Prisma.sql`
  FROM card_operation_lines l
  CROSS JOIN LATERAL (SELECT x.id FROM study_card_wallets x WHERE x.learner_id = l.learner_id AND x.batch_id IS NOT DISTINCT FROM ${batchId}::uuid LIMIT 1) w
  WHERE ${linesOf(part)}`

export function rechargeRows(part: Part, batchId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT ${lineKey} AS key, ${batchId}::uuid AS debit_owner, w.id AS credit_owner, l.amount_fen ${linesWithWallets(part, batchId)}`
}

export function takeBackRows(part: Part, batchId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT ${lineKey} AS key, w.id AS debit_owner, ${batchId}::uuid AS credit_owner, l.amount_fen ${linesWithWallets(part, batchId)}`
}

/** Those whose wallet of the batch holds less than their line takes: how many, and one of them. */
export async function findShort(
  db: Readable,
  operationId: string,
  batchId: string,
): Promise<{ count: number; name: string | null }> {
  const rows = await db.$queryRaw<{ count: number; name: string | null }[]>`
    SELECT count(*)::int AS count, (array_agg(p.name ORDER BY l.position))[1] AS name
    FROM card_operation_lines l JOIN learners p ON p.id = l.learner_id
    LEFT JOIN LATERAL (SELECT x.id FROM study_card_wallets x WHERE x.learner_id = l.learner_id AND x.batch_id IS NOT DISTINCT FROM ${batchId}::uuid LIMIT 1) w ON true
    WHERE l.operation_id = ${operationId}::uuid AND coalesce(${balanceSql('wallet', Prisma.sql`w.id`)}, 0) < l.amount_fen`
  return rows[0] ?? { count: 0, name: null }
}

// --- 开通课程 ----------------------------------------------------------------------------------------------------------

/** Openings that are paid together: one of its own, or those of an operation. */
export type Openings = { readonly openingId: string } | { readonly operationId: string }

const openingsSql = (which: Openings) =>
  'openingId' in which
    ? Prisma.sql`c.id = ${which.openingId}::uuid`
    : Prisma.sql`c.operation_id = ${which.operationId}::uuid`

const walletsOf = (which: Openings, today: string) => Prisma.sql`
  FROM course_openings c
  JOIN study_card_wallets w ON w.learner_id = c.learner_id
  JOIN study_card_batches b ON b.id = w.batch_id AND b.plan_id = c.plan_id AND b.expires_on >= ${today}::date
  WHERE ${openingsSql(which)}`

/** Locks what the openings can take from, in the order of ids. */
export async function lockWallets(tx: Transaction, which: Openings, today: string): Promise<void> {
  // Counted, so that no row has to come here.
  await tx.$executeRaw`
    WITH locked AS (
      SELECT a.id FROM ledger_accounts a
      WHERE a.kind = 'wallet' AND a.owner_id IN (SELECT w.id ${walletsOf(which, today)}) ORDER BY a.id FOR NO KEY UPDATE)
    SELECT count(*) FROM locked`
}

/**
 * What each opening takes from which wallet: the batch that ends first is spent first. The wallets are locked, so that it
 * is the same however often it is asked.
 */
export function openingRows(which: Openings, today: string): Prisma.Sql {
  return Prisma.sql`
    SELECT 'courseOpening:' || s.id || ':' || s.wallet_id AS key, s.wallet_id AS debit_owner, s.plan_id AS credit_owner,
           greatest(least(s.held, s.amount_fen - s.before), 0)::bigint AS amount_fen, s.id AS cause_id
    FROM (
      SELECT h.*, sum(h.held) OVER (PARTITION BY h.id ORDER BY h.expires_on, h.batch_id) - h.held AS before
      FROM (SELECT c.id, c.plan_id, c.amount_fen, w.id AS wallet_id, w.batch_id, b.expires_on,
                   ${balanceSql('wallet', Prisma.sql`w.id`)} AS held
            ${walletsOf(which, today)}) h) s`
}

export type ShortOpenings = { count: number; name: string | null; balanceFen: bigint; amountFen: bigint }

/** Openings whose wallets hold less than they take: how many, and the first of them. */
export async function findShortOpenings(db: Readable, which: Openings, today: string): Promise<ShortOpenings> {
  const rows = await db.$queryRaw<ShortOpenings[]>`
    SELECT count(*)::int AS count, (array_agg(s.name ORDER BY s.id))[1] AS name,
           coalesce((array_agg(s.held ORDER BY s.id))[1], 0)::bigint AS "balanceFen",
           coalesce((array_agg(s.amount_fen ORDER BY s.id))[1], 0)::bigint AS "amountFen"
    FROM (
      SELECT c.id, p.name, c.amount_fen,
             coalesce((SELECT sum(${balanceSql('wallet', Prisma.sql`w.id`)}) FROM study_card_wallets w
                       JOIN study_card_batches b ON b.id = w.batch_id AND b.plan_id = c.plan_id AND b.expires_on >= ${today}::date
                       WHERE w.learner_id = c.learner_id), 0) AS held
      FROM course_openings c JOIN learners p ON p.id = c.learner_id WHERE ${openingsSql(which)} AND c.amount_fen > 0) s
    WHERE s.held < s.amount_fen`
  return rows[0] ?? { count: 0, name: null, balanceFen: 0n, amountFen: 0n }
}

const paidBy = (openingId: string) => Prisma.sql`
  FROM ledger_transfers t JOIN ledger_accounts a ON a.id = t.debit_account_id
  JOIN study_card_wallets w ON w.id = a.owner_id JOIN study_card_batches b ON b.id = w.batch_id
  WHERE t.cause_type = 'courseOpening' AND t.cause_id = ${openingId}::uuid AND t.kind = 'courseOpened'`

/** What an opening took goes back to where it came from. */
export function closingRows(openingId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT t.idempotency_key || ':closed' AS key, b.plan_id AS debit_owner, w.id AS credit_owner, t.amount_fen ${paidBy(openingId)}`
}

/** What of it came from batches that were booked off since: it goes the same way, and comes back if such a batch is prolonged. */
export function closedIntoExpiredRows(openingId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT t.idempotency_key || ':expired' AS key, w.id AS debit_owner, b.plan_id AS credit_owner, t.amount_fen, b.id AS cause_id
    ${paidBy(openingId)} AND b.expired_at IS NOT NULL`
}

/** Holds the batches that an opening was paid from, in the order of ids: none of them ends or is prolonged meanwhile. */
export async function holdBatchesOf(tx: Transaction, openingId: string): Promise<void> {
  await tx.$executeRaw`
    WITH held AS (SELECT id FROM study_card_batches WHERE id IN (SELECT b.id ${paidBy(openingId)}) ORDER BY id FOR SHARE)
    SELECT count(*) FROM held`
}

// --- The end of a batch, and prolonging it after that -------------------------------------------------------------------

/** The ends of one batch are told apart by `round`. */
export function batchExpiryRows(batchId: string, round: string): Prisma.Sql {
  return Prisma.sql`
    SELECT 'cardBatch:' || b.id || ':expired:' || ${round} AS key, b.id AS debit_owner, b.plan_id AS credit_owner,
           ${balanceSql('cardBatch', Prisma.sql`b.id`)} AS amount_fen
    FROM study_card_batches b WHERE b.id = ${batchId}::uuid`
}

export function walletExpiryRows(batchId: string, round: string): Prisma.Sql {
  return Prisma.sql`
    SELECT 'cardWallet:' || w.id || ':expired:' || ${round} AS key, w.id AS debit_owner, b.plan_id AS credit_owner,
           ${balanceSql('wallet', Prisma.sql`w.id`)} AS amount_fen
    FROM study_card_batches b JOIN study_card_wallets w ON w.batch_id = b.id WHERE b.id = ${batchId}::uuid`
}

/** Locks the accounts of a batch and of its wallets, in the order of ids. */
export async function lockBatchValue(tx: Transaction, batchId: string): Promise<void> {
  await tx.$executeRaw`
    WITH locked AS (
      SELECT a.id FROM ledger_accounts a
      WHERE (a.kind = 'cardBatch' AND a.owner_id = ${batchId}::uuid)
         OR (a.kind = 'wallet' AND a.owner_id IN (SELECT w.id FROM study_card_wallets w WHERE w.batch_id = ${batchId}::uuid))
      ORDER BY a.id FOR NO KEY UPDATE)
    SELECT count(*) FROM locked`
}

/** What ran out of an account and has not come back: exactly that. */
const expiredFrom = (kind: 'cardBatch' | 'wallet', owner: Prisma.Sql) => Prisma.sql`
  coalesce((
    SELECT coalesce((SELECT sum(t.amount_fen) FROM ledger_transfers t WHERE t.debit_account_id = a.id AND t.kind = 'cardsExpired'), 0)
         - coalesce((SELECT sum(t.amount_fen) FROM ledger_transfers t WHERE t.credit_account_id = a.id AND t.kind = 'cardsRevived'), 0)
    FROM ledger_accounts a WHERE a.kind = ${Prisma.raw(`'${kind}'`)} AND a.owner_id = ${owner}), 0)::bigint`

export function batchRevivalRows(batchId: string, round: string): Prisma.Sql {
  return Prisma.sql`
    SELECT 'cardBatch:' || b.id || ':revived:' || ${round} AS key, b.plan_id AS debit_owner, b.id AS credit_owner,
           ${expiredFrom('cardBatch', Prisma.sql`b.id`)} AS amount_fen
    FROM study_card_batches b WHERE b.id = ${batchId}::uuid`
}

export function walletRevivalRows(batchId: string, round: string): Prisma.Sql {
  return Prisma.sql`
    SELECT 'cardWallet:' || w.id || ':revived:' || ${round} AS key, b.plan_id AS debit_owner, w.id AS credit_owner,
           ${expiredFrom('wallet', Prisma.sql`w.id`)} AS amount_fen
    FROM study_card_batches b JOIN study_card_wallets w ON w.batch_id = b.id WHERE b.id = ${batchId}::uuid`
}
