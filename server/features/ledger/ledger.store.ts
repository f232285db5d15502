import { newId } from '../../core/ids.ts'
import { type Fen, fenFromBigint } from '../../core/money.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { LedgerAccountRef, NewTransfer } from './ledger.rules.ts'

export type LockedAccount = { id: string; kind: LedgerAccountRef['kind']; ownerId: string }

/**
 * Makes the accounts that are missing and locks them all, in the order of their ids, so that two postings that share
 * accounts wait for each other instead of dead-locking.
 */
export async function lockAccounts(tx: Transaction, refs: readonly LedgerAccountRef[]): Promise<LockedAccount[]> {
  const wanted = [...new Map(refs.map((ref) => [`${ref.kind}:${ref.ownerId}`, ref])).values()]
  await tx.ledgerAccount.createMany({
    data: wanted.map((ref) => ({ id: newId(), kind: ref.kind, ownerId: ref.ownerId })),
    skipDuplicates: true,
  })
  const pairs = wanted.map((ref) => Prisma.sql`(${ref.kind}::ledger_account_kind, ${ref.ownerId}::uuid)`)
  return tx.$queryRaw<LockedAccount[]>`
    SELECT id, kind::text AS kind, owner_id AS "ownerId" FROM ledger_accounts
    WHERE (kind, owner_id) IN (${Prisma.join(pairs)}) ORDER BY id FOR UPDATE`
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

/** Adds the transfer unless one with its key is there; returns the one that was there, or null when this one is new. */
export async function insertTransfer(
  tx: Transaction,
  transfer: NewTransfer,
  debitAccountId: string,
  creditAccountId: string,
  actorId: string | null,
): Promise<PostedTransfer | null> {
  const added = await tx.ledgerTransfer.createMany({
    data: {
      id: newId(),
      idempotencyKey: transfer.idempotencyKey,
      kind: transfer.kind,
      debitAccountId,
      creditAccountId,
      amountFen: BigInt(transfer.amountFen),
      causeType: transfer.causeType,
      causeId: transfer.causeId,
      reason: transfer.reason ?? null,
      actorId,
    },
    skipDuplicates: true,
  })
  if (added.count === 1) return null
  return tx.ledgerTransfer.findUniqueOrThrow({ where: { idempotencyKey: transfer.idempotencyKey } })
}
