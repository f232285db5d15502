import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { type OpenedFile, openPhoto, type PhotoForm } from '../files/open-stored-file.ts'
import { type Applicant, authorizeApplicant } from './applicant.ts'
import { findFile } from './registration-files.store.ts'
import { findRegistration } from './registrations.store.ts'

/**
 * Opens a file of a registration for its applicant, or for a reviewer once it was handed in. Throws `notFound` for
 * everybody else, `fileNotFound` for a form that is not there.
 */
export async function openRegistrationFile(
  deps: Pick<Deps, 'db' | 'files' | 'secrets' | 'clock'>,
  viewer: { readonly applicant: Applicant; readonly mayReview: boolean },
  input: { fileId: string; form: PhotoForm },
): Promise<OpenedFile> {
  const file = await findFile(deps.db, input.fileId)
  const registration = file && (await findRegistration(deps.db, file.registrationId))
  if (!file || !registration) throw new AppError('notFound')
  const isReviewers = viewer.mayReview && registration.state !== 'draft'
  if (!isReviewers) authorizeApplicant(deps, viewer.applicant, registration)
  return openPhoto(deps, file, input.form)
}
