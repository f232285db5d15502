import { expect, test } from 'vitest'
import { fen } from '../../../server/core/money.ts'
import { checkTransition } from '../../../server/core/transitions.ts'
import {
  coversOrder,
  isWithdrawable,
  requestTransitions,
  uncoveredFen,
} from '../../../server/features/invoices/invoices.rules.ts'
import { invoiceRequestStates } from '../../../server/features/invoices/invoices.schema.ts'

test.each([
  ['all of a first payment', 320_000, 0, 320_000, 320_000],
  ['nothing where the invoice came first', 320_000, 320_000, 320_000, 0],
  ['nothing of a part where the invoice came first', 120_000, 320_000, 120_000, 0],
  ['the second part alone', 320_000, 100_000, 220_000, 220_000],
  ['what this payment brought, when the first part’s request was sent back', 320_000, 0, 220_000, 220_000],
  ['the rest over an invoice that stayed', 200_000, 120_000, 200_000, 80_000],
  ['nothing, and never less than nothing', 100_000, 320_000, 100_000, 0],
])('a payment asks for %s', (_what, paid, covered, toOrder, expected) => {
  expect(uncoveredFen(fen(paid), fen(covered), fen(toOrder))).toBe(expected)
})

test('part by part, in any order, an order is asked for exactly once as a whole', () => {
  for (let seed = 1; seed <= 500; seed++) {
    // A small generator is enough here: sums of up to six parts.
    let state = seed
    const next = () => {
      state = (state * 1103515245 + 12345) % 2147483648
      return state / 2147483648
    }
    const before = next() < 0.5 ? Math.floor(next() * 100_000) : 0
    let [paid, covered] = [0, before]
    for (let part = 0; part < 6; part++) {
      const toOrder = Math.floor(next() * 50_000)
      paid += toOrder
      covered += uncoveredFen(fen(paid), fen(covered), fen(toOrder))
    }
    expect(covered).toBe(Math.max(before, paid))
  }
})

test('rejected, red-flushed and withdrawn requests ask for nothing; only what nobody approved is withdrawn', () => {
  expect(invoiceRequestStates.filter((state) => !coversOrder(state))).toEqual(['rejected', 'redFlushed', 'withdrawn'])
  expect(invoiceRequestStates.filter(isWithdrawable)).toEqual(['requested', 'rejected'])
  for (const state of invoiceRequestStates) {
    const withdraw = () => checkTransition(requestTransitions, state, 'withdrawn')
    if (isWithdrawable(state)) expect(withdraw).not.toThrow()
    else expect(withdraw).toThrow('conflict')
  }
  expect(requestTransitions.withdrawn).toEqual([])
})
