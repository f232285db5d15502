import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Transaction } from '../../platform/database.ts'
import { checkDirection, type NewTransfer } from './ledger.rules.ts'
import { addTransfers } from './ledger.store.ts'

/**
 * Posts transfers in the caller's transaction, all or none. A transfer whose key was posted before is left as it is, and
 * must be the same one: else `idempotencyKeyReused`. Throws `balanceTooLow` when an account that must stay positive would
 * go below zero; the transfers stand in the transaction then, which has to end with it.
 */
export async function postTransfers(tx: Transaction, actor: Actor, transfers: readonly NewTransfer[]): Promise<void> {
  if (transfers.length === 0) return
  for (const transfer of transfers) checkDirection(transfer)
  const actorId = actor.kind === 'account' ? actor.accountId : null
  const { reused, lowestFen } = await addTransfers(tx, transfers, actorId)
  if (reused) throw new AppError('idempotencyKeyReused')
  if (lowestFen !== null && lowestFen < 0) throw new AppError('balanceTooLow')
}
