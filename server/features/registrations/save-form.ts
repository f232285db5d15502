import type { Authorized } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { type Applicant, applicantActor, authorizeApplicant } from './applicant.ts'
import { findFiles } from './registration-files.store.ts'
import { registrationCheck } from './registrations.queues.ts'
import { checkComplete, checkEditable, checkFormVersion, missingPartsOf } from './registrations.rules.ts'
import type { RegistrationForm } from './registrations.schema.ts'
import { findRegistration, lockRegistration, type RegistrationRecord, updateForm } from './registrations.store.ts'

export type FormToSave = { readonly id: string; readonly version: number; readonly form: RegistrationForm }

/**
 * Saves what was typed so far; the same again changes nothing. What is being reviewed stays complete, and starts its
 * review anew. Throws `registrationChanged` when the form was changed on another device since, `registrationNotEditable`
 * once it is approved, `registrationIncomplete`, `notFound`.
 */
export async function saveForm(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs' | 'secrets'>,
  applicant: Applicant,
  input: FormToSave,
): Promise<{ version: number }> {
  const registration = authorizeApplicant(deps, applicant, await findRegistration(deps.db, input.id))
  return inTransaction(deps, async (tx) => {
    const locked = await lockRegistration(tx, registration.id)
    checkEditable(locked.state)
    if (locked.state === 'pending') checkComplete(missingPartsOf(input.form, await findFiles(tx, locked.id)))
    const version = await writeForm(tx, applicant, locked as Authorized<RegistrationRecord>, input)
    if (version !== locked.version) await deps.jobs.send(tx, registrationCheck, { registrationId: locked.id })
    return { version }
  })
}

/** Writes a changed form with its audit row and answers the version after it. Throws `registrationChanged`. */
export async function writeForm(
  tx: Transaction,
  applicant: Applicant,
  locked: Authorized<RegistrationRecord>,
  input: FormToSave,
): Promise<number> {
  const before = formOf(locked)
  if (sameForm(before, input.form)) return locked.version
  checkFormVersion(locked, input.version)
  const version = await updateForm(tx, locked, input.form)
  await writeAudit(tx, applicantActor(applicant, { ...locked, ...input.form }), {
    action: 'registration.saved',
    subjectType: 'registration',
    subjectId: locked.id,
    organisationId: null,
    before,
    after: input.form,
  })
  return version
}

export function formOf({ name, contactName, mobile, email, address }: RegistrationRecord): RegistrationForm {
  return { name, contactName, mobile, email, address }
}

function sameForm(a: RegistrationForm, b: RegistrationForm): boolean {
  return (['name', 'contactName', 'mobile', 'email', 'address'] as const).every((field) => a[field] === b[field])
}
