import { formatHours } from '../../../server/core/hours.ts'
import type { ArchiveFilterState, ArchiveState } from '../../../server/features/reports/archive.schema.ts'
import { t } from '../../texts/reports.zh-CN.ts'

/** `83.3 %` of tenths of a percent; a dash where there is nothing to take a share of. */
export function percentWord(tenths: number | null): string {
  return tenths === null ? '–' : t('percent', { share: (tenths / 10).toFixed(1) })
}

const stateWords = {
  certified: 'stateCertified',
  reached: 'stateReached',
  waiting: 'stateWaiting',
  missing: 'stateMissing',
} as const satisfies Record<ArchiveState, string>

export const stateWord = (state: ArchiveState): string => t(stateWords[state])

/** Waiting needs a hand; the others are how far somebody is. */
export const stateTones = {
  certified: 'settled',
  reached: 'settled',
  waiting: 'waiting',
  missing: 'neutral',
} as const satisfies Record<ArchiveState, string>

const filterWords = {
  reached: 'filterReached',
  notReached: 'filterNotReached',
  waiting: 'filterWaiting',
  certified: 'filterCertified',
  uncertified: 'filterUncertified',
} as const satisfies Record<ArchiveFilterState, string>

export const archiveStates = Object.keys(filterWords) as readonly ArchiveFilterState[]
export const filterWord = (state: ArchiveFilterState): string => t(filterWords[state])

/** Nothing is a dash: a table of zeros hides what there is. */
export const hoursCell = (hundredths: number): string => (hundredths === 0 ? '–' : formatHours(hundredths))
export const countCell = (count: number): string => (count === 0 ? '–' : String(count))
