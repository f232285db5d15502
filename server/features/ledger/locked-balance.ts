import type { Fen } from '../../core/money.ts'
import type { Transaction } from '../../platform/database.ts'
import type { LedgerAccountRef } from './ledger.rules.ts'
import { balanceOf, lockAccount, openAccount } from './ledger.store.ts'

/** What an account holds, locked until the transaction ends, so that what is decided on the balance stays true. */
export async function loadLockedBalance(tx: Transaction, ref: LedgerAccountRef): Promise<Fen> {
  await openAccount(tx, ref)
  await lockAccount(tx, ref)
  return balanceOf(tx, ref)
}
