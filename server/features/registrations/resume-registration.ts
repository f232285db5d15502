import { AppError } from '../../core/app-error.ts'
import { normaliseCode } from '../../core/ids.ts'
import { maskMailAddress } from '../../core/mail-address.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { checkCode, issueSecret, spendSecret } from '../accounts/one-time-secrets.ts'
import { mailBuckets, networkOf } from '../accounts/throttle.rules.ts'
import { countTries } from '../accounts/throttle-tries.ts'
import { announce } from '../notices/announce.ts'
import { type Applicant, applicantActor, holds } from './applicant.ts'
import { grantRegistration, registrationsOf } from './applicant-token.ts'
import { resumeBuckets } from './registration-throttle.rules.ts'
import type { ResumeRow } from './registrations.schema.ts'
import { findByCodeAndMobile, findRegistrations, type RegistrationRecord } from './registrations.store.ts'

/** One organisation, applied for by one person, a few times at most. */
const mostShown = 5

type Named = { readonly code: string; readonly mobile: string }
type ThrottleDeps = Pick<Deps, 'db' | 'clock' | 'logger' | 'secrets'>

/** What this browser began and has not finished, the newest first. */
export async function listMine(
  deps: Pick<Deps, 'db' | 'clock' | 'secrets'>,
  applicant: Applicant,
): Promise<{ rows: ResumeRow[] }> {
  const own = registrationsOf(deps.secrets, applicant.token, deps.clock.now())
  const rows = await findRegistrations(deps.db, own)
  return { rows: rows.map((registration) => resumeRow(deps, applicant, registration)) }
}

/**
 * Where an application stands, for who knows its code and its mobile. A wrong pair is `registrationNotFound`, whichever
 * of the two is wrong; `tooManyAttempts` for who tries pairs out.
 */
export async function resumeRegistration(
  deps: ThrottleDeps,
  applicant: Applicant,
  input: Named,
): Promise<{ registrations: ResumeRow[] }> {
  const found = await findNamed(deps, applicant, input)
  return { registrations: found.map((registration) => resumeRow(deps, applicant, registration)) }
}

async function findNamed(deps: ThrottleDeps, applicant: Applicant, input: Named): Promise<RegistrationRecord[]> {
  const code = normaliseCode(input.code)
  await countTries(deps, resumeBuckets(deps.secrets.hash(`code:${code}`), applicant.ip))
  const found = await findByCodeAndMobile(deps.db, code, input.mobile, mostShown)
  if (found.length === 0) throw new AppError('registrationNotFound')
  return found
}

function resumeRow(
  deps: Pick<Deps, 'clock' | 'secrets'>,
  applicant: Applicant,
  registration: RegistrationRecord,
): ResumeRow {
  const { id, code, name, state, email } = registration
  return {
    id,
    code,
    name,
    state,
    stateSince: registration.stateSince.toISOString(),
    submittedAt: registration.submittedAt?.toISOString() ?? null,
    dueAt: registration.dueAt?.toISOString() ?? null,
    rejectedReason: registration.rejectedReason,
    mine: holds(deps, applicant, id),
    mailTo: email === '' ? null : maskMailAddress(email),
  }
}

/** Long enough to change to the mailbox and back, on a phone. */
const codeLifeMs = 10 * 60_000

/**
 * Mails six digits to the address that the applicant typed, so that they can go on in another browser. Throws
 * `registrationMailMissing`, `registrationNotFound`, `tooManyAttempts`.
 */
export async function sendResumeCode(
  deps: ThrottleDeps & Pick<Deps, 'jobs'>,
  applicant: Applicant,
  input: Named & { readonly id: string },
): Promise<{ mailTo: string; expiresAt: string }> {
  const registration = await findOne(deps, applicant, input)
  const { id, email, name } = registration
  if (email === '') throw new AppError('registrationMailMissing')
  const network = networkOf(applicant.ip)
  await countTries(deps, mailBuckets({ purpose: 'registrationResume', subject: id, network }))
  const expiresAt = await inTransaction(deps, async (tx) => {
    const secret = await issueSecret(deps, tx, {
      purpose: 'registrationResume',
      subjectId: id,
      // An address that is changed meanwhile does not open what the old one was sent for.
      payload: { email },
      lifeMs: codeLifeMs,
    })
    await announce(deps, tx, {
      kind: 'registrationCode',
      registrationId: id,
      organisationId: null,
      organisationName: name,
      email,
      secretId: secret.id,
      expiresAt: secret.expiresAt.toISOString(),
    })
    return secret.expiresAt
  })
  return { mailTo: maskMailAddress(email), expiresAt: expiresAt.toISOString() }
}

/** Takes the digits and gives this browser the cookie. Throws `codeNotRight` (why, triesLeft), `registrationNotFound`. */
export async function confirmResume(
  deps: ThrottleDeps,
  applicant: Applicant,
  input: Named & { readonly id: string; readonly digits: string },
): Promise<{ id: string; version: number; token: string }> {
  const registration = await findOne(deps, applicant, input)
  const { id, version, email } = registration
  const checked = await checkCode(deps, 'registrationResume', id, input.digits)
  const sentTo = (checked.payload as { email?: unknown } | null)?.email
  if (sentTo !== email) throw new AppError('codeNotRight', { why: 'replaced', triesLeft: 0 })
  await inTransaction(deps, async (tx) => {
    await spendSecret(deps, tx, checked)
    await writeAudit(tx, applicantActor(applicant, registration), {
      action: 'registration.resumed',
      subjectType: 'registration',
      subjectId: id,
      organisationId: null,
    })
  })
  return { id, version, token: grantRegistration(deps.secrets, applicant.token, id, deps.clock.now()) }
}

async function findOne(
  deps: ThrottleDeps,
  applicant: Applicant,
  input: Named & { readonly id: string },
): Promise<RegistrationRecord> {
  const found = (await findNamed(deps, applicant, input)).find((registration) => registration.id === input.id)
  if (!found) throw new AppError('registrationNotFound')
  return found
}
