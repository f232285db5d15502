import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Prisma, Transaction } from '../../platform/database.ts'
import { checkKinds } from './ledger.rules.ts'
import { insertTransfersFrom, isAnyReused, type ManyTransfers, openAccountsOf } from './posting-from.store.ts'

export type { ManyTransfers } from './posting-from.store.ts'

/**
 * Posts what a SELECT gives, however many, in the caller's transaction: all or none, in three statements. `rows` has the
 * columns `key text, debit_owner uuid, credit_owner uuid, amount_fen bigint`, and `cause_id uuid` where `causeId` is not
 * given; it is asked several times and has to give the same each time. Amounts of 0 are not posted. Returns how many were
 * not there before. Throws `idempotencyKeyReused` when a key names another transfer, and `balanceTooLow` with the account
 * that is furthest below zero (kind, ownerId, balanceFen) and how many are (accounts).
 */
export async function postTransfersFrom(
  tx: Transaction,
  actor: Actor,
  common: ManyTransfers,
  rows: Prisma.Sql,
): Promise<number> {
  checkKinds(common.kind, common.debit, common.credit, common.reason)
  await openAccountsOf(tx, common, rows)
  const actorId = actor.kind === 'account' ? actor.accountId : null
  const { wanted, added, below } = await insertTransfersFrom(tx, common, rows, actorId)
  if (added < wanted && (await isAnyReused(tx, common, rows))) throw new AppError('idempotencyKeyReused')
  if (below) throw new AppError('balanceTooLow', { kind: common.debit, ...below })
  return added
}
