import { nameSimilarity } from '../../../server/core/names.ts'
import type { LicenceFieldName } from '../../../server/features/registrations/licence-reading.schema.ts'
import type {
  RegistrationCheck,
  RegistrationFileView,
  ReviewRegistration,
} from '../../../server/features/registrations/registrations.schema.ts'
import { type LicenceRead, numberedFields, readOnLicence, sameText, verdictOf } from './licence-fields.ts'

/** One row of the comparison: what ties the box on the picture, the enlarged strip and the table row together. */
export interface LicenceRow {
  readonly id: LicenceFieldName
  /** Also the key that chooses it. */
  readonly number: number
  readonly verdict: RegistrationCheck['verdict']
  /** What the applicant said; null where the form does not ask. */
  readonly typed: string | null
  /** On the picture in view, else on the first that shows it. */
  readonly read: LicenceRead | null
  /** Set when the picture in view shows it. */
  readonly here: LicenceRead | null
}

/** What is decided on, shown whether or not it was read; the rest of the licence is for who wants to know more. */
const compared: readonly LicenceFieldName[] = ['creditCode', 'name', 'address', 'validUntil']

export function isCompared(row: LicenceRow): boolean {
  return compared.includes(row.id)
}

/** The rows in their fixed order, so that a number means the same field on every licence. */
export function licenceRows(view: ReviewRegistration, shown: RegistrationFileView | null): LicenceRow[] {
  return numberedFields.flatMap((id, index) => {
    const here = shown?.fields.find((field) => field.name === id) ?? null
    const read = here ?? readOnLicence(view, id)
    if (!read && !compared.includes(id)) return []
    const typed = typedOf(view, id)
    return [{ id, number: index + 1, verdict: rowVerdict(view, id, typed, read), typed, read, here }]
  })
}

function typedOf(view: ReviewRegistration, id: LicenceFieldName): string | null {
  if (id === 'creditCode') return view.code
  if (id === 'name') return view.form.name
  return id === 'address' ? view.form.address : null
}

/** No check is made of the address: another one than the licence's is common, so it is at most noted that they agree. */
function rowVerdict(
  view: ReviewRegistration,
  id: LicenceFieldName,
  typed: string | null,
  read: LicenceRead | null,
): RegistrationCheck['verdict'] {
  if (id !== 'address') return verdictOf(id, view.checks)
  return typed !== null && read !== null && sameText(typed, read.value) ? 'pass' : 'pending'
}

/** The row to look at first: the one that failed, else the one in doubt, else the name. */
export function worstRow(rows: readonly LicenceRow[]): LicenceFieldName {
  const of = (verdict: RegistrationCheck['verdict']) => rows.find((row) => row.verdict === verdict)
  return (of('fail') ?? of('warn'))?.id ?? 'name'
}

/** Addresses less alike than this are two addresses, not one written in two ways: marks would be all over them. */
const sameAddressFrom = 0.6

/** The two texts whose differing characters are worth marking; null where there is nothing to lay side by side. */
export function differing(row: LicenceRow): { read: string; typed: string } | null {
  if (row.typed === null || row.read === null || row.typed === '' || sameText(row.typed, row.read.value)) return null
  if (row.id === 'address' && nameSimilarity(row.typed, row.read.value) < sameAddressFrom) return null
  return { read: row.read.value, typed: row.typed }
}
