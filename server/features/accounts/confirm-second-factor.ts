import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import type { Entered } from './accounts.schema.ts'
import { confirmTotpSecret, findAccount } from './accounts.store.ts'
import { refuseUnlessReady } from './begin-second-factor.ts'
import { deviceNonceFor } from './device-token.ts'
import { loadEntered } from './load-me.ts'
import type { SignedIn } from './load-session.ts'
import type { Client } from './open-session.ts'
import { issueRecoveryCodes } from './renew-recovery-codes.ts'
import { checkTotp } from './second-factor.ts'
import { hashToken, newToken } from './session-token.ts'
import { renewSession } from './sessions.store.ts'
import { secondFactorBucket } from './throttle.rules.ts'
import { countTries, forgiveTries } from './throttle-tries.ts'

/**
 * Takes the authenticator into use with a code from it, and hands out the recovery codes, this once. The session gets a
 * new token; other sessions of the account have to enter a code too. Throws `secondFactorWrong`, `tooManyAttempts`,
 * `conflict` when nothing was begun or it is in use already.
 */
export async function confirmSecondFactor(
  deps: Deps,
  client: Client,
  signedIn: SignedIn,
  input: { code: string },
): Promise<{ answer: Entered & { recoveryCodes: string[] }; sessionToken: string }> {
  const { actor, sessionId } = signedIn
  refuseUnlessReady(signedIn)
  const now = deps.clock.now()
  const account = await findAccount(deps.db, actor.accountId)
  const sealed = account?.totpSecret
  if (!account || !sealed || account.totpConfirmedAt) throw new AppError('conflict')
  const nonce = deviceNonceFor(deps.secrets, client.deviceToken, account.id, now)
  const tries = await countTries(deps, [secondFactorBucket(account.id, nonce)])
  const step = checkTotp(deps, account, input.code)
  if (step === null) throw new AppError('secondFactorWrong')

  const sessionToken = newToken()
  const recoveryCodes = await inTransaction(deps, async (tx) => {
    if (!(await confirmTotpSecret(tx, account.id, sealed, step, now))) throw new AppError('conflict')
    const codes = await issueRecoveryCodes(deps, tx, account.id)
    if (!(await renewSession(tx, sessionId, hashToken(sessionToken), { secondFactorAt: now })))
      throw new AppError('notSignedIn')
    await writeAudit(tx, actor, {
      action: 'account.secondFactorConfirmed',
      subjectType: 'account',
      subjectId: account.id,
      organisationId: null,
    })
    await forgiveTries(tx, tries)
    return codes
  })
  return { answer: { ...(await loadEntered(deps, sessionToken, actor.ip)), recoveryCodes }, sessionToken }
}
