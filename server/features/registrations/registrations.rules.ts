import { AppError } from '../../core/app-error.ts'
import { type CodeVerdict, judgeCreditCode, judgeOrganisationCode, normaliseCode } from '../../core/ids.ts'
import type { Transitions } from '../../core/transitions.ts'
import { addWorkingHours, type WorkingCalendar } from '../../core/working-time.ts'
import type { CodeKind, FilePurpose, MissingPart, RegistrationForm, RegistrationState } from './registrations.schema.ts'

/**
 *   draft -> pending -> approved
 *              |  ^
 *              v  |
 *            rejected
 *
 * A draft can also be withdrawn, and is then gone.
 */
export const registrationTransitions: Transitions<RegistrationState> = {
  draft: ['pending'],
  pending: ['approved', 'rejected'],
  rejected: ['pending'],
  approved: [],
}

export type JudgedCode = { readonly code: string; readonly kind: CodeKind; readonly doubtful: boolean }

/** Letters and digits as the centre gives them; shorter than an organisation code, so that the two never look alike. */
const memberNoPattern = /^[A-Z]{1,3}\d{2,7}$/
const longestMemberNo = 8

export function isMemberNo(code: string): boolean {
  return code.length <= longestMemberNo && memberNoPattern.test(code)
}

/**
 * Tells what kind of code was typed. A wrong check character is a mark for staff, not a wall: such codes are in official
 * use (facts.md). Null for what is none: a credit code with an I or an O, a number too short.
 */
export function judgeCode(typed: string): JudgedCode | null {
  const code = normaliseCode(typed)
  const judged = (kind: CodeKind, verdict: CodeVerdict): JudgedCode | null =>
    verdict === 'malformed' ? null : { code, kind, doubtful: verdict === 'doubtful' }
  if (code.length === 18) return judged('creditCode', judgeCreditCode(code))
  if (code.length === 9) return judged('organisationCode', judgeOrganisationCode(code))
  return isMemberNo(code) ? { code, kind: 'memberNo', doubtful: false } : null
}

/** Throws `registrationCodeInvalid`. */
export function requireCode(typed: string): JudgedCode {
  const judged = judgeCode(typed)
  if (!judged) throw new AppError('registrationCodeInvalid', { field: 'code' })
  return judged
}

/** Characters 9 to 17 of a credit code are the older organisation code (GB 32100). */
export function organisationCodeIn(creditCode: string): string {
  return creditCode.slice(8, 17)
}

/** Everything but an approved one may be changed; what is being reviewed then starts its review anew. */
export function checkEditable(state: RegistrationState): void {
  if (state === 'approved') throw new AppError('registrationNotEditable', { state })
}

/** Throws `registrationChanged` when the applicant changed it since the reviewer's page was loaded. */
export function checkVersion(present: { readonly version: number }, seen: number): void {
  if (present.version !== seen) throw new AppError('registrationChanged', { version: present.version })
}

/** Throws `registrationChanged` when the form was changed on another device since; files do not matter to it. */
export function checkFormVersion(
  present: { readonly version: number; readonly formVersion: number },
  seen: number,
): void {
  if (seen < present.formVersion || seen > present.version) {
    throw new AppError('registrationChanged', { version: present.version })
  }
}

/** What is still to be filled in before it can be sent. */
export function missingPartsOf(
  form: Pick<RegistrationForm, 'name' | 'contactName' | 'email' | 'address'>,
  files: readonly { readonly purpose: FilePurpose; readonly state: string }[],
): MissingPart[] {
  const missing: MissingPart[] = (['name', 'contactName', 'email', 'address'] as const).filter(
    (part) => form[part].trim() === '',
  )
  // A picture that nobody can open shows staff nothing.
  const hasLicence = files.some((file) => file.purpose === 'licence' && file.state !== 'unreadable')
  return hasLicence ? missing : [...missing, 'licence']
}

/** Throws `registrationIncomplete` with the names of the parts. */
export function checkComplete(missing: readonly MissingPart[]): void {
  if (missing.length > 0) throw new AppError('registrationIncomplete', { missing: missing.join(',') })
}

/** By when staff answer: the same time of the day, so many working days later (the manual: 审核时间为一个工作日). */
export function answerBy(submittedAt: Date, days: number, calendar: WorkingCalendar): Date {
  const hoursADay = (calendar.endsMinute - calendar.startsMinute) / 60
  return addWorkingHours(submittedAt, days * hoursADay, calendar)
}

/** Reminders go out when less than this is left, in working hours. */
export const dueSoonHours = 2
