import type { AccountActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { writeAudits } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { endLearnerSessions } from '../accounts/learner-accounts.ts'
import { setEnabledOf } from './learner-bulk.store.ts'
import type { BulkAnswer, SetLearnersEnabledInput } from './learners.schema.ts'
import { findErased } from './learners.store.ts'
import { pickLearners } from './pick-learners.ts'

/**
 * Disables learners, which ends their sessions before their next request, or enables them again. One transaction for all;
 * who is so already is left alone, and so is who was erased. Throws `notFound`, `selectionChanged`.
 */
export async function setLearnersEnabled(
  deps: Deps,
  actor: AccountActor,
  { selection, enabled, reason }: SetLearnersEnabledInput,
): Promise<BulkAnswer> {
  return inTransaction(deps, async (tx) => {
    const picked = await pickLearners(deps, tx, actor, selection)
    const erased = enabled
      ? await findErased(
          tx,
          picked.map((learner) => learner.id),
        )
      : new Set<string>()
    const changed = picked.filter((learner) => learner.enabled !== enabled && !erased.has(learner.id))
    await setEnabledOf(
      tx,
      changed.map((learner) => learner.id),
      enabled,
      deps.clock.now(),
    )
    if (!enabled) {
      const accountIds = changed.flatMap((learner) => learner.accountId ?? [])
      await endLearnerSessions(deps, tx, accountIds)
    }
    await writeAudits(
      tx,
      actor,
      { action: enabled ? 'learner.enabled' : 'learner.disabled', subjectType: 'learner' },
      changed.map(({ id, organisationId }) => ({
        subjectId: id,
        organisationId,
        before: { enabled: !enabled },
        after: { enabled, ...(reason === '' ? {} : { reason }) },
      })),
    )
    return { changed: changed.length, unchanged: picked.length - changed.length }
  })
}
