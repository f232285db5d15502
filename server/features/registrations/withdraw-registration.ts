import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { AuditAction } from '../../core/audit-actions.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { type Applicant, applicantActor, authorizeApplicant } from './applicant.ts'
import { deleteDraft, findRegistration, lockRegistration, type RegistrationRecord } from './registrations.store.ts'

/**
 * Takes a draft back: it and its files are gone, the audit trail stays. What was handed in stays with the centre. Again
 * is no error. Throws `conflict` for what is no draft, `notFound`.
 */
export async function withdrawRegistration(
  deps: Pick<Deps, 'db' | 'clock' | 'files' | 'secrets'>,
  applicant: Applicant,
  input: { id: string },
): Promise<{ ok: true }> {
  const registration = authorizeApplicant(deps, applicant, await findRegistration(deps.db, input.id))
  const keys = await inTransaction(deps, async (tx) => {
    const locked = await lockRegistration(tx, registration.id)
    return removeDraft(tx, applicantActor(applicant, locked), locked, 'registration.withdrawn')
  })
  await removeFiles(deps, keys)
  return { ok: true }
}

/** Removes a draft's rows and answers the keys of its files, which go when that is committed. */
export async function removeDraft(
  tx: Transaction,
  actor: Actor,
  draft: RegistrationRecord,
  action: AuditAction,
): Promise<string[]> {
  if (draft.state !== 'draft') throw new AppError('conflict', { from: draft.state, to: 'withdrawn' })
  const keys = await deleteDraft(tx, draft.id)
  await writeAudit(tx, actor, {
    action,
    subjectType: 'registration',
    subjectId: draft.id,
    organisationId: null,
    before: { code: draft.code, name: draft.name },
  })
  return keys
}

/** A file that stays behind because the process died here is named by no row; it does no harm. */
export async function removeFiles(deps: Pick<Deps, 'files'>, keys: readonly string[]): Promise<void> {
  for (const key of keys) await deps.files.remove(key)
}
