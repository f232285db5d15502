import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { statementsMatch } from '../statements/statements.queues.ts'
import { holdSuggestion } from './hold-suggestion.ts'
import { targetKey } from './matching.schema.ts'
import type { DismissInput } from './reconciliation.schema.ts'
import { dropSuggestion, insertDismissed } from './suggestions.store.ts'

/**
 * "Not this one": the pairs of lines and targets of a suggestion are never suggested again, and the lines are matched
 * anew. Throws `suggestionGone` when the rules think otherwise by now.
 */
export async function dismissSuggestion(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  actor: AccountActor,
  { suggestionId, key }: DismissInput,
): Promise<{ dismissed: number }> {
  return inTransaction(deps, async (tx) => {
    const seen = await holdSuggestion(tx, suggestionId)
    if (!seen || seen.key !== key) throw new AppError('suggestionGone')
    const { content } = seen
    const pairs =
      content.parts.length > 0
        ? content.parts.map((part) => ({ lineId: part.lineId, targetKey: targetKey(part.target) }))
        : content.lineIds.map((lineId) => ({ lineId, targetKey: `order:${content.creditOrderId}` }))
    await insertDismissed(tx, pairs, actor.accountId, deps.clock.now())
    await dropSuggestion(tx, suggestionId)
    for (const lineId of content.lineIds) {
      await writeAudit(tx, actor, {
        action: 'statementLine.dismissed',
        subjectType: 'statementLine',
        subjectId: lineId,
        organisationId: null,
        after: { targets: pairs.filter((pair) => pair.lineId === lineId).map((pair) => pair.targetKey) },
      })
    }
    await deps.jobs.send(tx, statementsMatch, {})
    return { dismissed: pairs.length }
  })
}
