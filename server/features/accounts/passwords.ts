import { randomBytes } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import type { PasswordHasher } from '../../platform/password-hasher.ts'
import {
  canonicalCode,
  groupedCode,
  normalisePassword,
  oneTimePasswordShape,
  randomBytesFor,
  recoveryCodeShape,
} from './password.rules.ts'
import { sameText } from './totp.rules.ts'

/** A first or reset password such as `K7MP-3QXW-9FTR`, to be shown once; the account stores only its hash. */
export function createOneTimePassword(): string {
  return oneTimePasswordFrom(randomBytes(randomBytesFor(oneTimePasswordShape)))
}

/**
 * The first password of an account whose making is sent again when its answer got lost: the same for the same id, so
 * that both answers show the same one, and stored nowhere. Only who holds the key can tell it.
 */
export function firstPasswordFor(deps: Pick<Deps, 'secrets'>, accountId: string): string {
  const halves = [1, 2].map((half) => deps.secrets.hash(`first-password:${half}:${accountId}`))
  return oneTimePasswordFrom(Buffer.from(halves.join(''), 'hex'))
}

function oneTimePasswordFrom(bytes: Uint8Array): string {
  return groupedCode(bytes, oneTimePasswordShape.groups, oneTimePasswordShape.size)
}

/** Ten, the usual number: enough for years, few enough to print. */
const recoveryCodeCount = 10

export function createRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodeCount }, () =>
    groupedCode(randomBytes(randomBytesFor(recoveryCodeShape)), recoveryCodeShape.groups, recoveryCodeShape.size),
  )
}

/** What is stored of a recovery code: keyed, because 49 bits alone could be tried out on a stolen table. */
export function recoveryCodeHash(deps: Pick<Deps, 'secrets'>, accountId: string, typed: string): string {
  return deps.secrets.hash(`recovery:${accountId}:${canonicalCode(typed, recoveryCodeShape)}`)
}

/** Takes tens of milliseconds and 19 MiB: never inside a transaction. */
export async function hashPassword(deps: Pick<Deps, 'passwords'>, password: string): Promise<string> {
  return deps.passwords.hash(normalisePassword(password))
}

const keyedPrefix = '$hmac-sha256$'

/**
 * What is stored of a one-time password that we made (`createOneTimePassword`, `firstPasswordFor`): its 59 random bits
 * need no slow hash, only a key that is not in the database, so that thousands of them can be made at once. A password
 * that somebody chose is always `hashPassword`'s. Takes microseconds.
 */
export function hashOneTimePassword(deps: Pick<Deps, 'secrets'>, password: string): string {
  return keyedPrefix + deps.secrets.hash(`one-time-password:${normalisePassword(password)}`)
}

/** One hash of nobody's password for each hasher, made when it is first needed. */
const nobodysHashes = new WeakMap<PasswordHasher, Promise<string>>()

function nobodysHash(passwords: PasswordHasher): Promise<string> {
  const made = nobodysHashes.get(passwords) ?? passwords.hash(randomBytes(32).toString('base64url'))
  nobodysHashes.set(passwords, made)
  return made
}

/**
 * Whether what was typed is the account's password. Takes the same time when there is no account (null), it has no
 * password yet, or a one-time password with a keyed hash: then a hash of nobody's is compared. While a one-time password
 * is due, its small letters and missing hyphens are put right; a keyed hash counts only then.
 */
export async function verifyPassword(
  deps: Pick<Deps, 'passwords' | 'secrets'>,
  account: { readonly passwordHash: string; readonly mustChangePassword: boolean } | null,
  typed: string,
): Promise<boolean> {
  const nobodys = await nobodysHash(deps.passwords)
  const stored = account?.passwordHash ?? ''
  const slow = stored.startsWith('$argon2') ? stored : null
  const password = account?.mustChangePassword ? canonicalCode(typed, oneTimePasswordShape) : typed
  const right = await deps.passwords.verify(slow ?? nobodys, normalisePassword(password))
  const keyedRight = sameText(hashOneTimePassword(deps, password), stored)
  return slow === null ? account?.mustChangePassword === true && keyedRight : right
}
