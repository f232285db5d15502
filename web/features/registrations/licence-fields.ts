import type { LicenceFieldName } from '../../../server/features/registrations/licence-reading.schema.ts'
import type {
  RegistrationCheck,
  RegistrationFileView,
  RegistrationView,
} from '../../../server/features/registrations/registrations.schema.ts'
import type { PictureBox } from '../../components/picture-viewer.tsx'
import { licenceField } from '../../texts/registration-checks.ts'

/** The order in which a licence's fields are numbered, the compared ones first. */
export const numberedFields: readonly LicenceFieldName[] = [
  'creditCode',
  'name',
  'address',
  'validUntil',
  'legalRepresentative',
  'kind',
  'registeredCapital',
  'registeredOn',
]

export function pictureHref(fileId: string, form: 'picture' | 'thumbnail' | 'original'): string {
  return `/api/files/registrations/${fileId}/${form}`
}

export type LicenceRead = RegistrationFileView['fields'][number]

/** A field of the licence, from the first picture that shows it; null when none does. */
export function readOnLicence(view: Pick<RegistrationView, 'files'>, name: LicenceFieldName): LicenceRead | null {
  for (const file of view.files) {
    const found = file.purpose === 'licence' ? file.fields.find((field) => field.name === name) : undefined
    if (found) return found
  }
  return null
}

/** Blanks and character widths are not differences. */
export function sameText(a: string, b: string): boolean {
  const plain = (text: string) => text.normalize('NFKC').replace(/\s/g, '').toUpperCase()
  return plain(a) === plain(b)
}

const order: Record<RegistrationCheck['verdict'], number> = { fail: 3, warn: 2, pass: 1, pending: 0 }
const fieldOfCheck: Partial<Record<RegistrationCheck['code'], LicenceFieldName>> = {
  licenceCode: 'creditCode',
  licenceName: 'name',
  licenceValid: 'validUntil',
}

/** What the checks say about a field of the licence; `pending` when none does. */
export function verdictOf(name: string, checks: readonly RegistrationCheck[]): RegistrationCheck['verdict'] {
  const verdicts = checks.filter((check) => fieldOfCheck[check.code] === name).map((check) => check.verdict)
  return verdicts.sort((a, b) => order[b] - order[a])[0] ?? 'pending'
}

/** The fields read on one picture as boxes over it, in the colour of the check about each. */
export function boxesOf(file: RegistrationFileView, checks: readonly RegistrationCheck[]): PictureBox[] {
  return file.fields.flatMap((field) => {
    const name = field.name as LicenceFieldName
    const number = numberedFields.indexOf(name) + 1
    if (number === 0 || field.quads.length === 0) return []
    return [{ id: name, number, label: licenceField(name), verdict: verdictOf(name, checks), quads: field.quads }]
  })
}
