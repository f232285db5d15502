import { systemActor } from '../../core/actor.ts'
import { AppError, isRetryable } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { loadFinanceSettings } from '../centre/finance-settings.ts'
import { lockOrder } from '../orders/load-order.ts'
import { holdLines, leftOf } from '../statements/hold-lines.ts'
import { settleSuggestion } from './confirm-suggestion.ts'
import { holdSuggestion } from './hold-suggestion.ts'
import { partsOf } from './suggestion-parts.rules.ts'
import type { StoredSuggestion } from './suggestions.store.ts'

const actor = systemActor('reconciliation.automatic')

export type AutomaticRun = { readonly settled: number; readonly left: number }

/**
 * Settles the suggestions of the strongest class by itself, where staff have switched that on (off by default), each in a
 * transaction of its own. What a rule found is looked at again under the locks: the line is whole and free, the order is
 * open and wants just this sum; anything else stays a suggestion for a person. Each decision stands in the list of
 * automatic ones and can be undone.
 */
export async function settleAutomatically(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs' | 'logger'>,
  suggestionIds: readonly string[],
): Promise<AutomaticRun> {
  let settled = 0
  for (const id of suggestionIds) {
    try {
      if (await inTransaction(deps, (tx) => settleOne(deps, tx, id))) settled++
    } catch (error) {
      if (error instanceof AppError && !isRetryable(error)) {
        // Somebody was first, or it is no longer as it was: it stays for a person.
        deps.logger.info('reconciliation.leftToPeople', { suggestionId: id, code: error.code })
        continue
      }
      throw error
    }
  }
  return { settled, left: suggestionIds.length - settled }
}

async function settleOne(deps: Pick<Deps, 'clock' | 'jobs'>, tx: Transaction, id: string): Promise<boolean> {
  const { autoSettle } = await loadFinanceSettings(tx)
  if (!autoSettle) return false
  const suggestion = await holdSuggestion(tx, id)
  if (!suggestion?.automatic) return false
  if (!(await isStillSo(tx, suggestion))) return false
  const parts = partsOf(suggestion.content, suggestion.content.lineIds)
  await settleSuggestion(deps, tx, actor, suggestion, {
    choice: 0,
    allocationIds: parts.map(() => newId()),
    automatic: true,
    otherAccountAccepted: false,
  })
  return true
}

/** Nothing of the line is given away, nothing is left over, and each order is open and gets just what it lacks. */
async function isStillSo(tx: Transaction, { content }: StoredSuggestion): Promise<boolean> {
  if (content.restToCreditFen > 0 || content.double) return false
  const lines = await holdLines(tx, content.lineIds)
  for (const line of lines.values()) {
    const given = sum(content.parts.filter((part) => part.lineId === line.id))
    if (line.allocatedFen > 0 || leftOf(line) !== given) return false
  }
  for (const orderId of [...new Set(content.parts.map((part) => part.target.orderId))].sort()) {
    const order = await lockOrder(tx, orderId)
    const parts = content.parts.filter((part) => part.target.orderId === orderId)
    // A payment that was confirmed by its slip is only shown: its order has the money.
    if (parts.every((part) => part.target.kind === 'payment')) continue
    if (order.state !== 'open' || order.outstandingFen !== sum(parts)) return false
  }
  return true
}

function sum(parts: readonly { readonly amountFen: number }[]): number {
  return parts.reduce((total, part) => total + part.amountFen, 0)
}
