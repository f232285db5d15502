import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { chooseOrganisation, gateOf, judgeLogIn, sessionEnd, sessionLimits } from './accounts.rules.ts'
import type { Entered, LogInInput } from './accounts.schema.ts'
import { findAccountByNames, findAdministered, holdAccount } from './accounts.store.ts'
import { deviceNonceFor, grantDevice } from './device-token.ts'
import { loadEntered } from './load-me.ts'
import type { SignedIn } from './load-session.ts'
import { candidateLogInNames } from './log-in-names.rules.ts'
import { verifyPassword } from './passwords.ts'
import { hashToken, newToken } from './session-token.ts'
import { dropSessionsEndedBefore, findLastActedFor, insertSession, revokeSession } from './sessions.store.ts'
import { logInBuckets, networkOf } from './throttle.rules.ts'
import { countTries, forgiveTries } from './throttle-tries.ts'

/** Where a request comes from. */
export type Client = {
  readonly ip: string
  readonly userAgent: string
  /** The device cookie, as it came. */
  readonly deviceToken: string | null
}

/** What a step of logging in answers, and the cookies that go with it; null leaves the device cookie as it is. */
export type WithCookies<Answer> = {
  readonly answer: Answer
  readonly sessionToken: string
  readonly deviceToken: string | null
}

/** The list of devices shows this much of the past. */
const keptSessionsMs = 90 * 24 * 3600_000

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

  const organisations = await findAdministered(deps.db, account.id)
  const learner = account.learnerEnabled === null ? null : { enabled: account.learnerEnabled }
  const verdict = judgeLogIn({ ...account, learner, organisations }, now)
  if (!verdict.may) {
    await forgiveTries(deps.db, tries)
    const { may: _, code, ...details } = verdict
    throw new AppError(code, details)
  }

  const gate = gateOf({
    staffRoles: account.staffRoles,
    mustChangePassword: account.mustChangePassword,
    totpConfirmed: account.totpConfirmedAt !== null,
    secondFactorDone: false,
    staffTotp: deps.settings.staffTotp,
  })
  const acting = chooseOrganisation(organisations, await findLastActedFor(deps.db, account.id))
  const actor: AccountActor = {
    kind: 'account',
    accountId: account.id,
    name: account.name,
    ip: client.ip,
    staffRoles: account.staffRoles,
    organisation: null,
    learnerId: null,
  }
  const sessionToken = newToken()
  await inTransaction(deps, async (tx) => {
    const held = await holdAccount(tx, account.id)
    // Disabled or reset while the password was being compared.
    if (!held?.enabled || held.passwordHash !== account.passwordHash) throw new AppError('logInRefused')
    if (replaced) await revokeSession(tx, replaced.actor.accountId, replaced.sessionId, now)
    await dropSessionsEndedBefore(tx, account.id, new Date(now.getTime() - keptSessionsMs))
    const sessionId = newId()
    await insertSession(tx, {
      id: sessionId,
      tokenHash: hashToken(sessionToken),
      accountId: account.id,
      actingOrganisationId: acting?.id ?? null,
      ip: client.ip,
      userAgent: client.userAgent,
      signedInAt: now,
      expiresAt: sessionEnd(sessionLimits(account.staffRoles, gate), now, now),
    })
    await writeAudit(tx, actor, {
      action: 'account.loggedIn',
      subjectType: 'account',
      subjectId: account.id,
      organisationId: acting?.id ?? null,
      after: { sessionId, next: gate },
    })
    await forgiveTries(tx, tries)
  })
  return {
    answer: await loadEntered(deps, sessionToken, client.ip),
    sessionToken,
    // A browser is the owner's only after everything that was asked.
    deviceToken: gate === 'secondFactor' ? null : grantDevice(deps.secrets, client.deviceToken, account.id, now),
  }
}
