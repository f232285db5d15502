import type {
  ImportState,
  ImportSummary,
  ImportView,
  RowOutcome,
} from '../../../server/features/imports/imports.schema.ts'
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
export function resultSentence(one: Pick<ImportView, 'kind' | 'result' | 'counts'>): string {
  if (!one.result) return ''
  const { created, updated } = one.result
  if (created > 0 && one.kind === 'recharges') return t('rechargesDone', { count: created })
  if (created > 0 && one.kind === 'hours') return t('hoursDone', { count: created })
  if (created + updated === 0) return t('nothingChanged')
  return t('rowsDone', { created, updated, unchanged: one.counts.unchanged })
}

/** What became of one row. */
export function outcomeWord(outcome: RowOutcome, kind: ImportSummary['kind']): string {
  return outcome === 'error' ? t('oneError') : showWord(outcome, kind)
}

/** Money goes out rather than people in: who is new to a recharge gets something, and who is unchanged does not. */
function showWord(show: Show, kind: ImportSummary['kind']): string {
  if (kind === 'recharges' && show === 'new') return t('newRecharge')
  if (kind === 'recharges' && show === 'unchanged') return t('unchangedRecharge')
  return t(show)
}

/** What to look at first: the rows that need a hand. */
export function firstShown(counts: ImportView['counts']): Show {
  return shows.find((name) => counts[name] > 0) ?? 'new'
}

/** The counts of a preview, which are its filters too. What nobody has stays away, but for errors and new rows. */
export function rowTabs(
  counts: ImportView['counts'],
  current: Show,
  kind: ImportSummary['kind'],
  onChoose: (show: Show) => void,
): readonly CountTab[] {
  return shows
    .filter((name) => name === 'error' || name === 'new' || name === current || counts[name] > 0)
    .map((name) => ({
      label: showWord(name, kind),
      count: counts[name],
      current: current === name,
      tone: name === 'error' && counts.error > 0 ? 'rejected' : 'plain',
      onChoose: () => onChoose(name),
    }))
}
