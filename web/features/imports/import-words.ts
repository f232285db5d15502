import type { ImportState, ImportView, RowOutcome } from '../../../server/features/imports/imports.schema.ts'
import type { StateTone } from '../../components/chop.tsx'
import type { CountTab } from '../../components/link-tabs.tsx'
import { t } from '../../texts/imports.zh-CN.ts'

export const stateTones = {
  received: 'waiting',
  reading: 'waiting',
  previewed: 'waiting',
  committing: 'waiting',
  committed: 'settled',
  failed: 'rejected',
  cancelled: 'neutral',
} as const satisfies Record<ImportState, StateTone>

export const outcomeTones = {
  error: 'rejected',
  new: 'settled',
  changed: 'waiting',
  unchanged: 'neutral',
} as const satisfies Record<RowOutcome, StateTone>

export const shows = ['error', 'new', 'changed', 'unchanged', 'warning'] as const
export type Show = (typeof shows)[number]

/** Whether the worker has it in hand: then the page asks again and again. */
export function inWork(state: ImportState): boolean {
  return state === 'received' || state === 'reading' || state === 'committing'
}

/** Rows that a commit would write. */
export function writable(counts: ImportView['counts']): number {
  return counts.new + counts.changed
}

/** What came of it, in a sentence. */
export function resultSentence(one: Pick<ImportView, 'result' | 'counts'>): string {
  if (!one.result) return ''
  const { created, updated } = one.result
  if (created + updated === 0) return t('nothingChanged')
  return t('rowsDone', { created, updated, unchanged: one.counts.unchanged })
}

/** What became of one row. */
export function outcomeWord(outcome: RowOutcome): string {
  return t(outcome === 'error' ? 'oneError' : outcome)
}

/** What to look at first: the rows that need a hand. */
export function firstShown(counts: ImportView['counts']): Show {
  return shows.find((name) => counts[name] > 0) ?? 'new'
}

/** The counts of a preview, which are its filters too. What nobody has stays away, but for errors and new rows. */
export function rowTabs(
  counts: ImportView['counts'],
  current: Show,
  onChoose: (show: Show) => void,
): readonly CountTab[] {
  return shows
    .filter((name) => name === 'error' || name === 'new' || name === current || counts[name] > 0)
    .map((name) => ({
      label: t(name),
      count: counts[name],
      current: current === name,
      tone: name === 'error' && counts.error > 0 ? 'rejected' : 'plain',
      onChoose: () => onChoose(name),
    }))
}
