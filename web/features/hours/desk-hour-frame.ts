import type { HourFilter } from '../../../server/features/hours/hours.schema.ts'
import type { ListTabs } from '../shell/desk-list.tsx'
import { createFilters, type Filters } from '../shell/filters.ts'
import { hourKinds, hourSources, shownStates } from './hour-words.ts'

export const hourFilterNames = [
  'tab',
  'plan',
  'kind',
  'source',
  'state',
  'show',
  'organisation',
  'import',
  'from',
  'to',
  'q',
] as const
export type HourFilterName = (typeof hourFilterNames)[number]

export function createHourFilters(base: string): Filters<HourFilterName> {
  return createFilters(base, hourFilterNames)
}

/** What every list of one desk has in common: its page, its tabs and its filters. */
export interface HourFrame {
  readonly title: string
  /** `/hours` or `/desk/hours` */
  readonly base: string
  readonly filters: Filters<HourFilterName>
  readonly tabs: () => ListTabs<HourFilterName>
  /** Staff see every organisation. */
  readonly wholeCentre: boolean
}

const one = <Value extends string>(values: readonly Value[], given: string | null): Value | undefined =>
  values.find((value) => value === given)

/** The filters of the address as the server asks for them. */
export function filterOf(filters: Filters<HourFilterName>): HourFilter {
  const text = (name: HourFilterName) => filters.value(name) ?? undefined
  const asked: HourFilter = {
    planId: text('plan'),
    kind: one(hourKinds, filters.value('kind')),
    source: one(hourSources, filters.value('source')),
    state: one(shownStates, filters.value('state')),
    organisationId: text('organisation'),
    importId: text('import'),
    studiedFrom: text('from'),
    studiedTo: text('to'),
    search: text('q'),
  }
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as HourFilter
}
