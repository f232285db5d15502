import type { Deps } from '../../deps.ts'
import { findAccountByNames } from './accounts.store.ts'
import { logInNameOf } from './log-in-names.rules.ts'

export type FoundAccount = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly mustChangePassword: boolean
}

/** The account that logs in with this mobile, or null. What somebody merely noted in their profile does not count: anybody could. */
export async function findAccountByMobile(
  deps: Pick<Deps, 'db' | 'secrets'>,
  mobile: string,
): Promise<FoundAccount | null> {
  return findAccountByNames(deps.db, [logInNameOf('mobile', mobile, deps.secrets)])
}
