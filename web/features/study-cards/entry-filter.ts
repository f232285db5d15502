import type { EntryFilter } from '../../../server/features/study-cards/card-entries.schema.ts'
import { t } from '../../texts/cards.zh-CN.ts'
import { entryKindList } from './card-words.ts'

/** The filters of 充值明细 as they stand in the address. */
export const entryFilterNames = [
  'kind',
  'plan',
  'batch',
  'operation',
  'learner',
  'organisation',
  'from',
  'to',
  'q',
] as const
export type EntryFilterName = (typeof entryFilterNames)[number]

type Value = (name: EntryFilterName) => string | null

const day = /^\d{4}-\d{2}-\d{2}$/

/** What an address asks for; nonsense in it is nothing. */
export function entryFilterOf(value: Value): EntryFilter {
  const kind = entryKindList.find((one) => one === value('kind'))
  const given = (name: EntryFilterName, key: keyof EntryFilter) => (value(name) ? { [key]: value(name) } : {})
  const days = (name: 'from' | 'to') => (day.test(value(name) ?? '') ? { [name]: value(name) } : {})
  return {
    ...(kind ? { kind } : {}),
    ...given('plan', 'planId'),
    ...given('batch', 'batchId'),
    ...given('operation', 'operationId'),
    ...given('learner', 'learnerId'),
    ...given('organisation', 'organisationId'),
    ...given('q', 'search'),
    ...days('from'),
    ...days('to'),
  }
}

/** `2026-04-01 至 2026-05-08`, or one end alone. */
export function daysWord({ from, to }: Pick<EntryFilter, 'from' | 'to'>): string {
  if (from && to) return t('days', { from, to })
  if (from) return t('fromDay', { day: from })
  return to ? t('toDay', { day: to }) : t('anyBalance')
}
