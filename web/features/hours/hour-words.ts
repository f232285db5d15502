import { formatHours } from '../../../server/core/hours.ts'
import type { TrainingRow } from '../../../server/features/hours/hour-people.schema.ts'
import { whatIsMissing } from '../../../server/features/hours/hours.rules.ts'
import type {
  HourReviewer,
  HourRow,
  HourSums,
  PlanHours,
  ShownHourState,
} from '../../../server/features/hours/hours.schema.ts'
import type { StateTone } from '../../components/chop.tsx'
import { formatDue } from '../../texts/format.ts'
import { t } from '../../texts/hours.zh-CN.ts'

export interface StateWords {
  readonly word: string
  readonly tone: StateTone
}

const states = {
  pending: 'waiting',
  approved: 'settled',
  rejected: 'rejected',
  withdrawn: 'neutral',
} as const satisfies Record<ShownHourState, StateTone>

export const shownStates = Object.keys(states) as readonly ShownHourState[]
export const hourKinds = ['compulsory', 'elective'] as const
export const hourSources = ['offline', 'online', 'adjustment'] as const

export function stateWords(state: ShownHourState): StateWords {
  return { word: t(state), tone: states[state] }
}

/** What became of a record: approved ones that corrections took away or changed say so. */
export function recordState(row: HourRow): StateWords {
  if (row.withdrawn) return stateWords('withdrawn')
  if (row.state === 'approved' && row.source !== 'adjustment' && row.left !== row.hours) {
    return row.left === 0 ? { word: t('void'), tone: 'neutral' } : { word: t('corrected'), tone: 'settled' }
  }
  return stateWords(row.state)
}

export function waitsForWord(waitsFor: HourReviewer): string {
  return t(waitsFor === 'staff' ? 'waitsForStaff' : 'waitsForSecondAdmin')
}

/** `等培训中心审核，5 月 11 日 17:30 前`; null for what does not wait. */
export function whoAndWhen(
  row: { readonly waitsFor: HourReviewer | null; readonly dueAt: string | null },
  now: Date,
): string | null {
  if (row.waitsFor === null) return null
  const who = waitsForWord(row.waitsFor)
  return row.dueAt === null ? who : t('dueBy', { who, when: formatDue(row.dueAt, now) })
}

/** What of a training comes first: what waits, what counts, or that nothing of it does. */
export function trainingState({ counts }: Pick<TrainingRow, 'counts'>): StateWords {
  const state =
    counts.pending > 0 ? 'pending' : counts.approved > 0 ? 'approved' : counts.rejected > 0 ? 'rejected' : 'withdrawn'
  return stateWords(state)
}

/** `共要 30.00 学时`, `必修至少 20.00、最多计 24.00`: a plan's rule, part by part. */
export function ruleParts(rule: PlanHours): string[] {
  const ofKind = (kind: 'compulsory' | 'elective', least: number, most: number | null) => {
    const [min, cap] = [formatHours(least), formatHours(most ?? 0)]
    if (least > 0 && most !== null) return [t('ruleBoth', { kind: t(kind), min, cap })]
    if (least > 0) return [t('ruleMin', { kind: t(kind), hours: min })]
    return most === null ? [] : [t('ruleCap', { kind: t(kind), hours: cap })]
  }
  return [
    t('ruleTotal', { hours: formatHours(rule.requiredHours) }),
    ...ofKind('compulsory', rule.compulsoryMin, rule.compulsoryCap),
    ...ofKind('elective', rule.electiveMin, rule.electiveCap),
  ]
}

/** Whether a plan tells the kinds apart at all. */
const hasKinds = (rule: PlanHours) =>
  rule.compulsoryMin > 0 || rule.electiveMin > 0 || rule.compulsoryCap !== null || rule.electiveCap !== null

const missingWords = { compulsory: 'missingCompulsory', elective: 'missingElective', any: 'missingAny' } as const

/** `选修还差 3.00`, `6.00 待审核`: what somebody lacks in a plan, and what of it waits. */
export function missingParts(rule: PlanHours, sums: HourSums): string[] {
  const { items, pending, aboveCap, reached } = whatIsMissing(rule, sums)
  const word = (kind: keyof typeof missingWords) => (hasKinds(rule) ? missingWords[kind] : 'missing')
  return [
    ...(reached ? [t('enough')] : items.map(({ kind, missing }) => t(word(kind), { hours: formatHours(missing) }))),
    ...(pending > 0 ? [t('missingPending', { hours: formatHours(pending) })] : []),
    ...(aboveCap > 0 ? [t('aboveCap', { hours: formatHours(aboveCap) })] : []),
  ]
}
