import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Transaction } from '../../platform/database.ts'
import { checkDirection, mustStayPositive, type NewTransfer } from './ledger.rules.ts'
import { accountBalance, addTransfersAtOnce, insertTransfers, lockAccounts, openAccounts } from './ledger.store.ts'

/**
 * Posts transfers in the caller's transaction, all or none. A transfer whose key was posted before is left as it is, and
 * must be the same one: else `idempotencyKeyReused`. Throws `balanceTooLow` when an order or a credit would go below zero.
 */
export async function postTransfers(tx: Transaction, actor: Actor, transfers: readonly NewTransfer[]): Promise<void> {
  if (transfers.length === 0) return
  for (const transfer of transfers) checkDirection(transfer)
  const actorId = actor.kind === 'account' ? actor.accountId : null
  // Only what is taken from can fall below zero: money that comes in waits for nobody, however many it comes for.
  const comesIn = !transfers.some(({ debit }) => mustStayPositive(debit.kind))
  if (comesIn && (await addTransfersAtOnce(tx, transfers, actorId))) return
  const accounts = await openAccounts(
    tx,
    transfers.flatMap((transfer) => [transfer.debit, transfer.credit]),
  )
  const find = (ref: NewTransfer['debit']) => {
    const account = accounts.find((candidate) => candidate.kind === ref.kind && candidate.ownerId === ref.ownerId)
    if (!account) throw new Error(`ledger account ${ref.kind}:${ref.ownerId} was not opened`)
    return account
  }
  const spent = new Set(
    transfers.filter(({ debit }) => mustStayPositive(debit.kind)).map(({ debit }) => find(debit).id),
  )
  await lockAccounts(tx, [...spent])
  const rows = transfers.map((transfer) => ({
    transfer,
    debitAccountId: find(transfer.debit).id,
    creditAccountId: find(transfer.credit).id,
  }))
  for (const posted of await insertTransfers(tx, rows, actorId)) {
    const wanted = rows.find(({ transfer }) => transfer.idempotencyKey === posted.idempotencyKey)
    const same =
      posted.debitAccountId === wanted?.debitAccountId &&
      posted.creditAccountId === wanted.creditAccountId &&
      posted.amountFen === BigInt(wanted.transfer.amountFen)
    if (!same) throw new AppError('idempotencyKeyReused')
  }
  for (const accountId of spent) {
    if ((await accountBalance(tx, accountId)) < 0) throw new AppError('balanceTooLow')
  }
}
