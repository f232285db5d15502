import { nameKey, nameSimilarity } from '../../core/names.ts'
import { organisationCodeIn } from './registrations.rules.ts'
import type { Duplicate, RegistrationState } from './registrations.schema.ts'

/** What another organisation or application is compared with. */
export type Compared = { readonly code: string; readonly name: string; readonly mobile: string; readonly email: string }

type Known = {
  readonly id: string
  readonly name: string
  readonly contactName: string
  readonly mobile: string
  readonly email: string
}
export type LikeOrganisation = Known & {
  readonly creditCode: string | null
  readonly organisationCode: string | null
  readonly memberNo: string | null
  readonly enabled: boolean
  readonly createdAt: Date
}
export type LikeApplication = Known & {
  readonly code: string
  readonly state: RegistrationState
  readonly stateSince: Date
  readonly sharesFile: boolean
}

/** From here on two names may be one: what people shorten, swap or mistype leaves three quarters of the pairs (the brief of registrations; banks' scoring in facts.md suggests from .6). */
export const similarFrom = 0.75

/**
 * What the database picks names out by that may be that like, before they are scored here: how long they are, and how
 * many of this name's pairs they hold. It lets no like name go by.
 */
export function likelyNames(name: string): { shortest: number; longest: number; pairs: string[]; leastShare: number } {
  const key = nameKey(name)
  const { length } = key
  if (length < 2) return { shortest: 1, longest: 0, pairs: [], leastShare: 1 }
  // The share of common pairs is at most 2·min ÷ (min + max) of the two counts.
  const reach = similarFrom / (2 - similarFrom)
  return {
    shortest: Math.floor(length * reach),
    longest: Math.ceil(length / reach),
    pairs: Array.from({ length: length - 1 }, (_, at) => key.slice(at, at + 2)),
    // Likeness is twice the common pairs ÷ all of both.
    leastShare: similarFrom / 2,
  }
}

/** Every code under which the same organisation can be known: the older organisation code stands within a credit code. */
export function codesOf(code: string): string[] {
  return code.length === 18 ? [code, organisationCodeIn(code)] : [code]
}

/** All that share something with this one or are named alike, the surest first. */
export function findDuplicates(
  one: Compared,
  organisations: readonly LikeOrganisation[],
  applications: readonly LikeApplication[],
): Duplicate[] {
  const own = codesOf(one.code)
  const found: Duplicate[] = [
    ...organisations.map((other) => {
      const codes = [other.creditCode, other.organisationCode, other.memberNo].filter((code) => code !== null)
      return duplicate(one, other, {
        type: 'organisation',
        code: codes[0] ?? null,
        state: other.enabled ? 'enabled' : 'disabled',
        since: other.createdAt,
        sharesCode: codes.some((code) => sharesCode(own, code)),
        sharesFile: false,
      })
    }),
    ...applications.map((other) =>
      duplicate(one, other, {
        type: 'registration',
        code: other.code,
        state: other.state,
        since: other.stateSince,
        sharesCode: sharesCode(own, other.code),
        sharesFile: other.sharesFile,
      }),
    ),
  ]
  return found.filter((other) => other.shares.length > 0).sort((a, b) => rank(b) - rank(a) || (a.id < b.id ? 1 : -1))
}

function sharesCode(own: readonly string[], other: string): boolean {
  return codesOf(other).some((code) => own.includes(code))
}

function duplicate(
  one: Compared,
  other: Known,
  facts: Pick<Duplicate, 'type' | 'code' | 'state'> & { since: Date; sharesCode: boolean; sharesFile: boolean },
): Duplicate {
  const score = nameSimilarity(one.name, other.name)
  const shares: Duplicate['shares'] = []
  if (facts.sharesCode) shares.push('code')
  if (score >= similarFrom) shares.push('name')
  if (facts.sharesFile) shares.push('file')
  if (one.mobile !== '' && other.mobile === one.mobile) shares.push('mobile')
  if (one.email !== '' && other.email.toLowerCase() === one.email.toLowerCase()) shares.push('email')
  const { id, name, contactName, mobile, email } = other
  return {
    type: facts.type,
    id,
    name,
    code: facts.code,
    contactName,
    mobile,
    email,
    state: facts.state,
    since: facts.since.toISOString(),
    score: Math.round(score * 100) / 100,
    shares,
  }
}

/** The same code says more than the same file, that more than a like name, and that more than a shared contact. */
function rank({ shares, score }: Duplicate): number {
  return (shares.includes('code') ? 8 : 0) + (shares.includes('file') ? 4 : 0) + (score >= similarFrom ? 1 + score : 0)
}
