import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { missingDetails } from './accounts.rules.ts'
import type { Entered, LinkInput, LinkView, SetPasswordByLinkInput } from './accounts.schema.ts'
import {
  carryContactToLearner,
  findAdministered,
  findLearnerOf,
  findLogInAccount,
  findLogInNames,
  type LogInAccount,
  replacePassword,
  updateAccount,
} from './accounts.store.ts'
import { announcePasswordChanged } from './announce-account.ts'
import { fillIn, refuseWeak } from './change-password.ts'
import type { SignedIn } from './load-session.ts'
import { mailAddressOf } from './mail-address-of.ts'
import { type CheckedSecret, checkLink, spendSecret, voidLinks } from './one-time-secrets.ts'
import { answerEntrant, type Client, judgeEntrant, openSession, type WithCookies } from './open-session.ts'
import { hashPassword } from './passwords.ts'
import { revokeSessions } from './sessions.store.ts'

/** What the page of a mailed link shows. Looking does not spend the link: mail scanners open them too. Throws `linkNotUsable` (why). */
export async function lookAtLink(deps: Deps, input: LinkInput): Promise<LinkView> {
  const { account } = await loadOfLink(deps, input)
  const organisations = await findAdministered(deps.db, account.id)
  const learner = await findLearnerOf(deps.db, account.id)
  return {
    name: account.name,
    organisation: organisations[0]?.name ?? learner?.organisationName ?? null,
    logInNames: await findLogInNames(deps.db, account.id),
    missing: missingDetails({ ...account, administers: organisations.length > 0 }),
    locale: account.locale === 'en' ? 'en' : 'zh-CN',
  }
}

/**
 * Sets a password by the link that was mailed, spends the link, ends every session of the account and opens one here;
 * staff with a second factor still have to enter it. Throws `linkNotUsable` (why), `inputInvalid` (field) for missing
 * details, `passwordTooWeak` (reason), `accountDisabled`, `organisationDisabled`, `conflict`.
 */
export async function setPasswordByLink(
  deps: Deps,
  client: Client,
  replaced: SignedIn | null,
  input: SetPasswordByLinkInput,
): Promise<WithCookies<Entered>> {
  const { account, checked } = await loadOfLink(deps, input)
  const profile = fillIn(account, input.profile)
  const entrant = await judgeEntrant(deps, client, { ...account, ...profile, mustChangePassword: false })
  const { organisations, actor } = entrant
  const [missing] = missingDetails({ ...account, ...profile, administers: organisations.length > 0 })
  if (missing) throw new AppError('inputInvalid', { field: `profile.${missing}`, rule: 'required' })
  const names = [...(await findLogInNames(deps.db, account.id)), ...organisations.map((one) => one.name)]
  await refuseWeak(deps, { ...account, ...profile }, names, input.next)
  const passwordHash = await hashPassword(deps, input.next)

  const sessionToken = await inTransaction(deps, async (tx) => {
    const now = deps.clock.now()
    await spendSecret(deps, tx, checked)
    const next = { passwordHash, mustChangePassword: false, passwordChangedAt: now }
    if (!(await replacePassword(tx, account.id, account.passwordHash, next))) throw new AppError('conflict')
    if (Object.keys(profile).length > 0) {
      await updateAccount(tx, account.id, profile)
      await carryContactToLearner(tx, account.id, profile)
    }
    await voidLinks(tx, account.id)
    const ended = await revokeSessions(tx, account.id, now)
    await writeAudit(tx, actor, {
      action: input.purpose === 'activation' ? 'account.activated' : 'account.passwordResetByLink',
      subjectType: 'account',
      subjectId: account.id,
      organisationId: organisations[0]?.id ?? null,
      before: { mobile: account.mobile, email: account.email },
      after: { mobile: account.mobile, email: account.email, ...profile, ended },
    })
    if (input.purpose === 'passwordReset') {
      await announcePasswordChanged(deps, tx, { ...account, email: await mailAddressOf(tx, account) }, now)
    }
    return openSession(deps, tx, client, replaced, entrant)
  })
  return answerEntrant(deps, client, entrant, sessionToken)
}

async function loadOfLink(deps: Deps, input: LinkInput): Promise<{ account: LogInAccount; checked: CheckedSecret }> {
  const checked = await checkLink(deps, input.purpose, input.token)
  const account = await findLogInAccount(deps.db, checked.subjectId)
  if (!account?.enabled) throw new AppError('accountDisabled')
  // Taken into use with the one-time password, while the link was under way.
  if (input.purpose === 'activation' && !account.mustChangePassword)
    throw new AppError('linkNotUsable', { why: 'used' })
  return { account, checked }
}
