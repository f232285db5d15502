import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { type Applicant, applicantActor, authorizeApplicant } from './applicant.ts'
import { findFile, findFiles, markFileDropped, markFileRemoved } from './registration-files.store.ts'
import { registrationCheck } from './registrations.queues.ts'
import { checkComplete, checkEditable, missingPartsOf } from './registrations.rules.ts'
import { bumpVersion, findRegistration, lockRegistration } from './registrations.store.ts'
import { removeFiles } from './withdraw-registration.ts'

/**
 * Takes a file off a registration that is not approved; off a draft, bytes and all. Again is no error. While it is being reviewed the last licence
 * stays (`registrationIncomplete`): a new one is added first.
 */
export async function removeRegistrationFile(
  deps: Pick<Deps, 'db' | 'clock' | 'files' | 'jobs' | 'secrets'>,
  applicant: Applicant,
  input: { id: string; fileId: string },
): Promise<{ version: number }> {
  const registration = authorizeApplicant(deps, applicant, await findRegistration(deps.db, input.id))
  const { version, dropped } = await inTransaction(deps, async (tx) => {
    const locked = await lockRegistration(tx, registration.id)
    const file = await findFile(tx, input.fileId)
    if (!file || file.registrationId !== registration.id) throw new AppError('notFound')
    if (file.removedAt) return { version: locked.version, dropped: [] }
    checkEditable(locked.state)
    const others = (await findFiles(tx, locked.id)).filter((other) => other.id !== file.id)
    if (locked.state === 'pending') checkComplete(missingPartsOf(locked, others))
    const now = deps.clock.now()
    const isDraft = locked.state === 'draft'
    // What staff may have looked at stays, as everything does that a decision was made on.
    const dropped = isDraft ? await markFileDropped(tx, file, now) : []
    if (!isDraft) await markFileRemoved(tx, file.id, now)
    const version = await bumpVersion(tx, locked.id)
    await writeAudit(tx, applicantActor(applicant, locked), {
      action: 'registrationFile.removed',
      subjectType: 'registration',
      subjectId: locked.id,
      organisationId: null,
      before: { fileId: file.id, purpose: file.purpose, sha256: file.sha256 },
    })
    await deps.jobs.send(tx, registrationCheck, { registrationId: locked.id })
    return { version, dropped }
  })
  await removeFiles(deps, dropped)
  return { version }
}
