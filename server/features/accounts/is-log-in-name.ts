import type { Readable } from '../../platform/database.ts'
import { findAccountByNames } from './accounts.store.ts'

/** Whether somebody logs in with this already; `value` as log-in-names.rules.ts stores it. */
export async function isLogInName(db: Readable, value: string): Promise<boolean> {
  return (await findAccountByNames(db, [value])) !== null
}
