import { systemActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { registrationLifeSeconds } from './applicant-token.ts'
import { findForgottenDrafts, lockRegistration } from './registrations.store.ts'
import { removeDraft, removeFiles } from './withdraw-registration.ts'

const actor = systemActor('registrations.forget')
const mostANight = 500

/**
 * Removes drafts that were not touched for as long as their cookie lives: hardly anybody can come back to them, and
 * pictures of licences are not kept without a reason.
 */
export async function forgetDrafts(deps: Pick<Deps, 'db' | 'clock' | 'files'>): Promise<void> {
  const before = new Date(deps.clock.now().getTime() - registrationLifeSeconds * 1000)
  for (const { id } of await findForgottenDrafts(deps.db, before, mostANight)) {
    const keys = await inTransaction(deps, async (tx) => {
      const draft = await lockRegistration(tx, id)
      // Handed in at the last moment.
      if (draft.state !== 'draft') return []
      return removeDraft(tx, actor, draft, 'registration.forgotten')
    })
    await removeFiles(deps, keys)
  }
}
