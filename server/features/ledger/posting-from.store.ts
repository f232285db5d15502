import { type Fen, fenFromBigint } from '../../core/money.ts'
import { freshIdSql, Prisma, type Transaction } from '../../platform/database.ts'
import { type LedgerAccountKind, type LedgerTransferKind, mustStayPositive } from './ledger.rules.ts'

/** What many transfers have in common. */
export type ManyTransfers = {
  readonly kind: LedgerTransferKind
  readonly debit: LedgerAccountKind
  readonly credit: LedgerAccountKind
  readonly causeType: string
  /** Where the rows name no cause of their own. */
  readonly causeId?: string
  readonly reason?: string
  /** `2026-05-02`: booked on that day while its month is open, else today. */
  readonly bookedOn?: string
}

/**
 * The account of an owner, looked up for each row by itself. Joined, PostgreSQL would read all accounts of the kind for each
 * row wherever it still takes the table for a small one: many are added in one transaction, and it counts them later.
 */
const accountOf = (kind: LedgerAccountKind, owner: Prisma.Sql) =>
  Prisma.sql`(SELECT a.id FROM ledger_accounts a WHERE a.kind = ${kind}::ledger_account_kind AND a.owner_id = ${owner})`

/**
 * Opens the missing accounts of both sides and locks those that are taken from, in the order of their ids. Accounts that
 * somebody else opens at the same moment are waited for.
 */
export async function openAccountsOf(
  tx: Transaction,
  { debit, credit }: ManyTransfers,
  rows: Prisma.Sql,
): Promise<void> {
  await tx.$executeRaw`
    WITH wanted AS (${rows}),
    sides AS (
      SELECT ${debit}::ledger_account_kind AS kind, debit_owner AS owner_id FROM wanted WHERE amount_fen > 0
      UNION SELECT ${credit}::ledger_account_kind, credit_owner FROM wanted WHERE amount_fen > 0)
    INSERT INTO ledger_accounts (id, kind, owner_id)
    SELECT ${freshIdSql}, s.kind, s.owner_id FROM sides s
    WHERE NOT EXISTS (SELECT 1 FROM ledger_accounts a WHERE a.kind = s.kind AND a.owner_id = s.owner_id OFFSET 0)
    ORDER BY s.kind, s.owner_id
    ON CONFLICT (kind, owner_id) DO NOTHING`
  if (!mustStayPositive(debit)) return
  // Counted, so that no row has to come here.
  await tx.$executeRaw`
    WITH owners AS MATERIALIZED (SELECT DISTINCT debit_owner FROM (${rows}) AS wanted WHERE amount_fen > 0),
    locked AS (
      SELECT a.id FROM ledger_accounts a
      WHERE a.id = ANY (ARRAY(SELECT ${accountOf(debit, Prisma.sql`o.debit_owner`)} FROM owners o))
      ORDER BY a.id FOR NO KEY UPDATE OF a)
    SELECT count(*) FROM locked`
}

export type PostedFrom = {
  readonly wanted: number
  readonly added: number
  /** The account that is furthest below zero, if any is, and how many are. */
  readonly below: { readonly ownerId: string; readonly balanceFen: Fen; readonly accounts: number } | null
}

/** Adds those whose key is not there yet, and says which account that was taken from falls below zero with them. */
export async function insertTransfersFrom(
  tx: Transaction,
  { kind, debit, credit, causeType, causeId, reason, bookedOn }: ManyTransfers,
  rows: Prisma.Sql,
  actorId: string | null,
): Promise<PostedFrom> {
  const cause = causeId === undefined ? Prisma.sql`w.cause_id` : Prisma.sql`${causeId}::uuid`
  const found = await tx.$queryRaw<
    { wanted: bigint; added: bigint; ownerId: string | null; balance: bigint | null; accounts: bigint }[]
  >`
    WITH wanted AS MATERIALIZED (SELECT w.* FROM (${rows}) AS w WHERE w.amount_fen > 0),
    day AS MATERIALIZED (SELECT booking_day(${bookedOn ?? null}::date) AS day),
    placed AS MATERIALIZED (
      SELECT w.key, ${accountOf(debit, Prisma.sql`w.debit_owner`)} AS debit_id, ${accountOf(credit, Prisma.sql`w.credit_owner`)} AS credit_id,
             w.debit_owner, w.amount_fen, ${cause} AS cause_id
      FROM wanted w),
    added AS (
      INSERT INTO ledger_transfers (id, idempotency_key, kind, debit_account_id, credit_account_id, amount_fen, cause_type, cause_id, reason, actor_id, booked_on)
      SELECT ${freshIdSql}, p.key, ${kind}::ledger_transfer_kind, p.debit_id, p.credit_id, p.amount_fen, ${causeType}, p.cause_id,
             ${reason ?? null}::text, ${actorId}::uuid, day.day
      FROM placed p, day
      ON CONFLICT (idempotency_key) DO NOTHING RETURNING debit_account_id, credit_account_id, amount_fen),
    -- What this statement adds is not in its snapshot.
    moved AS (
      SELECT id, sum(fen) AS fen FROM (
        SELECT debit_account_id AS id, -amount_fen AS fen FROM added UNION ALL SELECT credit_account_id, amount_fen FROM added) AS sides
      GROUP BY id),
    below AS (
      SELECT t.debit_owner AS owner_id, (ledger_balance(t.debit_id) + coalesce(m.fen, 0))::bigint AS balance
      FROM (SELECT DISTINCT debit_id, debit_owner FROM placed) AS t LEFT JOIN moved m ON m.id = t.debit_id
      WHERE ${mustStayPositive(debit)} AND ledger_balance(t.debit_id) + coalesce(m.fen, 0) < 0)
    SELECT (SELECT count(*) FROM placed) AS wanted, (SELECT count(*) FROM added) AS added,
           b.owner_id AS "ownerId", b.balance, (SELECT count(*) FROM below) AS accounts
    FROM (SELECT 1) AS once LEFT JOIN LATERAL (SELECT * FROM below ORDER BY balance, owner_id LIMIT 1) AS b ON true`
  const [row] = found
  return {
    wanted: Number(row?.wanted ?? 0n),
    added: Number(row?.added ?? 0n),
    below:
      row?.ownerId && row.balance !== null
        ? { ownerId: row.ownerId, balanceFen: fenFromBigint(row.balance), accounts: Number(row.accounts) }
        : null,
  }
}

/** Whether a key among them names another transfer, with other accounts or another amount. */
export async function isAnyReused(
  tx: Transaction,
  { debit, credit }: ManyTransfers,
  rows: Prisma.Sql,
): Promise<boolean> {
  const found = await tx.$queryRaw<{ key: string }[]>`
    SELECT w.key FROM (${rows}) AS w
    JOIN ledger_accounts d ON d.kind = ${debit}::ledger_account_kind AND d.owner_id = w.debit_owner
    JOIN ledger_accounts c ON c.kind = ${credit}::ledger_account_kind AND c.owner_id = w.credit_owner
    LEFT JOIN ledger_transfers t ON t.idempotency_key = w.key
    WHERE w.amount_fen > 0 AND (t.debit_account_id IS DISTINCT FROM d.id OR t.credit_account_id IS DISTINCT FROM c.id
                                OR t.amount_fen IS DISTINCT FROM w.amount_fen)
    LIMIT 1`
  return found.length > 0
}
