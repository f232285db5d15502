import { AppError } from '../../core/app-error.ts'
import { judgeCreditCode, normaliseCode } from '../../core/ids.ts'
import { isMemberNo, organisationCodeIn } from './registrations.rules.ts'
import type { ApproveRegistrationInput, CodeKind } from './registrations.schema.ts'

/** What the approved organisation is known by; all of it can be logged in with. */
export type ApprovedCodes = {
  readonly creditCode: string | null
  readonly organisationCode: string | null
  readonly memberNo: string | null
}

/**
 * The codes that approval writes: the one that was applied with, and what staff entered besides. Invoices name the
 * credit code, so who applied with a member number needs one from the licence. Throws `registrationCreditCodeNeeded`,
 * `creditCodeInvalid` (malformed, or not the licence of the organisation code), `memberNoInvalid`.
 */
export function approvedCodes(
  registration: { readonly code: string; readonly codeKind: CodeKind },
  input: Pick<ApproveRegistrationInput, 'memberNo' | 'creditCode'>,
): ApprovedCodes {
  const { code, codeKind } = registration
  const entered = normaliseCode(input.creditCode) || null
  const memberNo = normaliseCode(input.memberNo) || (codeKind === 'memberNo' ? code : null)
  if (memberNo !== null && !isMemberNo(memberNo)) throw new AppError('memberNoInvalid', { field: 'memberNo' })
  if (codeKind === 'creditCode') {
    if (entered !== null && entered !== code) throw new AppError('creditCodeInvalid', { field: 'creditCode' })
    return { creditCode: code, organisationCode: null, memberNo }
  }
  if (codeKind === 'memberNo' && entered === null) {
    throw new AppError('registrationCreditCodeNeeded', { field: 'creditCode' })
  }
  if (entered !== null && judgeCreditCode(entered) === 'malformed') {
    throw new AppError('creditCodeInvalid', { field: 'creditCode' })
  }
  if (codeKind === 'memberNo') return { creditCode: entered, organisationCode: null, memberNo }
  if (entered !== null && organisationCodeIn(entered) !== code) {
    throw new AppError('creditCodeInvalid', { field: 'creditCode', organisationCode: code })
  }
  return { creditCode: entered, organisationCode: code, memberNo }
}
