import type { AccountActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { countUnreadNotices } from './list-notices.ts'
import type { MarkReadInput } from './notices.schema.ts'
import { markNoticesRead as markInStore } from './notices.store.ts'

/** Marks the actor's own notices as read; ids of others are passed over. Answers what is left unread. */
export async function markNoticesRead(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  input: MarkReadInput,
): Promise<{ unread: number }> {
  await markInStore(deps.db, actor.accountId, input, deps.clock.now())
  return countUnreadNotices(deps, actor)
}
