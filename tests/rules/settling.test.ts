import { describe, expect, test } from 'vitest'
import { fen } from '../../server/core/money.ts'
import { isOver, lastDayOf } from '../../server/features/finance/finance.rules.ts'
import { shownBySlip } from '../../server/features/payments/payments.rules.ts'
import type { OrderClaims } from '../../server/features/reconciliation/claims-of-order.ts'
import type { Alternative } from '../../server/features/reconciliation/matching.schema.ts'
import { chooseTarget, momentOfLine } from '../../server/features/reconciliation/settling.rules.ts'
import { partsOf } from '../../server/features/reconciliation/suggestion-parts.rules.ts'

const payment = (id: string, leftFen: number) => ({
  id,
  orderId: 'o1',
  voucherId: 'v0',
  receivedFen: fen(leftFen),
  leftFen: fen(leftFen),
})
const slip = (id: string, amountFen: number | null) =>
  ({ id, amountFen: amountFen === null ? null : fen(amountFen), record: { id } }) as OrderClaims['vouchers'][number]

describe('which money a part of a line shows', () => {
  const claims: OrderClaims = {
    payments: [payment('p1', 100), payment('p2', 200)],
    vouchers: [slip('v1', 300), slip('v2', null), slip('v3', 200)],
  }

  test('what is named counts before what has the same sum', () => {
    expect(chooseTarget({ amountFen: 100, paymentId: 'p2' }, claims)).toMatchObject({ payment: { id: 'p2' } })
    expect(chooseTarget({ amountFen: 100, voucherId: 'v2' }, claims)).toMatchObject({ voucher: { id: 'v2' } })
  })

  test('else a payment of just this sum, then a slip of just this sum, then neither', () => {
    expect(chooseTarget({ amountFen: 200 }, claims)).toMatchObject({ kind: 'payment', payment: { id: 'p2' } })
    expect(chooseTarget({ amountFen: 300 }, claims)).toMatchObject({ kind: 'voucher', voucher: { id: 'v1' } })
    expect(chooseTarget({ amountFen: 301 }, claims)).toEqual({ kind: 'order' })
  })

  test('what was named and is gone meanwhile is left to people; a slip that a reviewer approved is its payment', () => {
    expect(() => chooseTarget({ amountFen: 200, paymentId: 'gone' }, claims)).toThrow('suggestionGone')
    expect(() => chooseTarget({ amountFen: 200, voucherId: 'gone' }, claims)).toThrow('suggestionGone')
    expect(chooseTarget({ amountFen: 999, voucherId: 'v0' }, claims)).toMatchObject({ payment: { id: 'p1' } })
  })

  test('split by hand, more than the order lacks shows a part of a transfer; what it lacks pays it', () => {
    expect(chooseTarget({ amountFen: 150 }, claims, { outstandingFen: 149 })).toMatchObject({ payment: { id: 'p2' } })
    expect(chooseTarget({ amountFen: 150 }, claims, { outstandingFen: 150 })).toEqual({ kind: 'order' })
    // More than the paid order's transfers brought: so much shows one of them, the rest is a part of its own.
    expect(() => chooseTarget({ amountFen: 201 }, claims, { outstandingFen: 0 })).toThrow('orderHasUnseenPayment')
    expect(chooseTarget({ amountFen: 201 }, { ...claims, payments: [] }, { outstandingFen: 0 })).toEqual({
      kind: 'order',
    })
    expect(chooseTarget({ amountFen: 150 }, claims)).toEqual({ kind: 'order' })
  })
})

test('which transfers of the statement an approved slip is about', () => {
  const shown = (id: string, receivedFen: number, lineFen = receivedFen) => ({
    id,
    outcome: 'under' as const,
    receivedFen: fen(receivedFen),
    lineFen: fen(lineFen),
  })
  const ids = (of: ReturnType<typeof shown>[], slipFen: number, outstandingFen: number) =>
    shownBySlip(of, fen(slipFen), fen(outstandingFen)).map(({ id }) => id)
  const both = [shown('p1', 200), shown('p2', 300)]
  expect(ids(both, 300, 900)).toEqual(['p2'])
  expect(ids(both, 500, 0)).toEqual(['p1', 'p2'])
  expect(ids(both, 500, 500)).toEqual([])
  expect(ids(both, 501, 0)).toEqual([])
  expect(ids([shown('p1', 320, 640)], 640, 900)).toEqual(['p1'])
  expect(ids([], 100, 0)).toEqual([])
})

describe('what a suggestion gives to whom', () => {
  const suggested = (parts: Alternative['parts'], restToCreditFen = 0, creditOrderId: string | null = null) => ({
    parts,
    restToCreditFen,
    creditOrderId,
    score: 900,
    reasons: [],
  })
  const order = { lineId: 'l1', target: { kind: 'order' as const, orderId: 'o1' }, amountFen: 300 }

  test('a rest goes with the part of the order whose organisation gets it', () => {
    expect(partsOf(suggested([order], 50, 'o1'), ['l1'])).toEqual([{ lineId: 'l1', orderId: 'o1', amountFen: 350 }])
  })

  test('beside a payment or a slip the rest is a part of its own', () => {
    const shown = { ...order, target: { kind: 'payment' as const, paymentId: 'p1', orderId: 'o1' } }
    expect(partsOf(suggested([shown], 50, 'o1'), ['l1'])).toEqual([
      { lineId: 'l1', orderId: 'o1', amountFen: 300, paymentId: 'p1' },
      { lineId: 'l1', orderId: 'o1', amountFen: 50 },
    ])
  })

  test('money for what was paid already is one part', () => {
    expect(partsOf(suggested([], 300, 'o1'), ['l1'])).toEqual([{ lineId: 'l1', orderId: 'o1', amountFen: 300 }])
  })

  test('without a rest the parts are as they are', () => {
    const slipPart = { ...order, target: { kind: 'voucher' as const, voucherId: 'v1', orderId: 'o1' } }
    expect(partsOf(suggested([slipPart, { ...order, lineId: 'l2' }]), ['l1', 'l2'])).toEqual([
      { lineId: 'l1', orderId: 'o1', amountFen: 300, voucherId: 'v1' },
      { lineId: 'l2', orderId: 'o1', amountFen: 300 },
    ])
  })
})

test('a line without a time moved its money at noon of Shanghai’s day', () => {
  expect(momentOfLine({ day: '2026-05-02', time: null }).toISOString()).toBe('2026-05-02T04:00:00.000Z')
  expect(momentOfLine({ day: '2026-05-02', time: '00:30:00' }).toISOString()).toBe('2026-05-01T16:30:00.000Z')
})

test('a month is over the day after its last', () => {
  expect([lastDayOf('2026-02'), lastDayOf('2028-02'), lastDayOf('2026-12')]).toEqual([
    '2026-02-28',
    '2028-02-29',
    '2026-12-31',
  ])
  expect([isOver('2026-10', '2026-10-31'), isOver('2026-10', '2026-11-01')]).toEqual([false, true])
})
