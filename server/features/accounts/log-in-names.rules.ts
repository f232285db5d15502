import { AppError } from '../../core/app-error.ts'
import { normaliseCode, normaliseIdNumber, normaliseMobile } from '../../core/ids.ts'

/** What can be typed into the log-in field; a name is once in the whole centre, whatever its kind. */
export const logInNameKinds = ['creditCode', 'organisationCode', 'memberNo', 'mobile', 'staffName', 'idNumber'] as const
export type LogInNameKind = (typeof logInNameKinds)[number]

/** The keyed hash of platform/field-encryption.ts: ID numbers never stand in the table as they are. */
export type KeyedHash = { hash(plain: string): string }

/** An ID number as it stands in log_in_names. */
function hashedIdNumber(typed: string, secrets: KeyedHash): string {
  return secrets.hash(`id:${normaliseIdNumber(typed)}`)
}

/**
 * The form in which a name is stored: upper case without blanks and hyphens, mobiles as 11 digits, ID numbers hashed.
 * Throws `inputInvalid` for what nobody could type again: nothing, or a mobile that is none.
 */
export function logInNameOf(kind: LogInNameKind, typed: string, secrets: KeyedHash): string {
  if (kind === 'idNumber') {
    if (normaliseIdNumber(typed).length < shortestIdNumber) throw new AppError('inputInvalid', { field: 'idNumber' })
    return hashedIdNumber(typed, secrets)
  }
  const value = kind === 'mobile' ? normaliseMobile(typed) : normaliseCode(typed)
  if (!value) throw new AppError('inputInvalid', { field: kind })
  return value
}

/** Passports and travel permits have 8 characters and more. */
const shortestIdNumber = 7

/**
 * Every stored name that what was typed can mean, the likeliest first. All are looked up at once, so that the search
 * takes the same time for every kind.
 */
export function candidateLogInNames(typed: string, secrets: KeyedHash): string[] {
  const code = normaliseCode(typed)
  const mobile = normaliseMobile(typed)
  const names = [mobile ?? code, code, hashedIdNumber(typed, secrets)]
  return [...new Set(names)].filter((name) => name !== '')
}
