import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Transaction } from '../../platform/database.ts'
import { managesCentre } from '../organisations/units.rules.ts'
import { lockIdentity } from './learners.store.ts'

/**
 * Locks a learner whose name or ID number is about to change. Once an enrolment of theirs is confirmed, who they are is on
 * forms and orders: only reviewers and system admins correct it then. Throws `identityLocked` (name).
 */
export async function holdIdentity(
  tx: Transaction,
  actor: Actor,
  learner: { readonly id: string; readonly name: string },
): Promise<void> {
  const { confirmed } = await lockIdentity(tx, [learner.id])
  if (confirmed.has(learner.id) && !mayCorrect(actor)) throw new AppError('identityLocked', { name: learner.name })
}

/** Who may correct the identity of somebody with a confirmed enrolment. */
export function mayCorrect(actor: Actor): boolean {
  return actor.kind === 'account' && managesCentre(actor)
}

/** Throws `learnerErased`: nobody is behind the entry any more. */
export function refuseErased(learner: { readonly erasedAt: Date | null }): void {
  if (learner.erasedAt !== null) throw new AppError('learnerErased')
}
