import type { Readable } from '../../platform/database.ts'
import {
  findLikeOrganisations,
  findOrganisationByCodes,
  findOrganisationByCodeWithin,
} from './known-organisations.store.ts'

/** A registered organisation as registrations are compared with it. */
export type KnownOrganisation = {
  id: string
  name: string
  creditCode: string | null
  organisationCode: string | null
  memberNo: string | null
  contactName: string
  mobile: string
  email: string
  enabled: boolean
  createdAt: Date
}

/** What organisations are looked through for: what they share, and names that may be alike (registrations/duplicates.rules.ts). */
export type LikenessOf = {
  readonly codes: readonly string[]
  readonly mobile: string
  readonly email: string
  readonly shortest: number
  readonly longest: number
  readonly pairs: readonly string[]
  /** How many of both names' pairs have to be common, as a share. */
  readonly leastShare: number
}

/**
 * The organisation that has this code as its credit code, organisation code or member number. The older organisation
 * code is also found within a credit code, and the other way round (GB 32100: characters 9 to 17).
 */
export async function findByAnyCode(db: Readable, code: string): Promise<{ id: string; name: string } | null> {
  const codes = code.length === 18 ? [code, code.slice(8, 17)] : [code]
  const found = await findOrganisationByCodes(db, codes)
  if (found || code.length !== 9) return found
  return findOrganisationByCodeWithin(db, code)
}

/** Organisations that a registration may be the same as; the caller judges how like they are. */
export async function findAlike(db: Readable, one: LikenessOf): Promise<KnownOrganisation[]> {
  return findLikeOrganisations(db, one)
}
