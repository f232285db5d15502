import type { AccountActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { countLearnerRows } from './learner-lists.store.ts'
import { learnerQuery } from './learner-query.ts'
import { type CountLearnersInput, type LearnerCount, mostCounted, mostInBulk } from './learners.schema.ts'

/** How many learners a filter finds: enough for a heading, or exactly, for somebody who is about to change them all. */
export async function countLearners(
  deps: Pick<Deps, 'db' | 'secrets'>,
  actor: AccountActor,
  { exact, ...filter }: CountLearnersInput,
): Promise<LearnerCount> {
  const query = await learnerQuery(deps, actor, filter)
  return countLearnerRows(deps.db, query, exact ? mostInBulk : mostCounted, exact)
}
