import { z } from 'zod'

/** Ids are UUIDv7 (RFC 9562 5.7), made by whoever creates the thing, so that a phone can name it before it has a signal. */
export type Id<Noun extends string> = string & { readonly __id: Noun }

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
/** Asking for random bytes costs as much as all the rest of an id, however few they are. */
const pool = new Uint8Array(2000)
let used = pool.length

function freshRandom(): Uint8Array {
  if (used === pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  used += 10
  return pool.subarray(used - 10, used)
}

/** A fresh UUIDv7: 48 bits of Unix milliseconds, then randomness. `nowMs` and `random` are for tests. */
export function newId(nowMs: number = Date.now(), random: Uint8Array = freshRandom()): string {
  const time = nowMs.toString(16).padStart(12, '0')
  const at = (index: number) => hex[random[index] ?? 0] ?? '00'
  const variant = hex[((random[2] ?? 0) & 0x3f) | 0x80] ?? '80'
  const tail = at(4) + at(5) + at(6) + at(7) + at(8) + at(9)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${at(0).slice(1)}${at(1)}-${variant}${at(3)}-${tail}`
}

/** Any UUID in the usual form, lower case: what a client may send as an id or an idempotency key. */
export const idSchema = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)

// --- Unified social credit code, GB 32100-2015 -------------------------------------------------------------------

const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const creditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

export type CodeVerdict = 'valid' | 'doubtful' | 'malformed'

/** Upper case, full-width forms and blanks normalised: the form in which codes are stored and compared. */
export function normaliseCode(typed: string): string {
  return typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
}

/**
 * Judges a unified social credit code. A wrong check character is only doubtful: codes that fail it are in official use
 * (`91350203M0001QAY9B`), so staff decide.
 */
export function judgeCreditCode(code: string): CodeVerdict {
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code)) return 'malformed'
  const sum = creditWeights.reduce((total, weight, i) => total + weight * creditAlphabet.indexOf(code.charAt(i)), 0)
  return creditAlphabet.charAt((31 - (sum % 31)) % 31) === code.charAt(17) ? 'valid' : 'doubtful'
}

// --- Organisation code, GB 11714-1997 ----------------------------------------------------------------------------

const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2]

/** Judges an organisation code 组织机构代码 without its hyphen, which is also characters 9 to 17 of a credit code. */
export function judgeOrganisationCode(code: string): CodeVerdict {
  if (!/^[0-9A-Z]{8}[0-9X]$/.test(code)) return 'malformed'
  const sum = organisationWeights.reduce((total, weight, i) => total + weight * Number.parseInt(code.charAt(i), 36), 0)
  return '0X987654321'.charAt(sum % 11) === code.charAt(8) ? 'valid' : 'doubtful'
}

// --- Resident identity number, GB 11643-1999 ---------------------------------------------------------------------

const residentWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Full-width digits, blanks and a lower-case x are normalised before checking and storing. */
export function normaliseIdNumber(typed: string): string {
  return typed.normalize('NFKC').replace(/\s/g, '').toUpperCase()
}

/** Shape, birth date (real, not after `today`) and check character of an 18-digit resident identity number. */
export function isResidentIdNumber(number: string, today: Date): boolean {
  const match = /^\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/.exec(number)
  if (!match) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const born = new Date(Date.UTC(year, month - 1, day))
  if (born.getUTCMonth() !== month - 1 || born.getUTCDate() !== day || born > today || year < 1850) return false
  const sum = residentWeights.reduce((total, weight, i) => total + weight * Number(number.charAt(i)), 0)
  return '10X98765432'.charAt(sum % 11) === number.charAt(17)
}

/**
 * `110101********1234`: what everyone sees; the whole number needs a right and a reason. Of the shorter numbers of
 * passports and permits the end alone: six and four would leave next to nothing of them hidden.
 */
export function maskIdNumber(number: string): string {
  if (number.length < 15) return number.replace(/.(?=.{2})/g, '*')
  return number.slice(0, 6) + '*'.repeat(number.length - 10) + number.slice(-4)
}

/** Mainland mobile number, 11 digits, after full-width forms, blanks, hyphens and +86 are taken off; null when it is none. */
export function normaliseMobile(typed: string): string | null {
  const digits = typed
    .normalize('NFKC')
    .replace(/[\s-]/g, '')
    .replace(/^\+?86(?=1\d{10}$)/, '')
  return /^1[3-9]\d{9}$/.test(digits) ? digits : null
}

/** `138****5678`: enough for its owner to know which one is meant. */
export function maskMobile(mobile: string): string {
  return mobile.length < 8 ? '****' : `${mobile.slice(0, 3)}****${mobile.slice(-4)}`
}
