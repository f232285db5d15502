import type { Deps } from '../../deps.ts'
import { findAccount, findFirstAdmin, findLogInNames } from './accounts.store.ts'
import { firstPasswordFor, hashOneTimePassword } from './passwords.ts'

/**
 * The account that an organisation was registered with, and its first password, to be shown again to whoever made it;
 * null once somebody took the account into use or the password was reset.
 */
export async function findFirstAccount(
  deps: Pick<Deps, 'db' | 'secrets'>,
  organisationId: string,
): Promise<{ accountId: string; logInNames: string[]; oneTimePassword: string } | null> {
  const accountId = await findFirstAdmin(deps.db, organisationId)
  const account = accountId === null ? null : await findAccount(deps.db, accountId)
  if (!account?.mustChangePassword) return null
  const oneTimePassword = firstPasswordFor(deps, account.id)
  if (account.passwordHash !== hashOneTimePassword(deps, oneTimePassword)) return null
  return { accountId: account.id, logInNames: await findLogInNames(deps.db, account.id), oneTimePassword }
}
