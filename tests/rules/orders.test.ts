import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from '../../server/core/app-error.ts'
import { fen, maxFen } from '../../server/core/money.ts'
import { canGo } from '../../server/core/transitions.ts'
import {
  checkOrderAmount,
  expiresAt,
  orderTransitions,
  outstandingFen,
} from '../../server/features/orders/orders.rules.ts'

test('an order leaves open once, and comes back only when its payment was none', () => {
  const states = ['open', 'paid', 'expired', 'cancelled'] as const
  const steps = states.flatMap((from) =>
    states.filter((to) => canGo(orderTransitions, from, to)).map((to) => `${from}>${to}`),
  )
  // Back to open only because a payment turned out to be none: it was never paid.
  expect(steps).toEqual(['open>paid', 'open>expired', 'open>cancelled', 'paid>open'])
})

test('what is outstanding and what was paid make up the amount, and an overpaid order owes nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: maxFen }), fc.integer({ min: 0, max: maxFen }), (amount, paid) => {
      const rest = outstandingFen(fen(amount), fen(paid))
      expect(rest).toBeGreaterThanOrEqual(0)
      expect(rest).toBe(paid >= amount ? 0 : amount - paid)
    }),
  )
})

test('only whole fen above nothing and up to the most are an amount', () => {
  for (const amount of [1, 320_000, maxFen]) expect(checkOrderAmount(amount)).toBe(amount)
  for (const amount of [0, -1, 0.1, 100.5, maxFen + 1, 1e14, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    expect(() => checkOrderAmount(amount), String(amount)).toThrow(AppError)
  }
})

test('the time to pay is counted in hours of the clock, weekends included', () => {
  expect(expiresAt(new Date('2026-05-08T06:00:00Z'), 168).toISOString()).toBe('2026-05-15T06:00:00.000Z')
})
