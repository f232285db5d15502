import { describe, expect, test } from 'vitest'
import { matchLines } from '../../server/features/reconciliation/match-lines.rules.ts'
import { facts, line, order, payment, voucher } from '../support/match-facts.ts'
import { codes, jinding, number, organisations, other, paid, suggested } from '../support/match-suggestions.ts'

describe('too much money', () => {
  test('with the number: the rest becomes credit, after a look', () => {
    const suggestion = suggested({
      orders: [order(number, 'jinding', 320_000)],
      lines: [line('a', 330_000, jinding.name, number)],
    })
    expect(paid(suggestion)).toEqual({ [number]: 320_000 })
    expect(suggestion).toMatchObject({
      restToCreditFen: 10_000,
      creditOrderId: number,
      automatic: false,
      double: false,
    })
  })

  test('without the number nothing becomes credit', () => {
    const suggestion = suggested({
      orders: [order(number, 'jinding', 320_000)],
      lines: [line('a', 321_000, jinding.name, '')],
    })
    expect(paid(suggestion)).toEqual({ [number]: 320_000 })
    expect(suggestion?.restToCreditFen).toBe(0)
    expect(
      suggested({ orders: [order(number, 'jinding', 320_000)], lines: [line('a', 420_000, jinding.name, '')] }),
    ).toBeNull()
  })

  test('a second payment that quotes the number becomes credit and is marked; the earlier one pays', () => {
    const lines = [
      line('later', 320_000, jinding.name, number, { date: '2026-03-12' }),
      line('sooner', 320_000, jinding.name, number),
    ]
    const { suggestions } = matchLines(facts({ organisations, orders: [order(number, 'jinding', 320_000)], lines }))
    const [first, second] = suggestions
    expect(first).toMatchObject({ lineIds: ['sooner'], double: false, automatic: true })
    expect(second).toMatchObject({
      lineIds: ['later'],
      parts: [],
      double: true,
      automatic: false,
      restToCreditFen: 320_000,
      creditOrderId: number,
    })
    expect(codes(second ?? null)).toContain('paidTwice')
  })

  test('a second payment without the number is not suggested', () => {
    const lines = [line('a', 320_000, jinding.name, number), line('b', 320_000, jinding.name, '')]
    expect(suggested({ orders: [order(number, 'jinding', 320_000)], lines })?.lineIds).toEqual(['a'])
  })

  test('for a cancelled order can only become credit', () => {
    const orders = [order(number, 'jinding', 320_000, { state: 'cancelled', outstandingFen: 0 })]
    const suggestion = suggested({ orders, lines: [line('a', 320_000, jinding.name, number)] })
    expect(suggestion).toMatchObject({ parts: [], restToCreditFen: 320_000, automatic: false })
    expect(codes(suggestion)).toContain('orderCancelled')
  })

  test('late money for an expired order is suggested and never settles by itself', () => {
    const orders = [order(number, 'jinding', 320_000, { state: 'expired' })]
    const suggestion = suggested({ orders, lines: [line('a', 320_000, jinding.name, number)] })
    expect(paid(suggestion)).toEqual({ [number]: 320_000 })
    expect(suggestion?.automatic).toBe(false)
    expect(codes(suggestion)).toContain('orderExpired')
  })
})

describe('a slip', () => {
  const payer = { payerName: jinding.name, payerAccount: '3205****8926' }
  const account = { counterpartyAccount: '32057022828925918926' }
  test('that was approved: the line shows that payment, nothing more is paid', () => {
    const orders = [order(number, 'jinding', 320_000, { state: 'paid', outstandingFen: 0 })]
    const payments = [payment('p', number, 320_000, payer)]
    const suggestion = suggested({ orders, payments, lines: [line('a', 320_000, jinding.name, '', account)] })
    expect(suggestion?.parts).toEqual([
      { lineId: 'a', target: { kind: 'payment', paymentId: 'p', orderId: number }, amountFen: 320_000 },
    ])
    expect(suggestion).toMatchObject({ automatic: true, double: false })
    expect(codes(suggestion)).toContain('slipAgrees')
  })

  test('that waits is what the line settles, all three agreeing', () => {
    const given = { orders: [order(number, 'jinding', 320_000)], vouchers: [voucher('v', number, 320_000, payer)] }
    for (const remark of ['', number]) {
      const suggestion = suggested({ ...given, lines: [line('a', 320_000, jinding.name, remark, account)] })
      expect(suggestion?.parts[0]?.target).toEqual({ kind: 'voucher', voucherId: 'v', orderId: number })
      expect(suggestion?.automatic).toBe(true)
    }
  })

  test('tells which of two equal orders was paid, but not by itself', () => {
    const orders = [order(number, 'jinding', 320_000), order(other, 'jinding', 320_000)]
    const vouchers = [voucher('v', other, 320_000, payer)]
    const suggestion = suggested({ orders, vouchers, lines: [line('a', 320_000, jinding.name, '', account)] })
    expect(paid(suggestion)).toEqual({ [other]: 320_000 })
    expect(suggestion?.automatic).toBe(false)
    expect(suggestion?.runnerUp?.parts[0]?.target.orderId).toBe(number)
  })

  test('of another order for the same money keeps the number from settling by itself', () => {
    const orders = [order(number, 'jinding', 320_000), order(other, 'jinding', 320_000)]
    const vouchers = [voucher('v', other, 320_000, payer)]
    const suggestion = suggested({ orders, vouchers, lines: [line('a', 320_000, jinding.name, number, account)] })
    expect(paid(suggestion)).toEqual({ [number]: 320_000 })
    expect(suggestion?.automatic).toBe(false)
  })

  test('of a payer who has nothing to do with the organisation still finds its line', () => {
    const orders = [order(number, 'jinding', 320_000)]
    const vouchers = [voucher('v', number, 320_000, { payerName: '何佳振', payerAccount: '6217991122613822200' })]
    const lines = [line('a', 320_000, '何佳振', '转账', { counterpartyAccount: '6217991122613822200' })]
    const suggestion = suggested({ orders, vouchers, lines })
    expect(codes(suggestion)).toContain('slipAccount')
    expect(suggestion?.automatic).toBe(true)
  })

  test('does not tell of money that came before it', () => {
    const orders = [order(number, 'jinding', 320_000, { state: 'paid', outstandingFen: 0 })]
    const payments = [payment('p', number, 320_000, { ...payer, movedOn: '2026-03-20' })]
    expect(suggested({ orders, payments, lines: [line('a', 320_000, jinding.name, '', account)] })).toBeNull()
  })
})

test('a pair that was dismissed is never suggested again, its other orders are', () => {
  const orders = [order(number, 'jinding', 320_000), order(other, 'jinding', 320_000)]
  const lines = [line('a', 320_000, jinding.name, number)]
  const dismissed = [{ lineId: 'a', targetKey: `order:${number}` }]
  const suggestion = suggested({ orders, lines, dismissed })
  expect(paid(suggestion)).toEqual({ [other]: 320_000 })
  expect(suggested({ orders: orders.slice(0, 1), lines, dismissed })).toBeNull()
})

test('a dismissed second payment is not suggested again', () => {
  const orders = [order(number, 'jinding', 320_000, { state: 'paid', outstandingFen: 0 })]
  const lines = [line('a', 320_000, jinding.name, number)]
  expect(suggested({ orders, lines })?.double).toBe(true)
  expect(suggested({ orders, lines, dismissed: [{ lineId: 'a', targetKey: `order:${number}` }] })).toBeNull()
})

test('only what is left of a line is matched, and a line that is partly allocated does not settle by itself', () => {
  const lines = [line('a', 500_000, jinding.name, number, { leftFen: 320_000 })]
  const suggestion = suggested({ orders: [order(number, 'jinding', 320_000)], lines })
  expect(paid(suggestion)).toEqual({ [number]: 320_000 })
  expect(suggestion).toMatchObject({ restToCreditFen: 0, automatic: false })
})

test('the key is the same for the same suggestion, and another for another amount', () => {
  const orders = [order(number, 'jinding', 320_000)]
  const key = (amountFen: number) => suggested({ orders, lines: [line('a', amountFen, jinding.name, number)] })?.key
  expect(key(320_000)).toBe(key(320_000))
  expect(key(320_000)).toMatch(/^[0-9a-f]{32}$/)
  expect(key(310_000)).not.toBe(key(320_000))
})
