import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { pathRange } from '../organisations/units.rules.ts'
import { countPicked, type PickedLearner, type PickLock, pickByIds, pickByQuery } from './learner-bulk.store.ts'
import { learnerQuery } from './learner-query.ts'
import { mostInBulk, type Selection } from './learners.schema.ts'

/**
 * The learners of a selection, locked until the transaction ends, and none outside of the actor's subtree. Throws
 * `notFound` when a ticked one is not there, `selectionChanged` (expectedCount, count) when the filter no longer finds as
 * many as the person saw.
 */
export async function pickLearners(
  deps: Pick<Deps, 'secrets'>,
  tx: Transaction,
  actor: AccountActor,
  selection: Selection,
  lock: PickLock = 'change',
): Promise<PickedLearner[]> {
  if ('ids' in selection) {
    const ids = [...new Set(selection.ids)]
    const picked = await pickByIds(tx, ids, pathRange(scopeOf(actor)), lock)
    if (picked.length !== ids.length) throw new AppError('notFound')
    return picked
  }
  const { filter, expectedCount } = selection
  const query = await learnerQuery({ db: tx, secrets: deps.secrets }, actor, filter)
  const picked = await pickByQuery(tx, query, expectedCount + 1, lock)
  if (picked.length === expectedCount) return picked
  const count = await countPicked(tx, query, mostInBulk)
  throw new AppError('selectionChanged', { expectedCount, count })
}
