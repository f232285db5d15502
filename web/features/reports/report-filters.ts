import type { ListArchiveInput } from '../../../server/features/reports/archive.schema.ts'
import type {
  InvoiceGroup,
  ListInvoiceReportInput,
  ListMoneyReportInput,
  MoneyGroup,
} from '../../../server/features/reports/money-reports.schema.ts'
import type {
  ListPlanReportInput,
  ListUnitReportInput,
  ReportScope,
} from '../../../server/features/reports/reports.schema.ts'
import { shanghaiDate } from '../../texts/format.ts'
import { archiveStates } from './report-words.ts'

/** Reads what stands in the address; what makes no sense there is left out. */
type Value<Name extends string> = (name: Name) => string | null

export const planFilterNames = ['view', 'year', 'mode', 'state', 'unit', 'plan', 'in', 'q'] as const
export type PlanFilterName = (typeof planFilterNames)[number]
export const archiveFilterNames = ['plan', 'year', 'unit', 'state', 'q'] as const
export type ArchiveFilterName = (typeof archiveFilterNames)[number]
export const moneyFilterNames = ['group', 'year', 'month', 'plan', 'unit'] as const
export type MoneyFilterName = (typeof moneyFilterNames)[number]
export const invoiceFilterNames = ['group', 'year', 'month', 'kind', 'plan', 'unit'] as const
export type InvoiceFilterName = (typeof invoiceFilterNames)[number]

const id = (value: string | null) => (value && /^[0-9a-f-]{36}$/.test(value) ? value : undefined)
const yearOf = (value: string | null) => {
  const year = Number(value)
  return year >= 2000 && year <= 2100 ? year : undefined
}
const one = <V extends string>(choices: readonly V[], value: string | null): V | undefined =>
  choices.find((choice) => choice === value)

/** Without what is not set: the keys of queries stay the same. */
function set<Values extends object>(values: Values): { [Name in keyof Values]?: Exclude<Values[Name], undefined> } {
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as { [Name in keyof Values]?: Exclude<Values[Name], undefined> }
}

type Filter<Input> = Omit<Input, 'cursor' | 'limit'>

export function planFilterOf(of: ReportScope, value: Value<PlanFilterName>): Filter<ListPlanReportInput> {
  return { of, ...set({ ...plansOf(value), organisationId: id(value('unit')) }) }
}

export function unitFilterOf(of: ReportScope, value: Value<PlanFilterName>): Filter<ListUnitReportInput> {
  return { of, ...set({ ...plansOf(value), planId: id(value('plan')), parentId: id(value('in')) }) }
}

function plansOf(value: Value<PlanFilterName>) {
  return {
    year: yearOf(value('year')),
    mode: one(['online', 'offline'], value('mode')),
    state: one(['published', 'closed'], value('state')),
    search: value('q') ?? undefined,
  }
}

export function archiveFilterOf(of: ReportScope, value: Value<ArchiveFilterName>): Filter<ListArchiveInput> {
  return {
    of,
    ...set({
      planId: id(value('plan')),
      year: yearOf(value('year')),
      organisationId: id(value('unit')),
      state: one(archiveStates, value('state')),
      search: value('q') ?? undefined,
    }),
  }
}

/** A year with all its months, or one month of it. */
function monthsOf(value: Value<'year' | 'month'>): { from?: string | undefined; to?: string | undefined } {
  const year = yearOf(value('year'))
  if (year === undefined) return {}
  const month = Number(value('month'))
  if (!(month >= 1 && month <= 12)) return { from: `${year}-01`, to: `${year}-12` }
  const only = `${year}-${String(month).padStart(2, '0')}`
  return { from: only, to: only }
}

export const moneyGroups = ['monthPlan', 'month', 'plan'] as const satisfies readonly MoneyGroup[]

export function moneyFilterOf(of: ReportScope, value: Value<MoneyFilterName>): Filter<ListMoneyReportInput> {
  const group = one(moneyGroups, value('group')) ?? 'monthPlan'
  return { of, group, ...set({ ...monthsOf(value), planId: id(value('plan')), organisationId: id(value('unit')) }) }
}

export const invoiceGroups = ['month', 'unit', 'plan'] as const satisfies readonly InvoiceGroup[]

export function invoiceFilterOf(of: ReportScope, value: Value<InvoiceFilterName>): Filter<ListInvoiceReportInput> {
  const group = one(invoiceGroups, value('group')) ?? 'month'
  return {
    of,
    group,
    ...set({
      ...monthsOf(value),
      kind: one(['normal', 'special'], value('kind')),
      planId: id(value('plan')),
      organisationId: id(value('unit')),
    }),
  }
}

/** This year and the ones before it that a report is asked about. */
export function recentYears(): number[] {
  const now = Number(shanghaiDate(new Date()).slice(0, 4))
  return [now, now - 1, now - 2, now - 3, now - 4]
}
