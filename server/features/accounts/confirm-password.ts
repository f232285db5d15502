import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import type { AccountRow } from './accounts.store.ts'
import type { SignedIn } from './load-session.ts'
import { verifyPassword } from './passwords.ts'
import { confirmationBucket } from './throttle.rules.ts'
import { countTries, forgiveTries } from './throttle-tries.ts'

/**
 * Asks somebody signed in for their password once more, before what a thief of the session must not do. Throws
 * `passwordWrong`, or `tooManyAttempts` after a few.
 */
export async function confirmPassword(
  deps: Deps,
  signedIn: SignedIn,
  account: AccountRow,
  typed: string,
): Promise<void> {
  const tries = await countTries(deps, [confirmationBucket(signedIn.sessionId)])
  if (!(await verifyPassword(deps, account, typed))) throw new AppError('passwordWrong', { needed: false })
  await forgiveTries(deps.db, tries)
}
