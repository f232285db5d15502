import type { AccountActor, Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, isUniqueViolation, type Transaction } from '../../platform/database.ts'
import { findAllocations } from './allocations.store.ts'
import { answerAgain } from './answer-again.ts'
import { holdSuggestion } from './hold-suggestion.ts'
import type { ConfirmInput, SettledOutput, SettledPart } from './reconciliation.schema.ts'
import { settleParts } from './settle-parts.ts'
import { partsOf } from './suggestion-parts.rules.ts'
import { dropSuggestion, type StoredSuggestion } from './suggestions.store.ts'

/**
 * Confirms what the matching rules suggested, as it was shown. Throws `suggestionGone` when they think otherwise by now,
 * and what `settleParts` throws. Confirmed again under the same ids it answers the same.
 */
export async function confirmSuggestion(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  actor: AccountActor,
  input: ConfirmInput,
): Promise<SettledOutput> {
  try {
    return await inTransaction(deps, async (tx) => {
      const suggestion = await holdSuggestion(tx, input.suggestionId)
      if (!suggestion || suggestion.key !== input.key) return { parts: await repeated(tx, input) }
      const parts = await settleSuggestion(deps, tx, actor, suggestion, {
        choice: input.choice,
        allocationIds: input.allocationIds,
        automatic: false,
        otherAccountAccepted: input.otherAccountAccepted,
      })
      return { parts }
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('idempotencyKeyReused')
    throw error
  }
}

/** Settles a suggestion, or its runner-up, and takes it away, in the caller's transaction. */
export async function settleSuggestion(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  actor: Actor,
  suggestion: StoredSuggestion,
  how: {
    readonly choice: number
    readonly allocationIds: readonly string[]
    readonly automatic: boolean
    readonly otherAccountAccepted: boolean
  },
): Promise<SettledPart[]> {
  const { content } = suggestion
  const chosen = how.choice === 0 ? content : content.runnerUp
  const wanted = chosen ? partsOf(chosen, content.lineIds) : []
  if (!chosen || wanted.length === 0 || wanted.length !== how.allocationIds.length) throw new AppError('suggestionGone')
  const settled = await settleParts(deps, tx, actor, {
    parts: wanted.map((part, at) => ({ ...part, allocationId: how.allocationIds[at] ?? '' })),
    automatic: how.automatic,
    evidence: { score: chosen.score, reasons: chosen.reasons },
    otherAccountAccepted: how.otherAccountAccepted,
  })
  await dropSuggestion(tx, suggestion.id)
  return settled
}

/** The suggestion is gone because this very confirmation took it: the same answer; else somebody else was first. */
async function repeated(tx: Transaction, { allocationIds }: ConfirmInput): Promise<SettledPart[]> {
  const known = await findAllocations(tx, allocationIds)
  if (known.length !== allocationIds.length) throw new AppError('suggestionGone')
  return answerAgain(tx, known)
}
