import { expect, test } from 'vitest'
import { niceAbove } from '../../web/components/bar-chart.tsx'
import { daysOf, isPeriod, monthBefore, yearOf } from '../../web/features/finance/finance-periods.ts'

test('this month ends today, the one before it is whole, also over a new year', () => {
  expect(monthBefore('2026-11-22', 0)).toEqual({ from: '2026-11-01', to: '2026-11-22' })
  expect(monthBefore('2026-01-05', 1)).toEqual({ from: '2025-12-01', to: '2025-12-31' })
  expect(monthBefore('2028-03-31', 1)).toEqual({ from: '2028-02-01', to: '2028-02-29' })
  expect(yearOf('2026-11-22')).toEqual({ from: '2026-01-01', to: '2026-11-22' })
})

test('a period has every day of it, and what is none is told', () => {
  expect(daysOf({ from: '2026-02-27', to: '2026-03-02' })).toEqual([
    '2026-02-27',
    '2026-02-28',
    '2026-03-01',
    '2026-03-02',
  ])
  expect(isPeriod({ from: '2026-03-02', to: '2026-03-01' })).toBe(false)
  expect(isPeriod({ from: '2024-01-01', to: '2026-03-01' })).toBe(false)
  expect(isPeriod({ from: '2026-03-01', to: '2026-03-01' })).toBe(true)
})

test('the axis of a chart ends at a round number above the highest bar', () => {
  expect([1, 3, 7, 62_000, 100_000, 100_001].map(niceAbove)).toEqual([1, 5, 10, 100_000, 100_000, 200_000])
})
