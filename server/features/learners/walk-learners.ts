import type { Actor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { findLearnerPage } from './learner-lists.store.ts'
import { learnerQuery } from './learner-query.ts'
import type { LearnerFilter } from './learners.schema.ts'

/** Where somebody stands in the order of lists: by organisation, then in the order in which they came. */
export type LearnerPlace = { readonly path: string; readonly id: string }

/** The next learners that a filter finds, in the order of lists; made once, asked for page after page. */
export type LearnerWalk = (after: LearnerPlace | null, take: number) => Promise<LearnerPlace[]>

/**
 * What lists of learners find, for lists about something that learners have. Cut to what the actor may see. Throws
 * `notFound` for an organisation of another subtree.
 */
export async function walkLearners(
  deps: Pick<Deps, 'db' | 'secrets'>,
  actor: Actor,
  filter: LearnerFilter,
): Promise<LearnerWalk> {
  const query = await learnerQuery(deps, actor, filter)
  return (after, take) => findLearnerPage(deps.db, query, after, take)
}
