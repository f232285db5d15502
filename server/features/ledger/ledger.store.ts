import { newId } from '../../core/ids.ts'
import { type Fen, fenFromBigint } from '../../core/money.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { LedgerAccountRef, NewTransfer } from './ledger.rules.ts'

export type PostingAccount = { id: string; kind: LedgerAccountRef['kind']; ownerId: string }

/** The accounts of these owners, made where they are missing, in one statement. */
export async function openAccounts(tx: Transaction, refs: readonly LedgerAccountRef[]): Promise<PostingAccount[]> {
  const wanted = [...new Map(refs.map((ref) => [`${ref.kind}:${ref.ownerId}`, ref])).values()]
  const rows = wanted.map(
    (ref) => Prisma.sql`(${newId()}::uuid, ${ref.kind}::ledger_account_kind, ${ref.ownerId}::uuid)`,
  )
  const found = await tx.$queryRaw<PostingAccount[]>`
    WITH wanted (id, kind, owner_id) AS (VALUES ${Prisma.join(rows)}),
    added AS (
      INSERT INTO ledger_accounts (id, kind, owner_id)
      SELECT id, kind, owner_id FROM wanted w
      WHERE NOT EXISTS (SELECT 1 FROM ledger_accounts a WHERE a.kind = w.kind AND a.owner_id = w.owner_id)
      ON CONFLICT (kind, owner_id) DO NOTHING RETURNING id, kind, owner_id)
    SELECT id, kind::text AS kind, owner_id AS "ownerId" FROM added
    UNION ALL
    SELECT a.id, a.kind::text, a.owner_id FROM ledger_accounts a JOIN wanted w ON w.kind = a.kind AND w.owner_id = a.owner_id`
  if (found.length === wanted.length) return found
  // Somebody else made one at the same moment: it is there now, and this statement's snapshot was older.
  const pairs = wanted.map((ref) => Prisma.sql`(${ref.kind}::ledger_account_kind, ${ref.ownerId}::uuid)`)
  return tx.$queryRaw<PostingAccount[]>`
    SELECT id, kind::text AS kind, owner_id AS "ownerId" FROM ledger_accounts WHERE (kind, owner_id) IN (${Prisma.join(pairs)})`
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
  const rows = transfers.map(
    (one) => Prisma.sql`
      (${newId()}::uuid, ${one.idempotencyKey}, ${one.kind}::ledger_transfer_kind, ${newId()}::uuid, ${one.debit.kind}::ledger_account_kind,
       ${one.debit.ownerId}::uuid, ${newId()}::uuid, ${one.credit.kind}::ledger_account_kind, ${one.credit.ownerId}::uuid,
       ${BigInt(one.amountFen)}::bigint, ${one.causeType}, ${one.causeId}::uuid, ${one.reason ?? null}::text,
       ${one.bookedOn ?? null}::date)`,
  )
  const added = await tx.$queryRaw<{ added: bigint }[]>`
    WITH wanted (id, key, kind, debit_id, debit_kind, debit_owner, credit_id, credit_kind, credit_owner, amount, cause_type, cause_id, reason, day)
      AS (VALUES ${Prisma.join(rows)}),
    sides AS (
      SELECT DISTINCT ON (kind, owner_id) id, kind, owner_id FROM (
        SELECT debit_id AS id, debit_kind AS kind, debit_owner AS owner_id FROM wanted
        UNION ALL SELECT credit_id, credit_kind, credit_owner FROM wanted) AS each_side),
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

/** Locks accounts in the order of their ids, so that two postings that take from the same ones wait instead of dead-locking. */
export async function lockAccounts(tx: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.$queryRaw`SELECT id FROM ledger_accounts WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`
}

/** Credits less debits of an account. */
export async function accountBalance(tx: Readable, accountId: string): Promise<Fen> {
  const rows = await tx.$queryRaw<{ balance: bigint }[]>`SELECT ledger_balance(${accountId}::uuid) AS balance`
  return fenFromBigint(rows[0]?.balance ?? 0n)
}

/** The same of an account that is named by what owns it; one that nothing was posted to holds nothing. */
export async function balanceOf(db: Readable, ref: LedgerAccountRef): Promise<Fen> {
  const rows = await db.$queryRaw<{ balance: bigint }[]>`
    SELECT ledger_balance(id) AS balance FROM ledger_accounts
    WHERE kind = ${ref.kind}::ledger_account_kind AND owner_id = ${ref.ownerId}::uuid`
  return fenFromBigint(rows[0]?.balance ?? 0n)
}

export type PostedTransfer = {
  idempotencyKey: string
  debitAccountId: string
  creditAccountId: string
  amountFen: bigint
}

export type TransferToInsert = {
  readonly transfer: NewTransfer
  readonly debitAccountId: string
  readonly creditAccountId: string
}

/** Adds those whose key is not there yet, in one statement; returns the ones that were there before. */
export async function insertTransfers(
  tx: Transaction,
  transfers: readonly TransferToInsert[],
  actorId: string | null,
): Promise<PostedTransfer[]> {
  const rows = transfers.map(
    ({ transfer, debitAccountId, creditAccountId }) => Prisma.sql`
      (${newId()}::uuid, ${transfer.idempotencyKey}, ${transfer.kind}::ledger_transfer_kind, ${debitAccountId}::uuid,
       ${creditAccountId}::uuid, ${BigInt(transfer.amountFen)}, ${transfer.causeType}, ${transfer.causeId}::uuid,
       ${transfer.reason ?? null}, ${actorId}::uuid, booking_day(${transfer.bookedOn ?? null}::date))`,
  )
  const added = await tx.$queryRaw<{ key: string }[]>`
    INSERT INTO ledger_transfers (id, idempotency_key, kind, debit_account_id, credit_account_id, amount_fen, cause_type, cause_id, reason, actor_id, booked_on)
    VALUES ${Prisma.join(rows)}
    ON CONFLICT (idempotency_key) DO NOTHING RETURNING idempotency_key AS key`
  const fresh = new Set(added.map(({ key }) => key))
  const known = transfers.map(({ transfer }) => transfer.idempotencyKey).filter((key) => !fresh.has(key))
  return known.length === 0 ? [] : tx.ledgerTransfer.findMany({ where: { idempotencyKey: { in: known } } })
}
