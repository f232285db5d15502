import { useQueryClient } from '@tanstack/solid-query'
import { createSignal } from 'solid-js'
import { newId } from '../../../server/core/ids.ts'
import { addFen, type Fen } from '../../../server/core/money.ts'
import type { SettledOutput } from '../../../server/features/reconciliation/reconciliation.schema.ts'
import { api } from '../../api.ts'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-matching.zh-CN.ts'
import { ConnectionLost, errorSentence } from '../../texts/errors.ts'
import { formatYuan } from '../../texts/format.ts'

/** What is confirmed at once: a suggestion with all its lines, or one line as a hand has split it. */
export interface Confirmation {
  /** The lines that are done with it. */
  readonly lineIds: readonly string[]
  /** Who paid, for the toast. */
  readonly name: string
  readonly amountFen: Fen
  readonly what:
    | {
        readonly kind: 'suggestion'
        readonly suggestionId: string
        readonly key: string
        readonly choice: number
        readonly partCount: number
        readonly otherAccountAccepted: boolean
      }
    | {
        readonly kind: 'split'
        readonly lineId: string
        readonly parts: readonly { readonly orderId: string; readonly amountFen: Fen }[]
        readonly otherAccountAccepted: boolean
      }
}

export interface MatchingActions {
  busy(): boolean
  /** How far confirming several has come. */
  progress(): { readonly done: number; readonly count: number } | null
  confirm(confirmations: readonly Confirmation[]): Promise<boolean>
  dismiss(line: { id: string; name: string }, suggestion: { id: string; key: string }): Promise<boolean>
  /** Runs something else that changes a line, and says what went wrong if it does. */
  run(work: () => Promise<unknown>, said: string): Promise<boolean>
}

/** How often one confirmation is sent when the connection is lost on the way: the same ids are the same money. */
const mostSends = 3

async function send({ what }: Confirmation): Promise<SettledOutput> {
  const ids = Array.from({ length: what.kind === 'suggestion' ? what.partCount : what.parts.length }, () => newId())
  for (let sends = 1; ; sends++) {
    try {
      if (what.kind === 'suggestion') {
        const { suggestionId, key, choice, otherAccountAccepted } = what
        return await api.reconciliation.confirm.mutate({
          suggestionId,
          key,
          choice,
          allocationIds: ids,
          otherAccountAccepted,
        })
      }
      return await api.reconciliation.allocate.mutate({
        lineId: what.lineId,
        parts: what.parts.map((part, at) => ({ ...part, allocationId: ids[at] ?? '' })),
        otherAccountAccepted: what.otherAccountAccepted,
      })
    } catch (error) {
      if (!(error instanceof ConnectionLost) || sends === mostSends) throw error
    }
  }
}

/**
 * What is decided on lines. A confirmation stands at once and can be undone: by its toast for ten seconds, and by its
 * allocations at any time. `onGone` hears which lines are done, `onBack` which came back.
 */
export function createMatchingActions(after: {
  readonly onGone: (lineIds: ReadonlySet<string>) => void
  readonly onBack: (lineIds: ReadonlySet<string>) => void
}): MatchingActions {
  const queries = useQueryClient()
  const [busy, setBusy] = createSignal(false)
  const [progress, setProgress] = createSignal<{ done: number; count: number } | null>(null)
  const refresh = () =>
    Promise.all(
      [api.matching.lines, api.matching.totals, api.matching.line, api.matching.automatic, api.matching.counts].map(
        (binding) => queries.invalidateQueries({ queryKey: binding.key() }),
      ),
    )

  const undo = async (settled: readonly SettledOutput[], lineIds: ReadonlySet<string>) => {
    try {
      for (const { allocationId } of settled.flatMap((one) => one.parts).toReversed())
        await api.reconciliation.undo.mutate({ allocationId, reason: t('undoneAtOnce') })
    } finally {
      after.onBack(lineIds)
      await refresh()
    }
  }

  const confirm: MatchingActions['confirm'] = async (confirmations) => {
    if (busy() || confirmations.length === 0) return false
    setBusy(true)
    const done: { confirmation: Confirmation; settled: SettledOutput }[] = []
    const refused: { confirmation: Confirmation; error: unknown }[] = []
    try {
      for (const [at, confirmation] of confirmations.entries()) {
        if (confirmations.length > 1) setProgress({ done: at, count: confirmations.length })
        try {
          done.push({ confirmation, settled: await send(confirmation) })
          after.onGone(new Set(confirmation.lineIds))
        } catch (error) {
          refused.push({ confirmation, error })
        }
      }
    } finally {
      setBusy(false)
      setProgress(null)
    }
    const [first] = done
    if (first) {
      const amount = formatYuan(addFen(...done.map((one) => one.confirmation.amountFen)))
      const lineIds = new Set(done.flatMap((one) => one.confirmation.lineIds))
      showToast({
        text:
          done.length === 1
            ? t('confirmedOne', { amount, name: first.confirmation.name })
            : t('confirmedMany', { count: done.length, amount }),
        undo: () =>
          undo(
            done.map((one) => one.settled),
            lineIds,
          ),
      })
    }
    sayRefused(refused)
    void refresh()
    return refused.length === 0
  }

  return {
    busy,
    progress,
    confirm,
    dismiss: (line, suggestion) =>
      run(
        () => api.reconciliation.dismiss.mutate({ suggestionId: suggestion.id, key: suggestion.key }),
        t('dismissed', { name: line.name }),
      ),
    run,
  }

  async function run(work: () => Promise<unknown>, said: string): Promise<boolean> {
    if (busy()) return false
    setBusy(true)
    try {
      await work()
      showToast({ text: said })
      return true
    } catch (error) {
      showToast({ text: t('notDone', { why: errorSentence(error) }), durationMs: 10_000 })
      return false
    } finally {
      setBusy(false)
      void refresh()
    }
  }
}

function sayRefused(refused: readonly { readonly confirmation: Confirmation; readonly error: unknown }[]): void {
  const [first] = refused
  if (!first) return
  const why = errorSentence(first.error)
  showToast({
    text:
      refused.length === 1
        ? t('notConfirmed', { name: first.confirmation.name, why })
        : t('notConfirmedMany', { count: refused.length, why }),
    durationMs: 12_000,
  })
}
