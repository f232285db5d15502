import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudits } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { holdTarget } from './hold-target.ts'
import { moveTo } from './learner-bulk.store.ts'
import type { BulkAnswer, MoveLearnersInput } from './learners.schema.ts'
import { pickLearners } from './pick-learners.ts'

/**
 * Moves learners to another organisation or department of the own subtree, in one transaction. Throws `notFound`,
 * `organisationNotActive`, `selectionChanged`, and `conflict` when `from` is named and somebody else moved one of them
 * from there meanwhile.
 */
export async function moveLearners(
  deps: Deps,
  actor: AccountActor,
  { selection, organisationId, from }: MoveLearnersInput,
): Promise<BulkAnswer> {
  return inTransaction(deps, async (tx) => {
    const place = await holdTarget(tx, actor, organisationId)
    const picked = await pickLearners(deps, tx, actor, selection)
    const moving = picked.filter((learner) => learner.organisationId !== place.id)
    if (from !== undefined && moving.some((learner) => learner.organisationId !== from)) throw new AppError('conflict')
    const ids = moving.map((learner) => learner.id)
    await moveTo(tx, ids, place, deps.clock.now())
    await writeAudits(
      tx,
      actor,
      { action: 'learner.moved', subjectType: 'learner' },
      moving.map((learner) => ({
        subjectId: learner.id,
        organisationId: place.id,
        before: { organisationId: learner.organisationId },
        after: { organisationId: place.id },
      })),
    )
    return { changed: moving.length, unchanged: picked.length - moving.length }
  })
}
