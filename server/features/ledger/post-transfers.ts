import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Transaction } from '../../platform/database.ts'
import { checkDirection, mustStayPositive, type NewTransfer } from './ledger.rules.ts'
import { addTransfersAtOnce, insertTransfers, isReused, lockAccounts, openAccounts } from './ledger.store.ts'

/**
 * Posts transfers in the caller's transaction, all or none. A transfer whose key was posted before is left as it is, and
 * must be the same one: else `idempotencyKeyReused`. Throws `balanceTooLow` when an account that must stay positive would
 * go below zero; the transfers stand in the transaction then, which has to end with it.
 */
export async function postTransfers(tx: Transaction, actor: Actor, transfers: readonly NewTransfer[]): Promise<void> {
  if (transfers.length === 0) return
  for (const transfer of transfers) checkDirection(transfer)
  const actorId = actor.kind === 'account' ? actor.accountId : null
  // Only what is taken from can fall below zero: money that comes in waits for nobody, however many it comes for.
  const taken = transfers.map(({ debit }) => debit).filter(({ kind }) => mustStayPositive(kind))
  if (taken.length === 0 && (await addTransfersAtOnce(tx, transfers, actorId))) return
  // Two statements where the accounts are there: the locks, and then a look that is younger than they are.
  if (taken.length > 0) await lockAccounts(tx, taken)
  let { added, lowestFen } = await insertTransfers(tx, transfers, actorId)
  if (added < transfers.length) {
    await openAccounts(
      tx,
      transfers.flatMap(({ debit, credit }) => [debit, credit]),
    )
    if (taken.length > 0) await lockAccounts(tx, taken)
    const rest = await insertTransfers(tx, transfers, actorId)
    added += rest.added
    lowestFen = rest.lowestFen
  }
  if (added < transfers.length && (await isReused(tx, transfers))) throw new AppError('idempotencyKeyReused')
  if (lowestFen !== null && lowestFen < 0) throw new AppError('balanceTooLow')
}
