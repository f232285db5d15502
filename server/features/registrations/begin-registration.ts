import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { countTries } from '../accounts/throttle-tries.ts'
import { type Applicant, applicantActor, holds } from './applicant.ts'
import { grantRegistration } from './applicant-token.ts'
import { refuseTakenCode } from './check-code.ts'
import { beginBucket } from './registration-throttle.rules.ts'
import { requireCode } from './registrations.rules.ts'
import { findRegistration, insertRegistration, type RegistrationRecord } from './registrations.store.ts'

export type Begun = { readonly id: string; readonly version: number; readonly token: string }

/**
 * Makes a draft under an id that the phone chose, and the cookie that opens it; the same again answers the same. Throws
 * `registrationCodeInvalid`, `registrationCodeTaken`, `tooManyAttempts`, `idempotencyKeyReused` when the id is another
 * registration's.
 */
export async function beginRegistration(
  deps: Pick<Deps, 'db' | 'clock' | 'logger' | 'secrets'>,
  applicant: Applicant,
  input: { id: string; code: string; mobile: string },
): Promise<Begun> {
  const { code, kind, doubtful } = requireCode(input.code)
  const existing = await findRegistration(deps.db, input.id)
  if (existing) return again(deps, applicant, existing, code, input.mobile)
  await countTries(deps, [beginBucket(applicant.ip)])
  await refuseTakenCode(deps.db, code)
  const now = deps.clock.now()
  const registration = { id: input.id, code, codeKind: kind, codeDoubtful: doubtful, mobile: input.mobile, now }
  const added = await inTransaction(deps, async (tx) => {
    if (!(await insertRegistration(tx, registration))) return false
    const actor = applicantActor(applicant, { id: input.id, contactName: '', mobile: input.mobile })
    await writeAudit(tx, actor, {
      action: 'registration.begun',
      subjectType: 'registration',
      subjectId: input.id,
      organisationId: null,
      after: { code, kind, doubtful },
    })
    return true
  })
  if (!added) {
    // The same request came twice at the same moment, and the other one was first.
    const other = await findRegistration(deps.db, input.id)
    if (!other) throw new AppError('conflict')
    return again(deps, applicant, other, code, input.mobile)
  }
  return { id: input.id, version: 1, token: grantRegistration(deps.secrets, applicant.token, input.id, now) }
}

/** For so long an answer that got lost can be asked for again, cookie and all, by who knows the id. */
const lostAnswerMs = 10 * 60_000

/**
 * A phone whose first answer got lost has no cookie yet: it gets one while the draft is new and untouched. Later the id
 * alone, which stands in addresses and mails, opens nothing.
 */
function again(
  deps: Pick<Deps, 'clock' | 'secrets'>,
  applicant: Applicant,
  known: RegistrationRecord,
  code: string,
  mobile: string,
): Begun {
  const now = deps.clock.now()
  const untouched = known.version === 1 && now.getTime() - known.createdAt.getTime() < lostAnswerMs
  const own = holds(deps, applicant, known.id) || untouched
  if (!own || known.code !== code || known.mobile !== mobile) throw new AppError('idempotencyKeyReused')
  return {
    id: known.id,
    version: known.version,
    token: grantRegistration(deps.secrets, applicant.token, known.id, now),
  }
}
