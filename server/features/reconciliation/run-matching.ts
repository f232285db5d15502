import { createHash } from 'node:crypto'
import { newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { loadFinanceSettings } from '../centre/finance-settings.ts'
import { changeThoughts, type LineThought, loadOpenLines, type OpenLine } from '../statements/open-lines.ts'
import { statementsMatch } from '../statements/statements.queues.ts'
import { checkStatementLines } from '../vouchers/check-statement-lines.ts'
import { findLinesUndone } from './desk-allocations.store.ts'
import type { Matches, MatchFacts, Suggestion, Tie } from './matching.schema.ts'
import { loadMatchFacts } from './matching-facts.ts'
import { settleAutomatically } from './settle-automatically.ts'
import {
  dropThoughts,
  findKnownThoughts,
  type KnownThought,
  type NewThought,
  putThoughts,
  takeSeat,
} from './thoughts.store.ts'

/** The rules at work: passed in, because the worker lets them think in a thread of its own (worker/matching). */
export type MatchLines = (facts: MatchFacts) => Promise<Matches>

type MatchDeps = Pick<Deps, 'db' | 'clock' | 'jobs' | 'logger'> & { readonly matchLines: MatchLines }

/** The job's own limit is ten minutes; 50,000 lines and as many orders take one. */
const runLimitMs = 590_000

export type MatchingRun = {
  readonly lines: number
  readonly suggestions: number
  readonly ties: number
  readonly settled: number
}

/**
 * Looks at every line that wants an order, all of them together, and writes what the rules think of them: only what is
 * thought otherwise than before. Lines that somebody settled meanwhile stay as they are. Then the strongest suggestions
 * settle by themselves where that is switched on, and slips in review hear whether the statement shows their money.
 * A run that finds another one under way asks for one after it.
 */
export async function matchStatements(deps: MatchDeps): Promise<MatchingRun | null> {
  const startedMs = performance.now()
  const found = await inTransaction(deps, (tx) => think(deps, tx), { timeoutMs: runLimitMs })
  if (!found) return null
  const { autoSettle } = await loadFinanceSettings(deps.db)
  const { settled } = autoSettle ? await settleAutomatically(deps, found.automaticIds) : { settled: 0 }
  await checkStatementLines(deps)
  const { lines, suggestions, ties } = found
  const ms = Math.round(performance.now() - startedMs)
  deps.logger.info('reconciliation.matched', { lines, suggestions, ties, settled, ms })
  return { lines, suggestions, ties, settled }
}

type Found = Omit<MatchingRun, 'settled'> & { readonly automaticIds: readonly string[] }

async function think(deps: MatchDeps, tx: Parameters<Parameters<typeof inTransaction>[1]>[0]): Promise<Found | null> {
  if (!(await takeSeat(tx))) {
    await deps.jobs.send(tx, statementsMatch, {})
    return null
  }
  // Read outside of the transaction: it holds the seat alone, and nothing of what it reads.
  const [lines, undone] = [await loadOpenLines(deps.db), new Set(await findLinesUndone(deps.db))]
  const { suggestions, ties } =
    lines.length === 0 ? { suggestions: [], ties: [] } : await deps.matchLines(await loadMatchFacts(deps.db, lines))
  const known = await findKnownThoughts(tx)
  // What a person took back the automaton does not do again.
  const left = suggestions.map((one) =>
    one.automatic && one.lineIds.some((id) => undone.has(id)) ? { ...one, automatic: false } : one,
  )
  const thoughts = thoughtsOf(left, ties, known)
  const now = deps.clock.now()
  const fingerprints = new Map(known.map((one) => [one.key, one.fingerprint]))
  await putThoughts(
    tx,
    thoughts.filter((one) => fingerprints.get(one.key) !== one.fingerprint),
    now,
  )
  await changeThoughts(tx, changesOf(lines, thoughts), now)
  const alive = new Set(thoughts.map((one) => one.id))
  await dropThoughts(
    tx,
    known.filter((one) => !alive.has(one.id)).map((one) => one.id),
  )
  const automaticIds = thoughts.filter((one) => one.automatic).map((one) => one.id)
  return { lines: lines.length, suggestions: suggestions.length, ties: ties.length, automaticIds }
}

/** Thoughts as rows: one that was there under its key keeps its id, so that what staff have open stays what it is. */
function thoughtsOf(
  suggestions: readonly Suggestion[],
  ties: readonly Tie[],
  known: readonly KnownThought[],
): NewThought[] {
  const ids = new Map(known.map((one) => [one.key, one.id]))
  const row = (thought: Omit<NewThought, 'id' | 'fingerprint'>): NewThought => ({
    ...thought,
    id: ids.get(thought.key) ?? newId(),
    fingerprint: hashOf(thought.content),
  })
  return [
    ...suggestions.map((content) =>
      row({
        key: content.key,
        strength: content.strength,
        score: content.score,
        automatic: content.automatic,
        orderIds: ordersOf([content]),
        content,
      }),
    ),
    ...ties.map((content) =>
      row({
        // A line has one thought: its tie keeps its row while the sides change.
        key: `tie:${hashOf(content.lineIds)}`,
        strength: 'tie',
        score: Math.max(...content.alternatives.map((one) => one.score)),
        automatic: false,
        orderIds: ordersOf(content.alternatives),
        content,
      }),
    ),
  ]
}

function ordersOf(choices: readonly Pick<Suggestion, 'parts' | 'creditOrderId'>[]): string[] {
  const ids = choices.flatMap((one) =>
    [...one.parts.map((part) => part.target.orderId), one.creditOrderId ?? []].flat(),
  )
  return [...new Set(ids)]
}

function hashOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32)
}

/** The lines whose thought is another than they point at. */
function changesOf(lines: readonly OpenLine[], thoughts: readonly NewThought[]): LineThought[] {
  const thoughtOf = new Map(thoughts.flatMap((one) => one.content.lineIds.map((lineId) => [lineId, one] as const)))
  return lines.flatMap((line) => {
    const thought = thoughtOf.get(line.id)
    const state = thought && thought.strength !== 'tie' ? 'suggested' : 'unmatched'
    const suggestionId = thought?.id ?? null
    if (line.state === state && line.suggestionId === suggestionId) return []
    return [{ id: line.id, wasState: line.state, wasAllocatedFen: line.allocatedFen, state, suggestionId }]
  })
}
