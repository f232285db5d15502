import type { Actor, Authorized } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { registrationsOf } from './applicant-token.ts'
import type { RegistrationRecord } from './registrations.store.ts'

/** Somebody without an account, known by what their browser holds. */
export type Applicant = { readonly token: string | null; readonly ip: string }

/**
 * The one place that says which registration an applicant may touch: those in their cookie. Any other does not exist
 * for them: `notFound`.
 */
export function authorizeApplicant<T extends { readonly id: string }>(
  deps: Pick<Deps, 'secrets' | 'clock'>,
  applicant: Applicant,
  registration: T | null,
): Authorized<T> {
  if (!registration || !holds(deps, applicant, registration.id)) throw new AppError('notFound')
  return registration as Authorized<T>
}

/** Whether the cookie opens the registration, which may be gone. */
export function holds(deps: Pick<Deps, 'secrets' | 'clock'>, applicant: Applicant, id: string): boolean {
  return registrationsOf(deps.secrets, applicant.token, deps.clock.now()).includes(id)
}

/** How the audit trail names them. */
export function applicantActor(
  applicant: Applicant,
  registration: Pick<RegistrationRecord, 'id' | 'contactName' | 'mobile'>,
): Actor {
  const name = registration.contactName || registration.mobile
  return { kind: 'applicant', registrationId: registration.id, name, ip: applicant.ip }
}
