import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import type { Entered, LogInInput } from './accounts.schema.ts'
import { findAccountByNames, holdAccount } from './accounts.store.ts'
import { deviceNonceFor } from './device-token.ts'
import type { SignedIn } from './load-session.ts'
import { candidateLogInNames } from './log-in-names.rules.ts'
import { answerEntrant, type Client, judgeEntrant, openSession, type WithCookies } from './open-session.ts'
import { verifyPassword } from './passwords.ts'
import { logInBuckets, networkOf } from './throttle.rules.ts'
import { countTries, forgiveTries } from './throttle-tries.ts'

/**
 * Opens a session for a name of any kind and its password. An unknown name and a wrong password are one answer,
 * `logInRefused`, in the same time. Only who knows the password learns more: `accountDisabled`,
 * `organisationDisabled` (organisation) or `oneTimePasswordExpired`. Throws `tooManyAttempts`
 * (throttle.rules.ts) before the password is looked at. `replaced` is the browser's present session: it ends.
 */
export async function logIn(
  deps: Deps,
  client: Client,
  replaced: SignedIn | null,
  input: LogInInput,
): Promise<WithCookies<Entered>> {
  const now = deps.clock.now()
  const names = candidateLogInNames(input.name, deps.secrets)
  const account = await findAccountByNames(deps.db, names)
  const network = networkOf(client.ip)
  const tries = await countTries(
    deps,
    logInBuckets({
      nameHash: deps.secrets.hash(`name:${names[0] ?? ''}`),
      network,
      deviceNonce: account && deviceNonceFor(deps.secrets, client.deviceToken, account.id, now),
    }),
  )
  const right = await verifyPassword(deps, account, input.password)
  if (!account || !right) {
    deps.logger.warn('logIn.refused', { accountId: account?.id ?? null, network })
    throw new AppError('logInRefused')
  }

  const entrant = await judgeEntrant(deps, client, account).catch(async (error: unknown) => {
    if (error instanceof AppError) await forgiveTries(deps.db, tries)
    throw error
  })
  const sessionToken = await inTransaction(deps, async (tx) => {
    const held = await holdAccount(tx, account.id)
    // Disabled or reset while the password was being compared.
    if (!held?.enabled || held.passwordHash !== account.passwordHash) throw new AppError('logInRefused')
    const token = await openSession(deps, tx, client, replaced, entrant)
    await forgiveTries(tx, tries)
    return token
  })
  return answerEntrant(deps, client, entrant, sessionToken)
}
