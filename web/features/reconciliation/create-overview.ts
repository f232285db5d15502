import type { ListOverviewInput } from '../../../server/features/reconciliation/overview.schema.ts'
import { invoiceStands, modes, statesOf, ways } from './overview-words.ts'

/** The filters of 对账管理 as they stand in the address. */
export const overviewFilterNames = [
  'way',
  'year',
  'plan',
  'from',
  'to',
  'state',
  'invoice',
  'mode',
  'unit',
  'q',
] as const
export type OverviewFilterName = (typeof overviewFilterNames)[number]

type Filter = Omit<ListOverviewInput, 'cursor' | 'limit'>

const day = (value: string | null) => (value && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined)
const id = (value: string | null) => (value && /^[0-9a-f-]{36}$/.test(value) ? value : undefined)

/** What the address asks for; what makes no sense in it is left out. */
export function filterOf(value: (name: OverviewFilterName) => string | null): Filter {
  const way = ways.find((one) => one === value('way')) ?? 'transfer'
  const year = Number(value('year'))
  const all = {
    planId: id(value('plan')),
    year: year >= 2000 && year <= 2100 ? year : undefined,
    from: day(value('from')),
    to: day(value('to')),
    state: statesOf[way].find((one) => one === value('state')),
    invoiceState: invoiceStands.find((one) => one === value('invoice')),
    mode: modes.find((one) => one === value('mode')),
    organisationId: id(value('unit')),
    search: value('q') ?? undefined,
  }
  const set = Object.fromEntries(Object.entries(all).filter(([, one]) => one !== undefined))
  return { way, ...set }
}
