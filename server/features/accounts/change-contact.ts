import { AppError } from '../../core/app-error.ts'
import { maskMobile } from '../../core/ids.ts'
import { maskMailAddress } from '../../core/mail-address.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { announce } from '../notices/announce.ts'
import type { BeginMobileChangeInput, ChangeEmailInput, Me, MobileChange, MobileChanged } from './accounts.schema.ts'
import {
  type AccountRow,
  carryContactToLearner,
  countOtherLogInNames,
  dropMobileLogInName,
  findAccount,
  findLearnerOf,
  findLogInNames,
  replaceMobileLogInName,
  updateAccount,
} from './accounts.store.ts'
import { announceEmailChanged, announceMobileChanged, toPerson } from './announce-account.ts'
import { confirmPassword } from './confirm-password.ts'
import { loadMyself } from './load-me.ts'
import type { SignedIn } from './load-session.ts'
import { mailAddressOf } from './mail-address-of.ts'
import { checkCode, issueSecret, spendSecret, voidLinks } from './one-time-secrets.ts'
import { mailBuckets, networkOf } from './throttle.rules.ts'
import { countTries } from './throttle-tries.ts'

/** Ten minutes, as long as one looks for a mail. */
const codeLifeMs = 10 * 60_000

/**
 * Begins to change one's own mobile. The password is asked again; where an address is known, six digits are mailed to
 * it and `confirmMobileChange` ends it, else it is changed at once and the organisation is told. Throws `passwordWrong`,
 * `inputInvalid` for the number that it is already, `tooManyAttempts`.
 */
export async function beginMobileChange(
  deps: Deps,
  signedIn: SignedIn,
  input: BeginMobileChangeInput,
): Promise<MobileChange> {
  const { actor } = signedIn
  const account = await loadAccount(deps, signedIn)
  await confirmPassword(deps, signedIn, account, input.password)
  const logsInWithIt = (await findLogInNames(deps.db, account.id)).includes(input.mobile)
  if (input.mobile === account.mobile && logsInWithIt) {
    throw new AppError('inputInvalid', { field: 'mobile', rule: 'same' })
  }
  const email = await mailAddressOf(deps.db, account)
  if (email === '') {
    const logsIn = await inTransaction(deps, (tx) => changeMobile(deps, tx, signedIn, account, input.mobile))
    return { mailedTo: null, expiresAt: null, changed: { logsIn, me: await loadMyself(deps, signedIn) } }
  }
  await countTries(
    deps,
    mailBuckets({ purpose: 'mobileChange', subject: account.id, network: networkOf(actor.ip ?? '') }),
  )
  const expiresAt = await inTransaction(deps, async (tx) => {
    const secret = await issueSecret(deps, tx, {
      purpose: 'mobileChange',
      subjectId: account.id,
      payload: { mobile: input.mobile },
      lifeMs: codeLifeMs,
    })
    await announce(deps, tx, {
      kind: 'mobileCode',
      ...toPerson({ ...account, email }),
      secretId: secret.id,
      expiresAt: secret.expiresAt.toISOString(),
      mobileMasked: maskMobile(input.mobile),
    })
    return secret.expiresAt
  })
  return { mailedTo: maskMailAddress(email), expiresAt: expiresAt.toISOString(), changed: null }
}

/** Ends it with the mailed digits. Throws `codeNotRight` (why, triesLeft). */
export async function confirmMobileChange(
  deps: Deps,
  signedIn: SignedIn,
  input: { digits: string },
): Promise<MobileChanged> {
  const account = await loadAccount(deps, signedIn)
  const checked = await checkCode(deps, 'mobileChange', account.id, input.digits)
  const { mobile } = checked.payload as { mobile: string }
  const logsIn = await inTransaction(deps, async (tx) => {
    await spendSecret(deps, tx, checked)
    return changeMobile(deps, tx, signedIn, account, mobile)
  })
  return { logsIn, me: await loadMyself(deps, signedIn) }
}

/**
 * Changes one's own e-mail address; the password is asked again, because forgotten passwords are reset through it. Links
 * that were mailed to the old one stop working, and it is told. Throws `passwordWrong`, `tooManyAttempts`.
 */
export async function changeEmail(deps: Deps, signedIn: SignedIn, input: ChangeEmailInput): Promise<Me> {
  const { actor } = signedIn
  const account = await loadAccount(deps, signedIn)
  await confirmPassword(deps, signedIn, account, input.password)
  const before = await mailAddressOf(deps.db, account)
  if (input.email === account.email) return loadMyself(deps, signedIn)
  await inTransaction(deps, async (tx) => {
    await updateAccount(tx, account.id, { email: input.email })
    await carryContactToLearner(tx, account.id, { email: input.email })
    await voidLinks(tx, account.id)
    await writeAudit(tx, actor, {
      action: 'account.emailChanged',
      subjectType: 'account',
      subjectId: account.id,
      organisationId: actor.organisation?.id ?? null,
      before: { email: before },
      after: { email: input.email },
    })
    await announceEmailChanged(deps, tx, { ...account, email: before }, input.email, deps.clock.now())
  })
  return loadMyself(deps, signedIn)
}

async function loadAccount(deps: Deps, signedIn: SignedIn): Promise<AccountRow> {
  const account = await findAccount(deps.db, signedIn.actor.accountId)
  if (!account) throw new AppError('notSignedIn')
  return account
}

/**
 * The number is stored in any case, for being reached by. It becomes what they log in with unless somebody else logs in
 * with it (`logsIn: false`); the old one is then given up too, if something else is left to log in with.
 */
async function changeMobile(
  deps: Deps,
  tx: Transaction,
  { actor }: SignedIn,
  account: AccountRow,
  mobile: string,
): Promise<boolean> {
  const learner = await findLearnerOf(tx, account.id)
  const logsIn = await replaceMobileLogInName(tx, account.id, mobile)
  if (!logsIn && (await countOtherLogInNames(tx, account.id, 'mobile')) > 0) await dropMobileLogInName(tx, account.id)
  await updateAccount(tx, account.id, { mobile })
  await carryContactToLearner(tx, account.id, { mobile })
  const organisationId = actor.organisation?.id ?? learner?.organisationId ?? null
  await writeAudit(tx, actor, {
    action: 'account.mobileChanged',
    subjectType: 'account',
    subjectId: account.id,
    organisationId,
    before: { mobile: account.mobile },
    after: { mobile, logsIn },
  })
  const now = deps.clock.now()
  const email = await mailAddressOf(tx, account)
  await announceMobileChanged(deps, tx, { ...account, email }, mobile, now)
  if (learner && email === '') {
    await announce(deps, tx, {
      kind: 'learnerMobileChanged',
      organisationId: learner.organisationId,
      organisationName: learner.organisationName,
      learnerId: learner.id,
      learnerName: account.name,
      mobileMasked: maskMobile(mobile),
      changedAt: now.toISOString(),
    })
  }
  return logsIn
}
