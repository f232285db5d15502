import { newId } from '../../core/ids.ts'
import { type Fen, fenFromBigint } from '../../core/money.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { LedgerAccountRef, NewTransfer } from './ledger.rules.ts'

const nameOf = ({ kind, ownerId }: LedgerAccountRef) => `${kind}:${ownerId}`

function distinct(refs: readonly LedgerAccountRef[]): LedgerAccountRef[] {
  return [...new Map(refs.map((ref) => [nameOf(ref), ref])).values()]
}

/**
 * What is posted comes as one JSON value: whatever there is of it, the statement is the same, so that the connection can
 * keep its plan. The limit is what it is planned for; more rows than that are planned for each time.
 */
const fewRows = 4
const few = (rows: readonly unknown[]) => rows.length <= fewRows
const keptAs = (name: string, rows: readonly unknown[]) => Prisma.raw(few(rows) ? `/* kept: ${name} */` : '')
const limitOf = (rows: readonly unknown[]) => Prisma.raw(few(rows) ? `LIMIT ${fewRows}` : '')

/** As a relation of (id, kind, owner_id), with an id for an account that has to be made. */
function refsSql(refs: readonly LedgerAccountRef[], isNew = false): Prisma.Sql {
  const rows = refs.map(({ kind, ownerId }) => ({ id: isNew ? newId() : undefined, kind, owner_id: ownerId }))
  return Prisma.sql`(SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json) AS u(id uuid, kind ledger_account_kind, owner_id uuid) ${limitOf(refs)})`
}

/**
 * Locks the accounts of these owners until the transaction ends, in the order of their ids, so that two postings that take
 * from the same ones wait instead of dead-locking. Not against the look of a foreign key: who only adds to one of them
 * does not wait. Those that are not there are left out.
 */
export async function lockAccounts(tx: Transaction, refs: readonly LedgerAccountRef[]): Promise<void> {
  const wanted = distinct(refs)
  await tx.$queryRaw`${keptAs('ledger-lock', wanted)}
    SELECT a.id FROM ${refsSql(wanted)} AS w
    JOIN ledger_accounts a ON a.kind = w.kind AND a.owner_id = w.owner_id ORDER BY a.id FOR NO KEY UPDATE OF a`
}

/** Makes the accounts of these owners where they are missing; waits for whoever makes one at the same moment. */
export async function openAccounts(tx: Transaction, refs: readonly LedgerAccountRef[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO ledger_accounts (id, kind, owner_id)
    SELECT w.id, w.kind, w.owner_id FROM ${refsSql(distinct(refs), true)} AS w
    WHERE NOT EXISTS (SELECT 1 FROM ledger_accounts a WHERE a.kind = w.kind AND a.owner_id = w.owner_id)
    ORDER BY w.kind, w.owner_id
    ON CONFLICT (kind, owner_id) DO NOTHING`
}

/** Transfers as a relation. */
function transfersSql(transfers: readonly NewTransfer[]): Prisma.Sql {
  const rows = transfers.map((one) => ({
    id: newId(),
    key: one.idempotencyKey,
    kind: one.kind,
    debit_kind: one.debit.kind,
    debit_owner: one.debit.ownerId,
    credit_kind: one.credit.kind,
    credit_owner: one.credit.ownerId,
    amount: one.amountFen,
    cause_type: one.causeType,
    cause_id: one.causeId,
    reason: one.reason,
    day: one.bookedOn,
  }))
  return Prisma.sql`(
    SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json) AS u(
      id uuid, key text, kind ledger_transfer_kind, debit_kind ledger_account_kind, debit_owner uuid, credit_kind ledger_account_kind,
      credit_owner uuid, amount bigint, cause_type text, cause_id uuid, reason text, day date) ${limitOf(transfers)})`
}

/**
 * Opens the accounts that are missing and adds the transfers in one statement. False, with nothing done, when a transfer
 * was posted before or somebody else is opening one of the accounts: then it takes the steps one by one.
 */
export async function addTransfersAtOnce(
  tx: Transaction,
  transfers: readonly NewTransfer[],
  actorId: string | null,
): Promise<boolean> {
  const sides = distinct(transfers.flatMap(({ debit, credit }) => [debit, credit]))
  const added = await tx.$queryRaw<
    { added: bigint }[]
  >`${keptAs('ledger-add', transfers.length > sides.length ? transfers : sides)}
    WITH wanted AS ${transfersSql(transfers)},
    sides AS ${refsSql(sides, true)},
    known AS (SELECT a.id, a.kind, a.owner_id FROM ledger_accounts a JOIN sides s ON s.kind = a.kind AND s.owner_id = a.owner_id),
    fresh AS (
      SELECT NOT EXISTS (SELECT 1 FROM ledger_transfers t JOIN wanted w ON w.key = t.idempotency_key) AS yes),
    opened AS (
      INSERT INTO ledger_accounts (id, kind, owner_id)
      SELECT s.id, s.kind, s.owner_id FROM sides s, fresh
      WHERE fresh.yes AND NOT EXISTS (SELECT 1 FROM known k WHERE k.kind = s.kind AND k.owner_id = s.owner_id)
      ON CONFLICT (kind, owner_id) DO NOTHING RETURNING id, kind, owner_id),
    accounts AS (SELECT * FROM known UNION ALL SELECT * FROM opened),
    whole AS (SELECT (SELECT count(*) FROM accounts) = (SELECT count(*) FROM sides) AND fresh.yes AS yes FROM fresh),
    added AS (
      INSERT INTO ledger_transfers (id, idempotency_key, kind, debit_account_id, credit_account_id, amount_fen, cause_type, cause_id, reason, actor_id, booked_on)
      SELECT w.id, w.key, w.kind, d.id, c.id, w.amount, w.cause_type, w.cause_id, w.reason, ${actorId}::uuid, booking_day(w.day)
      FROM wanted w
      JOIN accounts d ON d.kind = w.debit_kind AND d.owner_id = w.debit_owner
      JOIN accounts c ON c.kind = w.credit_kind AND c.owner_id = w.credit_owner
      JOIN whole ON whole.yes
      ON CONFLICT (idempotency_key) DO NOTHING RETURNING 1)
    SELECT count(*) AS added FROM added`
  return Number(added[0]?.added ?? 0n) === transfers.length
}

/** Credits less debits of an account; one that nothing was posted to holds nothing. */
export async function balanceOf(db: Readable, ref: LedgerAccountRef): Promise<Fen> {
  const rows = await db.$queryRaw<{ balance: bigint }[]>`
    SELECT ledger_balance(id) AS balance FROM ledger_accounts
    WHERE kind = ${ref.kind}::ledger_account_kind AND owner_id = ${ref.ownerId}::uuid`
  return fenFromBigint(rows[0]?.balance ?? 0n)
}

export type Posted = {
  /** How many were not there before. Fewer than were given: posted before, or an account is missing. */
  readonly added: number
  /** The least that an account holds with them that must stay positive and is taken from; null where there is none. */
  readonly lowestFen: Fen | null
}

/**
 * Adds those whose accounts are there and whose key is not, and says what the accounts hold then that they are taken from,
 * which the caller has locked before: one statement, whose snapshot is younger than the locks.
 */
export async function insertTransfers(
  tx: Transaction,
  transfers: readonly NewTransfer[],
  actorId: string | null,
): Promise<Posted> {
  const [row] = await tx.$queryRaw<{ added: bigint; lowest: bigint | null }[]>`${keptAs('ledger-insert', transfers)}
    WITH placed AS MATERIALIZED (
      SELECT w.*, d.id AS debit_id, c.id AS credit_id FROM ${transfersSql(transfers)} AS w
      JOIN ledger_accounts d ON d.kind = w.debit_kind AND d.owner_id = w.debit_owner
      JOIN ledger_accounts c ON c.kind = w.credit_kind AND c.owner_id = w.credit_owner),
    added AS (
      INSERT INTO ledger_transfers (id, idempotency_key, kind, debit_account_id, credit_account_id, amount_fen, cause_type, cause_id, reason, actor_id, booked_on)
      SELECT w.id, w.key, w.kind, w.debit_id, w.credit_id, w.amount, w.cause_type, w.cause_id, w.reason, ${actorId}::uuid, booking_day(w.day)
      FROM placed w
      ON CONFLICT (idempotency_key) DO NOTHING RETURNING debit_account_id, credit_account_id, amount_fen),
    -- What this statement adds is not in its snapshot.
    moved AS (
      SELECT id, sum(fen) AS fen FROM (
        SELECT debit_account_id AS id, -amount_fen AS fen FROM added UNION ALL SELECT credit_account_id, amount_fen FROM added) AS sides
      GROUP BY id)
    SELECT (SELECT count(*) FROM added) AS added,
           (SELECT min(ledger_balance(t.id) + coalesce(m.fen, 0))::bigint
            FROM (SELECT DISTINCT debit_id AS id FROM placed WHERE debit_kind NOT IN ('bank', 'gateway', 'cardIssue')) AS t
            LEFT JOIN moved m ON m.id = t.id) AS lowest`
  const lowest = row?.lowest ?? null
  return { added: Number(row?.added ?? 0n), lowestFen: lowest === null ? null : fenFromBigint(lowest) }
}

/** Whether a key of these transfers names another one, with other accounts or another amount. */
export async function isReused(tx: Transaction, transfers: readonly NewTransfer[]): Promise<boolean> {
  const found = await tx.$queryRaw<{ key: string }[]>`
    SELECT w.key FROM ${transfersSql(transfers)} AS w
    JOIN ledger_accounts d ON d.kind = w.debit_kind AND d.owner_id = w.debit_owner
    JOIN ledger_accounts c ON c.kind = w.credit_kind AND c.owner_id = w.credit_owner
    LEFT JOIN ledger_transfers t ON t.idempotency_key = w.key
    WHERE t.debit_account_id IS DISTINCT FROM d.id OR t.credit_account_id IS DISTINCT FROM c.id OR t.amount_fen IS DISTINCT FROM w.amount
    LIMIT 1`
  return found.length > 0
}
