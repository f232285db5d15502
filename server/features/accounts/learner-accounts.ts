import type { Deps } from '../../deps.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import { findAccount, updateAccount } from './accounts.store.ts'
import {
  addLogInNames,
  dropLogInNames,
  dropPasswordLinks,
  findMobileNames,
  findPasswordHashes,
  findSharedAccounts,
  lockAccountRows,
  revokeSessionsOf,
  upsertWithPassword,
} from './learner-accounts.store.ts'
import { createOneTimePassword, hashOneTimePassword } from './passwords.ts'

/**
 * The accounts of learners, for many at once and in the caller's transaction; whom they belong to is the learners'
 * feature's to know. An account that also belongs to staff or to an organisation's admin is nobody's to reset from here:
 * who manages a learner would otherwise take over the admin above them.
 */
export async function sharedAccounts(db: Readable, accountIds: readonly string[]): Promise<Set<string>> {
  return accountIds.length === 0 ? new Set() : findSharedAccounts(db, accountIds)
}

export type FirstPassword = {
  /** The account of this person, or the id that it is to have. */
  readonly accountId: string
  readonly name: string
  readonly mobile: string
  readonly email: string
  /** What `logInNameOf('idNumber', …)` makes of their ID number. */
  readonly idNumberHash: string
}

export type GivenFirstPassword = {
  readonly accountId: string
  /** `K7MP-3QXW-9FTR`: to be shown once. */
  readonly oneTimePassword: string
  /** The mobile that logs in; empty when somebody else has it, or there is none. */
  readonly mobile: string
}

/**
 * Gives each of them a one-time password. Who has no account gets one that logs in by ID number, and by mobile where
 * nobody else does; who has one keeps its log-in names. Their sessions end and earlier links for setting a password are
 * void. The caller leaves out shared accounts. 5000 take about a second.
 */
export async function giveFirstPasswords(
  deps: Pick<Deps, 'clock' | 'secrets'>,
  tx: Transaction,
  people: readonly FirstPassword[],
): Promise<GivenFirstPassword[]> {
  const now = deps.clock.now()
  const ids = people.map((person) => person.accountId)
  const passwords = new Map(ids.map((id) => [id, createOneTimePassword()]))
  const passwordOf = (id: string) => passwords.get(id) ?? ''
  await lockAccountRows(tx, ids)
  await upsertWithPassword(
    tx,
    people.map((person) => ({ ...person, passwordHash: hashOneTimePassword(deps, passwordOf(person.accountId)) })),
    now,
  )
  const having = await findMobileNames(tx, ids)
  await addLogInNames(tx, [
    ...people.map((one) => ({ value: one.idNumberHash, kind: 'idNumber' as const, accountId: one.accountId })),
    ...people
      .filter((one) => one.mobile !== '' && !having.has(one.accountId))
      .map((one) => ({ value: one.mobile, kind: 'mobile' as const, accountId: one.accountId })),
  ])
  await dropPasswordLinks(tx, ids)
  await revokeSessionsOf(tx, ids, now)
  const mobiles = await findMobileNames(tx, ids)
  return ids.map((accountId) => ({
    accountId,
    oneTimePassword: passwordOf(accountId),
    mobile: mobiles.get(accountId) ?? '',
  }))
}

/**
 * Ends the sessions of learners who were disabled. A session of somebody who is also staff or an admin lives on without
 * the learner (`findSession`).
 */
export async function endLearnerSessions(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  accountIds: readonly string[],
): Promise<number> {
  const shared = await sharedAccounts(tx, accountIds)
  const own = accountIds.filter((id) => !shared.has(id))
  return own.length === 0 ? 0 : revokeSessionsOf(tx, own, deps.clock.now())
}

/**
 * Carries what changed about a learner over to their account: name, mobile, e-mail, and the mobile that logs in, where
 * nobody else does with it. A shared account stays as its owner keeps it.
 */
export async function followLearner(
  tx: Transaction,
  accountId: string,
  details: { readonly name?: string; readonly mobile?: string; readonly email?: string },
): Promise<void> {
  if ((await sharedAccounts(tx, [accountId])).size > 0) return
  const account = await findAccount(tx, accountId)
  await updateAccount(tx, accountId, details)
  // A link that is under way to the address of before opens nothing any more.
  if (details.email !== undefined && details.email !== account?.email) await dropPasswordLinks(tx, [accountId])
  if (details.mobile === undefined) return
  const before = (await findMobileNames(tx, [accountId])).get(accountId) ?? ''
  if (before === details.mobile) return
  await dropLogInNames(tx, accountId, 'mobile')
  if (details.mobile !== '') await addLogInNames(tx, [{ value: details.mobile, kind: 'mobile', accountId }])
}

/** Lets the account log in by the ID number with this hash instead of the one before. */
export async function replaceIdNumberName(tx: Transaction, accountId: string, idNumberHash: string): Promise<void> {
  await dropLogInNames(tx, accountId, 'idNumber')
  await addLogInNames(tx, [{ value: idNumberHash, kind: 'idNumber', accountId }])
}

/** Which of the learners' accounts log in with their mobile, as account id → mobile. */
export async function mobilesThatLogIn(db: Readable, accountIds: readonly string[]): Promise<Map<string, string>> {
  return findMobileNames(db, accountIds)
}

/** For each account something that changes with every password; to see whether somebody else set one meanwhile. */
export async function passwordMarks(db: Readable, accountIds: readonly string[]): Promise<Map<string, string>> {
  return findPasswordHashes(db, accountIds)
}
