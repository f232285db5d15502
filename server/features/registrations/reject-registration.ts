import type { AccountActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { announce } from '../notices/announce.ts'
import { takeForDecision } from './decide-registration.ts'
import type { RejectRegistrationInput } from './registrations.schema.ts'
import { changeRegistrationState } from './registrations.store.ts'

/**
 * Sends a registration back with what is wrong, and mails it to the applicant with the way to correct it. Throws as
 * `takeForDecision` does.
 */
export async function rejectRegistration(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  actor: AccountActor,
  { id, version, reason }: RejectRegistrationInput,
): Promise<{ ok: true }> {
  await inTransaction(deps, async (tx) => {
    const registration = await takeForDecision(tx, id, version)
    const now = deps.clock.now()
    await changeRegistrationState(tx, actor, registration, {
      to: 'rejected',
      now,
      data: { decidedAt: now, decidedById: actor.accountId, decidedByName: actor.name, rejectedReason: reason },
      audit: { reason, version },
    })
    await announce(deps, tx, {
      kind: 'registrationRejected',
      registrationId: id,
      organisationId: null,
      organisationName: registration.name,
      email: registration.email,
      reason,
      rejectedAt: now.toISOString(),
    })
  })
  return { ok: true }
}
