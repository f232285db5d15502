import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import type { Transaction } from '../../platform/database.ts'
import {
  type AdministeredOrganisation,
  chooseOrganisation,
  gateOf,
  judgeLogIn,
  type SessionGate,
  sessionEnd,
  sessionLimits,
} from './accounts.rules.ts'
import type { Entered } from './accounts.schema.ts'
import { findAdministered, type LogInAccount } from './accounts.store.ts'
import { grantDevice } from './device-token.ts'
import { loadEntered } from './load-me.ts'
import type { SignedIn } from './load-session.ts'
import { hashToken, newToken } from './session-token.ts'
import { dropSessionsEndedBefore, findLastActedFor, insertSession, revokeSession } from './sessions.store.ts'

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

/** Somebody who may come in, and as what. */
export type Entrant = {
  readonly account: LogInAccount
  readonly actor: AccountActor
  readonly organisations: readonly AdministeredOrganisation[]
  readonly acting: AdministeredOrganisation | null
  readonly gate: SessionGate
}

/** The list of devices shows this much of the past. */
const keptSessionsMs = 90 * 24 * 3600_000

/**
 * Decides whether the account's owner, who has just shown that it is theirs, may come in. Throws `accountDisabled`,
 * `organisationDisabled` (organisation) or `oneTimePasswordExpired`.
 */
export async function judgeEntrant(
  deps: Pick<Deps, 'db' | 'clock' | 'settings'>,
  client: Client,
  account: LogInAccount,
): Promise<Entrant> {
  const organisations = await findAdministered(deps.db, account.id)
  const learner = account.learnerEnabled === null ? null : { enabled: account.learnerEnabled }
  const verdict = judgeLogIn({ ...account, learner, organisations }, deps.clock.now())
  if (!verdict.may) {
    const { may: _, code, ...details } = verdict
    throw new AppError(code, details)
  }
  return {
    account,
    actor: {
      kind: 'account',
      accountId: account.id,
      name: account.name,
      ip: client.ip,
      staffRoles: account.staffRoles,
      organisation: null,
      learnerId: null,
    },
    organisations,
    acting: chooseOrganisation(organisations, await findLastActedFor(deps.db, account.id)),
    gate: gateOf({
      staffRoles: account.staffRoles,
      mustChangePassword: account.mustChangePassword,
      totpConfirmed: account.totpConfirmedAt !== null,
      secondFactorDone: false,
      staffTotp: deps.settings.staffTotp,
    }),
  }
}

/** Opens a session in the caller's transaction; `replaced` is the browser's present one: it ends. Returns the token. */
export async function openSession(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  client: Client,
  replaced: SignedIn | null,
  { account, actor, acting, gate }: Entrant,
): Promise<string> {
  const now = deps.clock.now()
  const sessionToken = newToken()
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
  return sessionToken
}

/** What the browser gets after the commit. */
export async function answerEntrant(
  deps: Pick<Deps, 'db' | 'clock' | 'settings' | 'secrets'>,
  client: Client,
  { account, gate }: Entrant,
  sessionToken: string,
): Promise<WithCookies<Entered>> {
  const now = deps.clock.now()
  return {
    answer: await loadEntered(deps, sessionToken, client.ip),
    sessionToken,
    // A browser is the owner's only after everything that was asked.
    deviceToken: gate === 'secondFactor' ? null : grantDevice(deps.secrets, client.deviceToken, account.id, now),
  }
}
