import { afterEach, describe, expect, test, vi } from 'vitest'
import { listArchiveSchema } from '../../server/features/reports/archive.schema.ts'
import { listInvoiceReportSchema, listMoneyReportSchema } from '../../server/features/reports/money-reports.schema.ts'
import { listPlanReportSchema, listUnitReportSchema } from '../../server/features/reports/reports.schema.ts'
import {
  archiveFilterOf,
  invoiceFilterOf,
  moneyFilterOf,
  planFilterOf,
  recentYears,
  unitFilterOf,
} from '../../web/features/reports/report-filters.ts'

const plan = '0192f0c1-2b3c-7000-8000-00000000a001'
const unit = '0192f0c1-2b3c-7000-8000-00000000b001'
/** What stands in the address. */
const from = (values: Record<string, string>) => (name: string) => values[name] ?? null
const nonsense = {
  year: '1e9',
  month: 'x',
  plan: '../etc',
  unit: '1',
  in: '1',
  state: 'all',
  mode: 'tv',
  kind: 'red',
  group: 'day',
}

afterEach(() => void vi.useRealTimers())

describe('what a report asks, by its address', () => {
  test('nothing in the address: the report as it is, with no key that has no value', () => {
    const none = from({})
    expect(planFilterOf('centre', none)).toStrictEqual({ of: 'centre' })
    expect(unitFilterOf('centre', none)).toStrictEqual({ of: 'centre' })
    expect(archiveFilterOf('centre', none)).toStrictEqual({ of: 'centre' })
    expect(moneyFilterOf('centre', none)).toStrictEqual({ of: 'centre', group: 'monthPlan' })
    expect(invoiceFilterOf('centre', none)).toStrictEqual({ of: 'centre', group: 'month' })
  })

  test('what makes no sense is left out, and the server takes what is left', () => {
    const wrong = from(nonsense)
    expect(planFilterOf('centre', wrong)).toStrictEqual({ of: 'centre' })
    expect(unitFilterOf('centre', wrong)).toStrictEqual({ of: 'centre' })
    expect(archiveFilterOf('centre', wrong)).toStrictEqual({ of: 'centre' })
    expect(moneyFilterOf('centre', wrong)).toStrictEqual({ of: 'centre', group: 'monthPlan' })
    expect(invoiceFilterOf('centre', wrong)).toStrictEqual({ of: 'centre', group: 'month' })
  })

  test('a plan report is cut by year, way, state, unit and words; its units by the plan and the unit they lie in', () => {
    const value = from({ year: '2026', mode: 'offline', state: 'closed', unit, plan, in: unit, q: '桩基' })
    const plans = { year: 2026, mode: 'offline', state: 'closed', search: '桩基' }
    expect(planFilterOf('own', value)).toStrictEqual({ of: 'own', ...plans, organisationId: unit })
    expect(unitFilterOf('own', value)).toStrictEqual({ of: 'own', ...plans, planId: plan, parentId: unit })
  })

  test('学习档案 is cut by plan, year, unit, state and words', () => {
    const value = from({ year: '2026', plan, unit, state: 'notReached', q: '王' })
    expect(archiveFilterOf('own', value)).toStrictEqual({
      of: 'own',
      planId: plan,
      year: 2026,
      organisationId: unit,
      state: 'notReached',
      search: '王',
    })
  })

  test('a year is its twelve months, with a month it is that one; a month without its year is nothing', () => {
    const periodOf = (values: Record<string, string>) => {
      const { from: first, to } = moneyFilterOf('centre', from(values))
      return [first, to]
    }
    expect(periodOf({ year: '2026' })).toEqual(['2026-01', '2026-12'])
    expect(periodOf({ year: '2026', month: '2' })).toEqual(['2026-02', '2026-02'])
    expect(periodOf({ year: '2026', month: '12' })).toEqual(['2026-12', '2026-12'])
    expect(periodOf({ year: '2026', month: '13' })).toEqual(['2026-01', '2026-12'])
    expect(periodOf({ year: '2026', month: '0' })).toEqual(['2026-01', '2026-12'])
    expect(periodOf({ month: '2' })).toEqual([undefined, undefined])
  })

  test('invoices are cut by kind too, and rows are months, units or plans', () => {
    const value = from({ group: 'unit', kind: 'special', plan, unit, year: '2026' })
    expect(invoiceFilterOf('own', value)).toStrictEqual({
      of: 'own',
      group: 'unit',
      from: '2026-01',
      to: '2026-12',
      kind: 'special',
      planId: plan,
      organisationId: unit,
    })
    expect(moneyFilterOf('own', from({ group: 'plan' }))).toMatchObject({ group: 'plan' })
  })

  test('the server’s own schemas take every filter as it is', () => {
    const all = from({
      year: '2026',
      month: '5',
      mode: 'online',
      state: 'published',
      kind: 'normal',
      group: 'plan',
      plan,
      unit,
      in: unit,
      q: '王',
    })
    expect(listPlanReportSchema.parse(planFilterOf('centre', all))).toMatchObject(planFilterOf('centre', all))
    expect(listUnitReportSchema.parse(unitFilterOf('centre', all))).toMatchObject(unitFilterOf('centre', all))
    expect(listMoneyReportSchema.parse(moneyFilterOf('centre', all))).toMatchObject(moneyFilterOf('centre', all))
    expect(listInvoiceReportSchema.parse(invoiceFilterOf('centre', all))).toMatchObject(invoiceFilterOf('centre', all))
    const archive = archiveFilterOf('centre', from({ plan, unit, year: '2026', state: 'uncertified', q: '王' }))
    expect(listArchiveSchema.parse(archive)).toMatchObject(archive)
  })
})

test('the years to choose from end with the one that it is in Shanghai', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-12-31T15:59:59Z') })
  expect(recentYears()).toEqual([2026, 2025, 2024, 2023, 2022])
  vi.setSystemTime(new Date('2026-12-31T16:00:00Z'))
  expect(recentYears()[0]).toBe(2027)
})
