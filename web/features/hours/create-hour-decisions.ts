import { type QueryClient, useQueryClient } from '@tanstack/solid-query'
import { createSignal } from 'solid-js'
import { newId } from '../../../server/core/ids.ts'
import type {
  DecidedHours,
  DecideHoursInput,
  HourDecisionView,
  HourSelection,
} from '../../../server/features/hours/hour-review.schema.ts'
import type { HourVerdict, WaitingDecision } from '../../../server/features/hours/hours.schema.ts'
import { api } from '../../api.ts'
import { showToast } from '../../components/toast.tsx'
import { ConnectionLost, errorSentence } from '../../texts/errors.ts'
import { t } from '../../texts/hours.zh-CN.ts'
import { errorOfCode } from '../shell/error-of-code.ts'

/*
 * Decisions outlive the page that made them: whoever goes on to the next training, or to another page, can still undo, and
 * hears about it when a decision could not be carried out.
 */

const [putAside, setPutAside] = createSignal<ReadonlySet<string>>(new Set())

/** Whether it was decided here and has not taken effect: it is done for whoever decided, and shown to others only. */
export function isPutAside({ id }: Pick<WaitingDecision, 'id'>): boolean {
  return putAside().has(id)
}

const setAside = (id: string, aside: boolean) => {
  const next = new Set(putAside())
  if (aside) next.add(id)
  else next.delete(id)
  setPutAside(next)
}

/** How often one decision is sent when the connection is lost on the way: the same id is the same decision. */
const mostSends = 3

async function send(input: DecideHoursInput): Promise<DecidedHours> {
  for (let sends = 1; ; sends++) {
    try {
      return await api.hours.decide.mutate(input)
    } catch (error) {
      if (!(error instanceof ConnectionLost) || sends === mostSends) throw error
    }
  }
}

/**
 * Decides on one record, several or a whole group, all or nothing. It takes effect ten seconds later; the toast undoes it
 * until then. A refusal (somebody was faster, it was taken back) is a toast with its sentence, and everything is asked for
 * again.
 */
export function createHourDecisions(onDone: () => void) {
  const queries = useQueryClient()
  const [deciding, setDeciding] = createSignal<HourVerdict | null>(null)

  const decide = async (input: DecideHoursInput, onUndone?: () => void) => {
    if (deciding() !== null) return
    setDeciding(input.verdict)
    try {
      const decided = await send(input)
      setAside(decided.decisionId, true)
      showToast({
        text: t(input.verdict === 'approve' ? 'approvedDone' : 'rejectedDone', { count: decided.decided }),
        until: decided.effectiveAt,
        undo: async () => {
          await undoHours(queries, decided.decisionId)
          onUndone?.()
        },
      })
      void follow(queries, decided)
      await refresh(queries)
      onDone()
    } catch (error) {
      showToast({ text: t('notDone', { why: errorSentence(error) }), durationMs: 10_000 })
      await refresh(queries)
    } finally {
      setDeciding(null)
    }
  }

  return {
    approving: () => deciding() === 'approve',
    rejecting: () => deciding() === 'reject',
    /** `onUndone`: shows what came back. */
    approve: (selection: HourSelection, onUndone?: () => void) =>
      void decide({ id: newId(), verdict: 'approve', selection }, onUndone),
    reject: (selection: HourSelection, reason: string, onUndone?: () => void) =>
      void decide({ id: newId(), verdict: 'reject', selection, reason }, onUndone),
    /** Takes back one's own decision whose toast is gone, after a reload. */
    undo: (decisionId: string) =>
      undoHours(queries, decisionId).catch((error: unknown) => {
        showToast({ text: errorSentence(error) })
      }),
  }
}

/** Lists, counts, the learners' sums: all of it follows from a decision. */
async function refresh(queries: QueryClient): Promise<void> {
  await queries.invalidateQueries()
}

/** All of it waits again; one that was too late is left as it is, and the toast says so. */
async function undoHours(queries: QueryClient, decisionId: string): Promise<void> {
  try {
    await api.hours.undo.mutate({ decisionId })
    setAside(decisionId, false)
  } finally {
    await refresh(queries)
  }
}

/** The worker needs a moment after the ten seconds; then it is asked again and again, ever more seldom. */
const settleMs = 1_500
const againMs = 3_000
const mostAgainMs = 30_000

/** Watches a decision until it took effect, and says so when it did not, or not on all of it. */
async function follow(queries: QueryClient, { decisionId, effectiveAt }: DecidedHours): Promise<void> {
  await wait(Date.parse(effectiveAt) - Date.now() + settleMs)
  for (let pauseMs = againMs; ; pauseMs = Math.min(2 * pauseMs, mostAgainMs)) {
    const decision = await stateOf(decisionId)
    if (decision !== 'waiting') {
      // First the lists without it, then nothing has to be kept out of the lists any more.
      await refresh(queries)
      setAside(decisionId, false)
      if (decision) tellEnd(decision)
      return
    }
    await wait(pauseMs)
  }
}

function tellEnd({ verdict, state, errorCode, count, settledCount }: HourDecisionView): void {
  if (state === 'failed') {
    showToast({ text: t('notDone', { why: errorSentence(errorOfCode(errorCode)) }), durationMs: 20_000 })
  }
  if (state !== 'effective' || settledCount === null || settledCount === count) return
  const parts = { taken: count - settledCount, settled: settledCount }
  showToast({ text: t(verdict === 'approve' ? 'approvedOfAll' : 'rejectedOfAll', parts), durationMs: 20_000 })
}

/** What became of it; null: nobody knows it any more. A lost connection is asked again. */
async function stateOf(decisionId: string): Promise<HourDecisionView | 'waiting' | null> {
  try {
    const decision = await api.hours.decision.query({ decisionId })
    return decision.state === 'waiting' ? 'waiting' : decision
  } catch (error) {
    return error instanceof ConnectionLost ? 'waiting' : null
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)))
}
