import { newId } from '../../core/ids.ts'
import { type Fen, fenFromBigint } from '../../core/money.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import type { LedgerAccountRef, NewTransfer } from './ledger.rules.ts'

/** Makes the account of an owner where it is missing; waits for whoever makes it at the same moment. */
export async function openAccount(tx: Transaction, { kind, ownerId }: LedgerAccountRef): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO ledger_accounts (id, kind, owner_id)
    SELECT ${newId()}::uuid, ${kind}::ledger_account_kind, ${ownerId}::uuid
    WHERE NOT EXISTS (SELECT 1 FROM ledger_accounts WHERE kind = ${kind}::ledger_account_kind AND owner_id = ${ownerId}::uuid)
    ON CONFLICT (kind, owner_id) DO NOTHING`
}

/**
 * Locks the account of an owner until the transaction ends. Not against the look of a foreign key: who only adds to it does
 * not wait.
 */
export async function lockAccount(tx: Transaction, { kind, ownerId }: LedgerAccountRef): Promise<void> {
  await tx.$queryRaw`
    SELECT id FROM ledger_accounts WHERE kind = ${kind}::ledger_account_kind AND owner_id = ${ownerId}::uuid FOR NO KEY UPDATE`
}

/** Credits less debits of an account; one that nothing was posted to holds nothing. */
export async function balanceOf(db: Readable, ref: LedgerAccountRef): Promise<Fen> {
  const rows = await db.$queryRaw<{ balance: bigint }[]>`
    SELECT ledger_balance(id) AS balance FROM ledger_accounts
    WHERE kind = ${ref.kind}::ledger_account_kind AND owner_id = ${ref.ownerId}::uuid`
  return fenFromBigint(rows[0]?.balance ?? 0n)
}

export type Posted = {
  /** How many were not there before. */
  readonly added: number
  /** Whether a key names another transfer, with other accounts or another amount. */
  readonly reused: boolean
  /** The least that an account holds with them that must stay positive and is taken from; null where there is none. */
  readonly lowestFen: Fen | null
}

/** Does what `ledger_post` says (prisma/migrations/20261125000000_ledger_post): one question and answer, its plans kept. */
export async function addTransfers(
  tx: Transaction,
  transfers: readonly NewTransfer[],
  actorId: string | null,
): Promise<Posted> {
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
  const found = await tx.$queryRaw<{ added: number; reused: boolean; lowest: bigint | null }[]>`/* kept: ledger-post */
    SELECT added, reused, lowest_fen AS lowest FROM ledger_post(${JSON.stringify(rows)}::json, ${actorId}::uuid)`
  const [row] = found
  if (!row) throw new Error('ledger_post gave no answer')
  return { ...row, lowestFen: row.lowest === null ? null : fenFromBigint(row.lowest) }
}
