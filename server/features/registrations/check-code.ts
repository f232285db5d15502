import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import { isLogInName } from '../accounts/is-log-in-name.ts'
import { countTries } from '../accounts/throttle-tries.ts'
import { findByAnyCode } from '../organisations/known-organisations.ts'
import type { Applicant } from './applicant.ts'
import { registrationsOf } from './applicant-token.ts'
import { lookBucket } from './registration-throttle.rules.ts'
import { requireCode } from './registrations.rules.ts'
import type { CheckedCode } from './registrations.schema.ts'
import { findRegistrations, hasOpenRegistration } from './registrations.store.ts'

/**
 * The first step of 单位注册: what kind of code it is, and whether it is known already. Throws
 * `registrationCodeInvalid`, and `tooManyAttempts` for a network that asks too often.
 */
export async function checkCode(
  deps: Pick<Deps, 'db' | 'clock' | 'logger' | 'secrets'>,
  applicant: Applicant,
  input: { code: string },
): Promise<CheckedCode> {
  const { code, kind, doubtful } = requireCode(input.code)
  await countTries(deps, [lookBucket(applicant.ip)])
  const own = registrationsOf(deps.secrets, applicant.token, deps.clock.now())
  const [registered, inProgress, mine] = await Promise.all([
    isRegistered(deps.db, code),
    hasOpenRegistration(deps.db, code),
    findRegistrations(deps.db, own),
  ])
  const same = mine.find((registration) => registration.code === code)
  return { code, kind, doubtful, registered, inProgress, mine: same ? { id: same.id, state: same.state } : null }
}

/** Whether an organisation has this code, or somebody logs in with it. */
export async function isRegistered(db: Readable, code: string): Promise<boolean> {
  return (await findByAnyCode(db, code)) !== null || (await isLogInName(db, code))
}

/** Throws `registrationCodeTaken` (code). */
export async function refuseTakenCode(db: Readable, code: string): Promise<void> {
  if (await isRegistered(db, code)) throw new AppError('registrationCodeTaken', { code })
}
