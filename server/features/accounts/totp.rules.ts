/**
 * Time-based one-time passwords, RFC 6238 over RFC 4226, as every authenticator app makes them: HMAC-SHA-1, steps of
 * 30 s from the Unix epoch, 6 digits. Pure: the hash function is passed in.
 */
export type HmacSha1 = (key: Uint8Array, message: Uint8Array) => Uint8Array

export const totpStepSeconds = 30
export const totpDigits = 6

/** RFC 4226 4 R6 wants 128 bits and recommends 160, which are 32 characters to type by hand. */
export const totpSecretBytes = 20

/** One step either way: clocks of phones are off by seconds, and people type slowly (RFC 6238 5.2). */
const allowedDrift = [0, -1, 1]

export function totpStepAt(now: Date): number {
  return Math.floor(now.getTime() / 1000 / totpStepSeconds)
}

/** The code of one step. `digits` is 8 only in the RFC's own examples. */
export function totpCode(hmac: HmacSha1, secret: Uint8Array, step: number, digits: number = totpDigits): string {
  const counter = new DataView(new ArrayBuffer(8))
  counter.setBigUint64(0, BigInt(step))
  const digest = hmac(secret, new Uint8Array(counter.buffer))
  // RFC 4226 5.3: the last four bits say where the 31 bits begin.
  const offset = (digest.at(-1) ?? 0) & 0xf
  const view = new DataView(digest.buffer, digest.byteOffset + offset, 4)
  return String((view.getUint32(0) & 0x7fffffff) % 10 ** digits).padStart(digits, '0')
}

/**
 * The step whose code was typed, or null. Steps up to `lastStep` are spent: a code that somebody looked over a shoulder
 * for works for nobody any more (RFC 6238 5.2). Takes the same time whichever step fits, or none.
 */
export function matchTotp(
  hmac: HmacSha1,
  secret: Uint8Array,
  typed: string,
  now: Date,
  lastStep: number | null,
): number | null {
  let matched: number | null = null
  for (const drift of allowedDrift) {
    const step = totpStepAt(now) + drift
    const fits = sameText(totpCode(hmac, secret, step), typed)
    if (fits && step > (lastStep ?? -1) && matched === null) matched = step
  }
  return matched
}

/** Compares every character, whatever the first difference is. */
export function sameText(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i % Math.max(b.length, 1))
  return difference === 0
}

/** Six digits, full-width ones and the blank that apps show in the middle taken off; null when it is something else. */
export function normaliseTotp(typed: string): string | null {
  const digits = typed.normalize('NFKC').replace(/[\s-]/g, '')
  return /^\d{6}$/.test(digits) ? digits : null
}

const base32Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648 base32 without padding; 20 bytes are 32 characters. */
export function toBase32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += base32Alphabet.charAt((held >>> bits) & 31)
      held &= (1 << bits) - 1
    }
  }
  return bits > 0 ? text + base32Alphabet.charAt((held << (5 - bits)) & 31) : text
}

/** Throws RangeError for characters that base32 does not have. */
export function fromBase32(text: string): Uint8Array {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const letter of text) {
    const value = base32Alphabet.indexOf(letter)
    if (value < 0) throw new RangeError('not base32')
    held = (held << 5) | value
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((held >>> bits) & 0xff)
      held &= (1 << bits) - 1
    }
  }
  return new Uint8Array(bytes)
}

/**
 * What the QR code says (Google Authenticator's Key URI Format). `algorithm`, `digits` and `period` are the defaults;
 * they are left out because some apps refuse the whole URL when they see one that they do not know.
 */
export function otpauthUrl(issuer: string, accountName: string, secretBase32: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(accountName)}`
  return `otpauth://totp/${label}?secret=${secretBase32}&issuer=${encodeURIComponent(issuer)}`
}
