import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { readTrail } from '../audit/read-trail.ts'
import { type Applicant, authorizeApplicant } from './applicant.ts'
import { loadDuplicates } from './check-registration.ts'
import { isOwnCheck, readCreditCode } from './registration-checks.rules.ts'
import { findChecks } from './registration-checks.store.ts'
import { findFiles } from './registration-files.store.ts'
import type { RegistrationView, ReviewRegistration } from './registrations.schema.ts'
import { findRegistration } from './registrations.store.ts'
import { viewRegistration } from './view-registration.ts'

/** A registration as its applicant sees it: what was read, and what of it differs from what they typed. */
export async function getRegistration(
  deps: Pick<Deps, 'db' | 'secrets' | 'clock'>,
  applicant: Applicant,
  input: { id: string },
): Promise<RegistrationView> {
  const registration = authorizeApplicant(deps, applicant, await findRegistration(deps.db, input.id))
  const [files, checks] = await Promise.all([findFiles(deps.db, registration.id), findChecks(deps.db, registration.id)])
  return viewRegistration(registration, files, checks.filter(isOwnCheck))
}

/** Reviewers look at the likeliest few; the check says how many there are. */
const mostDuplicates = 5

/** The same for reviewers, with whom it may be the same as and all that happened to it. Drafts are not theirs: `notFound`. */
export async function reviewRegistration(deps: Pick<Deps, 'db'>, input: { id: string }): Promise<ReviewRegistration> {
  const registration = await findRegistration(deps.db, input.id)
  if (!registration || registration.state === 'draft') throw new AppError('notFound')
  const [files, checks, duplicates, trail] = await Promise.all([
    findFiles(deps.db, registration.id),
    findChecks(deps.db, registration.id),
    loadDuplicates(deps.db, registration),
    readTrail(deps.db, 'registration', registration.id),
  ])
  const licences = files.filter((file) => file.purpose === 'licence')
  return {
    ...viewRegistration(registration, files, checks),
    duplicates: duplicates.slice(0, mostDuplicates),
    decidedByName: registration.decidedByName,
    approvalNote: registration.approvalNote,
    organisationId: registration.organisationId,
    readCreditCode: readCreditCode({ code: registration.code, licences }),
    creditCodeNeeded: registration.codeKind === 'memberNo',
    trail,
  }
}
