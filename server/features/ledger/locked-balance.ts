import { type Fen, zeroFen } from '../../core/money.ts'
import type { Transaction } from '../../platform/database.ts'
import type { LedgerAccountRef } from './ledger.rules.ts'
import { accountBalance, lockAccounts, openAccounts } from './ledger.store.ts'

/** What an account holds, locked until the transaction ends, so that what is decided on the balance stays true. */
export async function loadLockedBalance(tx: Transaction, ref: LedgerAccountRef): Promise<Fen> {
  const [account] = await openAccounts(tx, [ref])
  if (account) await lockAccounts(tx, [account.id])
  return account ? accountBalance(tx, account.id) : zeroFen
}
