import { AppError } from '../../core/app-error.ts'
import type { Transaction } from '../../platform/database.ts'
import { checkVersion } from './registrations.rules.ts'
import { lockRegistration, type RegistrationRecord } from './registrations.store.ts'

/**
 * Takes a registration to decide on it: whoever else decides waits, and then sees what was decided. Throws
 * `registrationAlreadyDecided` (by, at, state), `registrationChanged` when the applicant changed it since the page was
 * loaded, `notFound` also for drafts, which are nobody's but the applicant's.
 */
export async function takeForDecision(tx: Transaction, id: string, version: number): Promise<RegistrationRecord> {
  const registration = await lockRegistration(tx, id)
  if (registration.state === 'draft') throw new AppError('notFound')
  if (registration.state !== 'pending') {
    throw new AppError('registrationAlreadyDecided', {
      by: registration.decidedByName,
      at: registration.decidedAt?.toISOString() ?? null,
      state: registration.state,
    })
  }
  checkVersion(registration, version)
  return registration
}
