import type { MatchTotalsInput } from '../../../server/features/reconciliation/matching-desk.schema.ts'
import type { LineCategory } from '../../../server/features/statements/statement-reading.schema.ts'
import type { Filters } from '../shell/filters.ts'
import { yuanOf } from './amount-filter.tsx'

/** What waits for a decision comes first. */
export const tabNames = ['suggested', 'unmatched', 'matched', 'ignored', 'automatic'] as const
export type MatchingTab = (typeof tabNames)[number]

export const filterNames = [
  'tab',
  'account',
  'from',
  'to',
  'least',
  'most',
  'category',
  'strength',
  'undone',
  'q',
] as const
export type MatchingName = (typeof filterNames)[number]
export type MatchingFilters = Filters<MatchingName>

/** Kinds of lines that bring money in. */
export const categories = [
  'payment',
  'interest',
  'settlement',
  'returned',
  'reversed',
  'reversal',
] as const satisfies readonly LineCategory[]
export const strengths = ['certain', 'high', 'possible', 'tie'] as const

/** The filters of the address as the server takes them; what it does not know is left out. */
export function filtersOf(filters: MatchingFilters): MatchTotalsInput {
  const [least, most] = [yuanOf(filters.value('least')), yuanOf(filters.value('most'))]
  const category = categories.find((one) => one === filters.value('category'))
  const strength = strengths.find((one) => one === filters.value('strength'))
  const [account, from, to] = [filters.value('account'), dayOf(filters.value('from')), dayOf(filters.value('to'))]
  return {
    search: filters.value('q') ?? '',
    ...(account ? { accountId: account } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(least ? { leastFen: least } : {}),
    ...(most ? { mostFen: most } : {}),
    ...(category ? { category } : {}),
    ...(strength ? { strength } : {}),
  }
}

function dayOf(value: string | null): string | null {
  return value !== null && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : null
}
