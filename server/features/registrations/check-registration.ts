import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Readable } from '../../platform/database.ts'
import { findAlike } from '../organisations/known-organisations.ts'
import { codesOf, findDuplicates, likelyNames } from './duplicates.rules.ts'
import { runRegistrationChecks } from './registration-checks.rules.ts'
import { replaceChecks } from './registration-checks.store.ts'
import { findFiles } from './registration-files.store.ts'
import type { Duplicate } from './registrations.schema.ts'
import {
  findLikeRegistrations,
  findRegistration,
  lockRegistration,
  type RegistrationRecord,
} from './registrations.store.ts'

/**
 * Runs every check on a registration as it is now and writes the verdicts. The row is held meanwhile: whoever changes it
 * waits these few milliseconds, and then queues a run of their own. A draft that was withdrawn has nothing to check.
 */
export async function checkRegistration(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: { registrationId: string },
): Promise<void> {
  const known = await findRegistration(deps.db, input.registrationId)
  if (!known || known.state === 'approved') return
  await inTransaction(deps, async (tx) => {
    const registration = await lockRegistration(tx, known.id)
    if (registration.state === 'approved') return
    const now = deps.clock.now()
    const files = await findFiles(tx, registration.id)
    const checks = runRegistrationChecks({
      ...registration,
      licences: files.filter((file) => file.purpose === 'licence'),
      duplicates: await loadDuplicates(tx, registration),
      today: shanghaiDay(now),
    })
    await replaceChecks(tx, registration.id, checks, now)
  })
}

/** Everybody that a registration may be the same as, the surest first. */
export async function loadDuplicates(db: Readable, registration: RegistrationRecord): Promise<Duplicate[]> {
  const { id, code, mobile, email, name } = registration
  const like = likelyNames(name)
  const organisations = await findAlike(db, { codes: codesOf(code), mobile, email, ...like })
  const applications = await findLikeRegistrations(db, { id, code, mobile, email, ...like })
  return findDuplicates(
    registration,
    organisations.filter((other) => other.id !== registration.organisationId),
    applications,
  )
}
