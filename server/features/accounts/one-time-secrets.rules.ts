import { sameText } from './totp.rules.ts'

/**
 * Links and codes that work once and not for long. A secret is a row with an id; what is mailed is derived from that id
 * with the server's key, so that no table, no backup and no notice holds anything that opens a door:
 *
 *   link:  64 characters, the id (16 bytes) and HMAC-SHA-256 over purpose and id (32 bytes)
 *   code:  6 digits of another HMAC over the same
 *
 *   issued ──> used       by whom it was meant for, once
 *          ──> expired    by the clock
 *          ──> replaced   by a newer one of the same purpose and subject: its row is dropped
 */
export const oneTimePurposes = ['activation', 'passwordReset', 'mobileChange', 'registrationResume'] as const
export type OneTimePurpose = (typeof oneTimePurposes)[number]

/** Names one secret. */
export type SecretName = { readonly purpose: OneTimePurpose; readonly id: string }

/** The keyed hash of platform/field-encryption.ts, hexadecimal. */
type KeyedHash = { hash(plain: string): string }

/**
 * How often one code may be tried. Six digits and five tries: one guess in 200,000 for each code that is issued, and
 * issuing is throttled too (throttle.rules.ts).
 */
export const codeTries = 5

const digitsPattern = /^\d{6}$/

/** What stands in the fragment of a link: never in a log, a referrer or a server's memory of addresses. */
export function linkTokenOf(secrets: KeyedHash, { purpose, id }: SecretName): string {
  return Buffer.from(id.replaceAll('-', '') + secrets.hash(`one-time:${purpose}:${id}`), 'hex').toString('base64url')
}

/** The id that a link's token names, when the rest of it was made with our key for this purpose; else null. */
export function readLinkToken(secrets: KeyedHash, purpose: OneTimePurpose, token: string): string | null {
  if (!/^[\w-]{64}$/.test(token)) return null
  const hex = Buffer.from(token, 'base64url').toString('hex').slice(0, 32)
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  return sameText(linkTokenOf(secrets, { purpose, id }), token) ? id : null
}

/** Six digits; 48 bits divided by a million leave a bias below 10⁻⁸. */
export function codeOf(secrets: KeyedHash, { purpose, id }: SecretName): string {
  const bits = Number.parseInt(secrets.hash(`one-time-code:${purpose}:${id}`).slice(0, 12), 16)
  return String(bits % 1_000_000).padStart(6, '0')
}

/** Whether what was typed is the code; blanks and full-width digits are put right. Takes the same time for every guess. */
export function isCode(secrets: KeyedHash, name: SecretName, typed: string): boolean {
  const digits = typed.normalize('NFKC').replace(/[\s-]/g, '')
  return sameText(codeOf(secrets, name), digitsPattern.test(digits) ? digits : '------')
}

/** Why a link or code opens nothing. `unknown`: never ours, or mangled on the way. */
export type SecretRefusal = 'unknown' | 'used' | 'expired' | 'replaced' | 'tooManyTries'
