import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { isFresh, missingDetails } from './accounts.rules.ts'
import type { ChangePasswordInput, Entered } from './accounts.schema.ts'
import {
  type AccountRow,
  carryContactToLearner,
  findAccount,
  findAdministered,
  findLogInNames,
  replacePassword,
  updateAccount,
} from './accounts.store.ts'
import { announcePasswordChanged } from './announce-account.ts'
import { confirmPassword } from './confirm-password.ts'
import { loadEntered } from './load-me.ts'
import type { SignedIn } from './load-session.ts'
import { mailAddressOf } from './mail-address-of.ts'
import { voidLinks } from './one-time-secrets.ts'
import { judgePassword, passwordMaxLength, passwordMinLength } from './password.rules.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { hashToken, newToken } from './session-token.ts'
import { renewSession, revokeSessions } from './sessions.store.ts'

/**
 * Sets one's own password, of choice or because the first one has to be changed, and with it the personal details that
 * are still missing. This session gets a new token, all others end. The present password may be left out only
 * right after a log-in with a one-time password. Throws `secondFactorNeeded`, `passwordWrong` (needed), `inputInvalid`
 * (field), `passwordTooWeak` (reason), `tooManyAttempts`, `conflict` when it was changed elsewhere meanwhile.
 */
export async function changePassword(
  deps: Deps,
  signedIn: SignedIn,
  input: ChangePasswordInput,
): Promise<{ answer: Entered; sessionToken: string }> {
  const { actor, gate, sessionId } = signedIn
  const now = deps.clock.now()
  if (gate === 'secondFactor') throw new AppError('secondFactorNeeded')
  const account = await findAccount(deps.db, actor.accountId)
  if (!account) throw new AppError('notSignedIn')
  if (input.current !== undefined) {
    await confirmPassword(deps, signedIn, account, input.current)
  } else if (gate !== 'passwordChange' || !isFresh(signedIn.signedInAt, now)) {
    throw new AppError('passwordWrong', { needed: true })
  }

  const profile = fillIn(account, input.profile)
  const organisations = await findAdministered(deps.db, account.id)
  if (gate === 'passwordChange') {
    const [missing] = missingDetails({ ...account, ...profile, administers: organisations.length > 0 })
    if (missing) throw new AppError('inputInvalid', { field: `profile.${missing}`, rule: 'required' })
  }
  const names = [...(await findLogInNames(deps.db, account.id)), ...organisations.map((one) => one.name)]
  await refuseWeak(deps, { ...account, ...profile }, names, input.next)
  const passwordHash = await hashPassword(deps, input.next)

  const sessionToken = newToken()
  await inTransaction(deps, async (tx) => {
    const next = { passwordHash, mustChangePassword: false, passwordChangedAt: now }
    if (!(await replacePassword(tx, account.id, account.passwordHash, next))) throw new AppError('conflict')
    if (Object.keys(profile).length > 0) {
      await updateAccount(tx, account.id, profile)
      await carryContactToLearner(tx, account.id, profile)
    }
    await voidLinks(tx, account.id)
    const ended = await revokeSessions(tx, account.id, now, sessionId)
    if (!(await renewSession(tx, sessionId, hashToken(sessionToken)))) throw new AppError('notSignedIn')
    await writeAudit(tx, actor, {
      action: 'account.passwordChanged',
      subjectType: 'account',
      subjectId: account.id,
      organisationId: actor.organisation?.id ?? null,
      before: { mobile: account.mobile, email: account.email },
      after: { mobile: account.mobile, email: account.email, ...profile, first: account.mustChangePassword, ended },
    })
    if (!account.mustChangePassword) {
      await announcePasswordChanged(deps, tx, { ...account, email: await mailAddressOf(tx, account) }, now)
    }
  })
  return { answer: await loadEntered(deps, sessionToken, actor.ip), sessionToken }
}

/** What of the typed details was missing; what is there already is changed by confirming it (change-contact.ts). */
export function fillIn(
  account: { readonly mobile: string; readonly email: string },
  typed: ChangePasswordInput['profile'],
): { mobile?: string; email?: string } {
  return {
    ...(typed?.mobile === undefined || account.mobile !== '' ? {} : { mobile: typed.mobile }),
    ...(typed?.email === undefined || account.email !== '' ? {} : { email: typed.email }),
  }
}

/** Refuses what judgePassword finds weak, and the present one again. Throws `passwordTooWeak` (reason). */
export async function refuseWeak(
  deps: Deps,
  account: AccountRow,
  names: readonly string[],
  next: string,
): Promise<void> {
  const [mailbox = ''] = account.email.split('@')
  const weakness = judgePassword(next, [account.name, account.mobile, mailbox, ...names])
  const details = { minLength: passwordMinLength, maxLength: passwordMaxLength }
  if (weakness) throw new AppError('passwordTooWeak', { reason: weakness, ...details })
  if (await verifyPassword(deps, account, next))
    throw new AppError('passwordTooWeak', { reason: 'sameAsOld', ...details })
}
