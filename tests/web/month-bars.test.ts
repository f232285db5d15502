import { describe, expect, test } from 'vitest'
import type { MoneyTotals } from '../../server/features/reports/money-reports.schema.ts'
import { invoiceBars, moneyBars } from '../../web/features/reports/month-bars.ts'

const money = (month: string, change: Partial<MoneyTotals['months'][number]> = {}) => ({
  month,
  transferFen: 0,
  onlineFen: 0,
  paidFen: 0,
  refundedFen: 0,
  ...change,
})

describe('the bars of 对账报表', () => {
  test('every month between the first and the last has one, also over the turn of the year', () => {
    const bars = moneyBars([
      money('2025-11', { transferFen: 100_000, paidFen: 100_000 }),
      money('2026-02', { onlineFen: 50_000, paidFen: 50_000 }),
    ])
    expect(bars.map(({ id }) => id)).toEqual(['2025-11', '2025-12', '2026-01', '2026-02'])
    expect(bars.map(({ first, second }) => [first, second])).toEqual([
      [100_000, 0],
      [0, 0],
      [0, 0],
      [0, 50_000],
    ])
  })

  test('months in which nothing moved stand at neither end, and nothing at all is no bars', () => {
    const bars = moneyBars([money('2026-01'), money('2026-02', { transferFen: 1 }), money('2026-03')])
    expect(bars.map(({ id }) => id)).toEqual(['2026-02'])
    expect(moneyBars([])).toEqual([])
    expect(moneyBars([money('2026-01'), money('2026-02')])).toEqual([])
  })

  test('a month in which money only went back stands in the axis, with a bar of nothing and its words', () => {
    const [bar, ...others] = moneyBars([money('2026-05', { refundedFen: 20_000 })])
    expect(others).toEqual([])
    expect(bar).toMatchObject({ id: '2026-05', label: '2026-05', first: 0, second: 0 })
    expect(bar?.words).toContain('¥200.00')
  })

  test('what was taken back in a later month draws nothing below the axis, and is said as it is', () => {
    const [bar] = moneyBars([money('2026-05', { transferFen: -30_000, onlineFen: 10_000 })])
    expect(bar).toMatchObject({ first: 0, second: 10_000 })
    expect(bar?.words).toMatch(/2026-05/)
    expect(bar?.words).toMatch(/[-−]¥?300\.00|¥-300\.00/)
  })

  test('at most twelve names stand under the axis, the first of them named, however many years it has', () => {
    const named = (months: number) => {
      const last = new Date(Date.UTC(2016, months - 1, 1)).toISOString().slice(0, 7)
      const bars = moneyBars([
        money('2016-01', { transferFen: 1 }),
        ...(months > 1 ? [money(last, { onlineFen: 1 })] : []),
      ])
      expect(bars).toHaveLength(months)
      return bars.filter(({ label }) => label !== '')
    }
    expect(named(1)).toHaveLength(1)
    expect(named(12)).toHaveLength(12)
    expect(named(13)).toHaveLength(7)
    for (const months of [24, 25, 60, 121]) {
      const bars = named(months)
      expect(bars.length, String(months)).toBeLessThanOrEqual(12)
      expect(bars[0]?.label).toBe('2016-01')
      expect(bars.every(({ id, label }) => id === label)).toBe(true)
    }
  })
})

describe('the bars of the invoices', () => {
  test('what stands and what was flushed red add up to what was issued', () => {
    const bars = invoiceBars([
      { month: '2026-03', issuedFen: 500_000, redFen: 0 },
      { month: '2026-05', issuedFen: 300_000, redFen: -100_000 },
    ])
    expect(bars.map(({ id, first, second }) => [id, first, second])).toEqual([
      ['2026-03', 500_000, 0],
      ['2026-04', 0, 0],
      ['2026-05', 200_000, 100_000],
    ])
    expect(bars[2]?.words).toContain('¥3,000.00')
  })

  test('red of earlier months draws no more than the month issued', () => {
    const [bar] = invoiceBars([{ month: '2026-05', issuedFen: 100_000, redFen: -250_000 }])
    expect(bar).toMatchObject({ first: 0, second: 100_000 })
    const [only] = invoiceBars([{ month: '2026-06', issuedFen: 0, redFen: -250_000 }])
    expect(only).toMatchObject({ id: '2026-06', first: 0, second: 0 })
  })
})
