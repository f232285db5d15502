import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { gateOf, sessionEnd, sessionLimits } from './accounts.rules.ts'
import type { Entered } from './accounts.schema.ts'
import { type AccountRow, findAccount, spendRecoveryCode, spendTotpStep } from './accounts.store.ts'
import { deviceNonceFor, grantDevice } from './device-token.ts'
import { loadEntered } from './load-me.ts'
import type { SignedIn } from './load-session.ts'
import type { Client, WithCookies } from './open-session.ts'
import { recoveryCodeHash } from './passwords.ts'
import { checkTotp } from './second-factor.ts'
import { hashToken, newToken } from './session-token.ts'
import { renewSession } from './sessions.store.ts'
import { secondFactorBucket } from './throttle.rules.ts'
import { countTries, forgiveTries } from './throttle-tries.ts'
import { normaliseTotp } from './totp.rules.ts'

/**
 * The second step of a log-in: a code from the authenticator, or a recovery code; each works once, also when it is sent
 * twice at the same moment. The session gets a new token and its full length. Throws `secondFactorWrong`,
 * `tooManyAttempts`, `conflict` when the session does not wait for one.
 */
export async function enterSecondFactor(
  deps: Deps,
  client: Client,
  signedIn: SignedIn,
  input: { code: string },
): Promise<WithCookies<Entered & { usedRecoveryCode: boolean }>> {
  const { actor, sessionId, signedInAt } = signedIn
  if (signedIn.gate !== 'secondFactor') throw new AppError('conflict')
  const now = deps.clock.now()
  const account = await findAccount(deps.db, actor.accountId)
  if (!account) throw new AppError('notSignedIn')
  const nonce = deviceNonceFor(deps.secrets, client.deviceToken, account.id, now)
  const tries = await countTries(deps, [secondFactorBucket(account.id, nonce)])

  const sessionToken = newToken()
  const { staffRoles, mustChangePassword } = account
  const gate = gateOf({
    staffRoles,
    mustChangePassword,
    totpConfirmed: true,
    secondFactorDone: true,
    staffTotp: deps.settings.staffTotp,
  })
  const expiresAt = sessionEnd(sessionLimits(staffRoles, gate), signedInAt, now)
  const usedRecoveryCode = await inTransaction(deps, async (tx) => {
    const spent = await spend(deps, tx, account, input.code, now)
    const change = { secondFactorAt: now, expiresAt }
    if (!(await renewSession(tx, sessionId, hashToken(sessionToken), change))) throw new AppError('notSignedIn')
    await writeAudit(tx, actor, {
      action: 'account.secondFactorEntered',
      subjectType: 'account',
      subjectId: account.id,
      organisationId: null,
      after: { sessionId, by: spent },
    })
    await forgiveTries(tx, tries)
    return spent === 'recoveryCode'
  })
  return {
    answer: { ...(await loadEntered(deps, sessionToken, actor.ip)), usedRecoveryCode },
    sessionToken,
    deviceToken: grantDevice(deps.secrets, client.deviceToken, account.id, now),
  }
}

/** Uses the code up; throws `secondFactorWrong` when it is none, or was used. */
async function spend(
  deps: Deps,
  tx: Transaction,
  account: AccountRow,
  typed: string,
  now: Date,
): Promise<'authenticator' | 'recoveryCode'> {
  if (normaliseTotp(typed) === null) {
    if (await spendRecoveryCode(tx, account.id, recoveryCodeHash(deps, account.id, typed), now)) return 'recoveryCode'
  } else {
    const step = checkTotp(deps, account, typed)
    if (step !== null && (await spendTotpStep(tx, account.id, step))) return 'authenticator'
  }
  throw new AppError('secondFactorWrong')
}
