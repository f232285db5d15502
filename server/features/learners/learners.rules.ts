import { isResidentIdNumber, maskIdNumber, normaliseIdNumber, normaliseMobile } from '../../core/ids.ts'
import { personNameKey } from '../../core/names.ts'
import type { IdType, LearnerFilter } from './learners.schema.ts'

/** What forms and templates offer; the field takes any text. */
export const educationLevels = ['初中及以下', '高中', '中专', '大专', '本科', '硕士研究生', '博士研究生'] as const

export type IdNumberFault = 'shape' | 'birthDate' | 'checkCharacter'

/**
 * What is wrong with a normalised ID number, or null. Resident IDs (also those of residents from Hong Kong, Macau and
 * Taiwan, which begin with 81, 82, 83) after GB 11643-1999: 18 characters, a real date of birth, ISO 7064 check
 * character. Permits for HK/Macau residents: H or M and 8 digits, older ones with 2 more for the issue. Permits for
 * Taiwan residents: 8 digits, older ones 10 digits and perhaps a letter. Passports differ by country: 7 to 20 letters
 * and digits.
 */
export function judgeIdNumber(idType: IdType, idNumber: string, today: Date): IdNumberFault | null {
  if (idType !== 'residentId') return otherShapes[idType].test(idNumber) ? null : 'shape'
  if (!/^[1-9]\d{16}[\dX]$/.test(idNumber)) return 'shape'
  if (isResidentIdNumber(idNumber, today)) return null
  // The number with every possible check character: if none makes it right, it is the date that is wrong.
  const dated = [...'0123456789X'].some((last) => isResidentIdNumber(idNumber.slice(0, 17) + last, today))
  return dated ? 'checkCharacter' : 'birthDate'
}

const otherShapes: Record<Exclude<IdType, 'residentId'>, RegExp> = {
  passport: /^(?=.*\d)[0-9A-Z]{7,20}$/,
  hkMacauPermit: /^[HM]\d{8}(?:\d{2})?$/,
  taiwanPermit: /^(?:\d{8}|\d{10}[A-Z]?)$/,
}

// --- Search ------------------------------------------------------------------------------------------------------

/** One way in which what was typed can mean a person; several are joined by "or". */
export type LearnerMatch =
  | { readonly kind: 'idNumberHash'; readonly hash: string }
  /** Exactly as lists show it. */
  | { readonly kind: 'idNumberMask'; readonly mask: string }
  /** What stands before the stars, or all four that stand after them, or both. */
  | { readonly kind: 'idNumberMasked'; readonly head: string; readonly tail: string }
  | { readonly kind: 'mobile'; readonly mobile: string }
  | { readonly kind: 'mobileStart'; readonly digits: string }
  | { readonly kind: 'mobileEnd'; readonly digits: string }
  | { readonly kind: 'nameStart'; readonly key: string }
  | { readonly kind: 'namePart'; readonly key: string }

/**
 * Reads a search: 11 digits are a mobile, fewer its beginning, four its end or that of an ID number as well; stars make a
 * masked ID number; seven letters and digits or more can be a whole ID number; anything with another character is a name.
 * Null when nothing was typed, an empty list when it can mean nobody.
 */
export function readSearch(typed: string, hashOf: (idNumber: string) => string): LearnerMatch[] | null {
  const text = normaliseIdNumber(typed)
  if (text === '') return null
  if (text.includes('*')) return maskedMatch(text)
  const key = personNameKey(typed)
  const names: LearnerMatch[] =
    key === '' ? [] : [[...key].length === 1 ? { kind: 'nameStart', key } : { kind: 'namePart', key }]
  const mobile = normaliseMobile(typed)
  if (mobile !== null) return [{ kind: 'mobile', mobile }, ...wholeNumber(text, hashOf)]
  const digits = text.replaceAll('-', '')
  if (/^\d+$/.test(digits)) {
    return [
      ...(digits.length < 11 ? [{ kind: 'mobileStart', digits } as const] : []),
      ...(digits.length === 4 ? ends(digits) : []),
      ...wholeNumber(digits, hashOf),
    ]
  }
  if (/^\d{3}X$/.test(text)) return [{ kind: 'idNumberMasked', head: '', tail: text }, ...names]
  return [...names, ...wholeNumber(text, hashOf)]
}

function ends(digits: string): LearnerMatch[] {
  return [
    { kind: 'mobileEnd', digits },
    { kind: 'idNumberMasked', head: '', tail: digits },
  ]
}

const shortestIdNumber = 7

function wholeNumber(text: string, hashOf: (idNumber: string) => string): LearnerMatch[] {
  if (text.length < shortestIdNumber || !/^[0-9A-Z]+$/.test(text)) return []
  return [{ kind: 'idNumberHash', hash: hashOf(text) }]
}

/** Of a resident's number lists show six characters, stars and four; of shorter ones only the end. */
function maskedMatch(text: string): LearnerMatch[] {
  const match = /^([0-9A-Z]{0,6})\*+([0-9A-Z]{0,4})$/.exec(text)
  if (!match) return []
  const [head = '', tail = ''] = match.slice(1)
  if (head === '' && tail.length < 4) return [{ kind: 'idNumberMask', mask: text }]
  return [{ kind: 'idNumberMasked', head, tail }]
}

/** A filter as the audit trail may keep it: what could be a whole ID number is masked. */
export function auditableFilter(filter: LearnerFilter): Record<string, string | boolean> {
  const text = normaliseIdNumber(filter.search ?? '')
  const search = normaliseMobile(text) === null && /^[0-9A-Z]{7,}$/.test(text) ? maskIdNumber(text) : filter.search
  return Object.fromEntries(
    Object.entries({ ...filter, search }).filter(
      (entry): entry is [string, string | boolean] => entry[1] !== undefined,
    ),
  )
}

// --- Proof that somebody knows a person --------------------------------------------------------------------------

/** How long a proof opens the transfer: the time to look the details over and choose a department. */
export const proofLifeMs = 15 * 60_000

export type Proof = {
  readonly learnerId: string
  /** Where the person was; a proof does not outlive another's transfer. */
  readonly organisationId: string
  /** Who proved it: nobody else can use it. */
  readonly accountId: string
  readonly expiresAtMs: number
}

export function proofText(proof: Proof): string {
  return [proof.learnerId, proof.organisationId, proof.accountId, proof.expiresAtMs].join('.')
}

/** Takes `text.signature` apart; null when it is not of that form. */
export function readProof(token: string): { proof: Proof; text: string; signature: string } | null {
  const [learnerId, organisationId, accountId, expires, signature, ...rest] = token.split('.')
  if (!learnerId || !organisationId || !accountId || !expires || !signature || rest.length > 0) return null
  const proof = { learnerId, organisationId, accountId, expiresAtMs: Number(expires) }
  return { proof, text: proofText(proof), signature }
}

/** Whether the person whom they named is the one that is stored. Without a stored mobile nobody can prove anything. */
export function provesPerson(
  stored: { readonly nameKey: string; readonly mobile: string },
  named: { readonly name: string; readonly mobile: string },
): boolean {
  return stored.mobile !== '' && stored.mobile === named.mobile && stored.nameKey === personNameKey(named.name)
}
