import type { Fen } from '../../core/money.ts'
import type { Readable } from '../../platform/database.ts'
import type { LedgerAccountRef } from './ledger.rules.ts'
import { balanceOf } from './ledger.store.ts'

/** What an account of the ledger holds now: credits less debits. Nothing is locked; posting is what refuses. */
export async function loadBalance(db: Readable, account: LedgerAccountRef): Promise<Fen> {
  return balanceOf(db, account)
}
