import type { Authorized } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { type Applicant, applicantActor, authorizeApplicant } from './applicant.ts'
import { refuseTakenCode } from './check-code.ts'
import { findFiles } from './registration-files.store.ts'
import { registrationCheck } from './registrations.queues.ts'
import { answerBy, checkComplete, checkEditable, missingPartsOf } from './registrations.rules.ts'
import {
  changeRegistrationState,
  findRegistration,
  lockRegistration,
  type RegistrationRecord,
} from './registrations.store.ts'
import { type FormToSave, writeForm } from './save-form.ts'

/**
 * Hands a registration in for review, the first time or corrected after a rejection, with the deadline by which staff
 * answer. What is handed in already is saved, and keeps its deadline. Throws `registrationIncomplete` (missing),
 * `registrationCodeTaken` when the organisation was registered meanwhile, `registrationChanged`,
 * `registrationNotEditable`, `notFound`.
 */
export async function submitRegistration(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs' | 'secrets'>,
  applicant: Applicant,
  input: FormToSave,
): Promise<{ version: number; dueAt: string }> {
  const registration = authorizeApplicant(deps, applicant, await findRegistration(deps.db, input.id))
  const centre = await loadCentre(deps.db)
  const now = deps.clock.now()
  const dueAt = answerBy(now, centre.registrationReviewDays, centre.calendar)
  return inTransaction(deps, async (tx) => {
    const locked = await lockRegistration(tx, registration.id)
    checkEditable(locked.state)
    await refuseTakenCode(tx, locked.code)
    const files = await findFiles(tx, locked.id)
    checkComplete(missingPartsOf(input.form, files))
    const version = await writeForm(tx, applicant, locked as Authorized<RegistrationRecord>, input)
    if (locked.state === 'pending' && locked.dueAt) {
      if (version !== locked.version) await deps.jobs.send(tx, registrationCheck, { registrationId: locked.id })
      return { version, dueAt: locked.dueAt.toISOString() }
    }
    await changeRegistrationState(tx, applicantActor(applicant, { ...locked, ...input.form }), locked, {
      to: 'pending',
      now,
      data: {
        submittedAt: now,
        dueAt,
        remindedAt: null,
        decidedAt: null,
        decidedById: null,
        decidedByName: null,
        rejectedReason: null,
      },
      audit: { name: input.form.name, code: locked.code, files: files.length, dueAt: dueAt.toISOString() },
    })
    await deps.jobs.send(tx, registrationCheck, { registrationId: locked.id })
    return { version, dueAt: dueAt.toISOString() }
  })
}
