import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAmount } from '../../server/features/statements/amounts.rules.ts'
import { readDate, readTime } from '../../server/features/statements/dates.rules.ts'
import type { StatementCell } from '../../server/features/statements/statement-cells.rules.ts'

const text = (value: string): StatementCell => ({ text: value, kind: 'text', precisionLost: false })
const number = (value: string): StatementCell => ({ text: value, kind: 'number', precisionLost: false })
const amount = (value: string) => {
  const reading = readAmount(text(value), false)
  return reading.kind === 'amount' ? (reading.side === null ? reading.fen : [reading.fen, reading.side]) : reading
}

describe('amounts', () => {
  test.each([
    ['1,234.56', 123_456],
    ['1234.5', 123_450],
    ['0.01', 1],
    ['.5', 50],
    ['100', 10_000],
    ['1,234', 123_400],
    ['12345678.90', 1_234_567_890],
    ['¥1,234.56', 123_456],
    ['￥ 1,234.56', 123_456],
    ['1234.5元', 123_450],
    ['RMB 1,234.56', 123_456],
    ['CNY1,234.56', 123_456],
    ['人民币1,234.56元', 123_456],
    ['+1,234.56', 123_456],
    ['-1,234.56', -123_456],
    ['−1,234.56', -123_456],
    ['-¥1,234.56', -123_456],
    ['¥-1,234.56', -123_456],
    ['(1,234.56)', -123_456],
    ['（1,234.56）', -123_456],
    ['1,234.56-', -123_456],
    ['１，２３４．５６', 123_456],
    ['`1234.56', 123_456],
    ["'1234.56", 123_456],
    ['1 234.56', 123_456],
    ['1234.5600', 123_456],
    ['1,234.56CR', [123_456, 'in']],
    ['1,234.56 DR', [123_456, 'out']],
    ['贷 1,234.56', [123_456, 'in']],
    ['-0.00', 0],
  ])('%s', (shown, expected) => {
    expect(amount(shown)).toEqual(expected)
  })

  test.each(['', ' ', '-', '--', '——', '/', '_'])('%j is no amount and no error', (shown) => {
    expect(amount(shown)).toEqual({ kind: 'empty' })
  })

  test.each([
    ['1.234,56', 'amountEuropean'],
    ['1234,5', 'amountEuropean'],
    ['1.234.567', 'amountEuropean'],
    ['1.234', 'amountUnreadable'],
    ['1.005', 'amountUnreadable'],
    ['1,23', 'amountEuropean'],
    ['12,34.56', 'amountUnreadable'],
    ['1.2E+05', 'amountUnreadable'],
    ['=1+2', 'amountUnreadable'],
    ['5万', 'amountUnreadable'],
    ['--5', 'amountUnreadable'],
    ['999999999999999', 'amountTooLarge'],
  ])('%s is refused as %s', (shown, code) => {
    expect(amount(shown)).toEqual({ kind: 'refused', code })
  })

  test('a decimal comma is read where it was proven', () => {
    expect(readAmount(text('1.234,56'), true)).toEqual({ kind: 'amount', fen: 123_456, side: null })
    expect(readAmount(text('1,234.56'), true).kind).toBe('refused')
  })

  test('number cells have binary fractions and no more than two decimals', () => {
    expect(readAmount(number('12338.889999999999'), false)).toMatchObject({ fen: 1_233_889 })
    expect(readAmount(number('806174.6'), false)).toMatchObject({ fen: 80_617_460 })
    expect(readAmount(number('12.345'), false).kind).toBe('refused')
  })

  test('every whole number of fen is read back from how banks write it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_000_000_000_000 }), fc.boolean(), (fen, negative) => {
        const [yuan = '', cents = ''] = (BigInt(fen) * 1n)
          .toString()
          .padStart(3, '0')
          .split(/(?=\d{2}$)/)
        const shown = `${negative ? '-' : ''}${yuan.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`
        expect(amount(shown)).toBe(negative ? -fen : fen)
      }),
    )
  })
})

describe('dates', () => {
  test.each([
    ['20260303', '2026-03-03', null],
    ['2026-03-03', '2026-03-03', null],
    ['2026/3/3', '2026-03-03', null],
    ['2026.3.3', '2026-03-03', null],
    ['2026年3月3日', '2026-03-03', null],
    ['２０２６－０３－０３', '2026-03-03', null],
    ['2026-03-03 14:58:00', '2026-03-03', '14:58:00'],
    ['2026-03-03 14:58', '2026-03-03', '14:58:00'],
    ['2026-03-03T14:58:00+08:00', '2026-03-03', '14:58:00'],
    ['2026-03-03 14:58:00.000', '2026-03-03', '14:58:00'],
    ['2026-03-03-14.58.00.123456', '2026-03-03', '14:58:00'],
    ['2026-03-03 145800', '2026-03-03', '14:58:00'],
    ['2026/3/3 9:05:07', '2026-03-03', '09:05:07'],
    ['20260303 09:05:07', '2026-03-03', '09:05:07'],
    ['20260303145800', '2026-03-03', '14:58:00'],
    ['20260303 145800', '2026-03-03', '14:58:00'],
    ['2026年03月03日 14时58分00秒', '2026-03-03', '14:58:00'],
    ['2026-03-03 星期二', '2026-03-03', null],
    ['31/03/2026', '2026-03-31', null],
    ['03/31/2026', '2026-03-31', null],
    ['05-05-2026', '2026-05-05', null],
    ['3-Mar-2026', '2026-03-03', null],
    ['Mar 3, 2026', '2026-03-03', null],
    ['46084', '2026-03-03', null],
    ['46084.62361111111', '2026-03-03', '14:58:00'],
    ['`2026-03-03 14:58:00', '2026-03-03', '14:58:00'],
  ])('%s', (shown, date, time) => {
    expect(readDate(text(shown), null)).toEqual({ date, time })
  })

  test.each([
    '2026-02-30',
    '20261301',
    '1026-03-03',
    '2026-03-03 25:00:00',
    '合计',
    '12345678901',
    '99999',
    '26-03-03',
  ])('%s is none', (shown) => {
    expect(readDate(text(shown), null)).toBe('unreadable')
  })

  test('day and month are told apart by the column', () => {
    expect(readDate(text('03-04-2026'), null)).toBe('ambiguous')
    expect(readDate(text('03-04-2026'), 'dayFirst')).toEqual({ date: '2026-04-03', time: null })
    expect(readDate(text('03-04-2026'), 'monthFirst')).toEqual({ date: '2026-03-04', time: null })
  })

  test.each([
    ['14:58:00', '14:58:00'],
    ['14:58', '14:58:00'],
    ['9:05:07', '09:05:07'],
    ['145800', '14:58:00'],
    ['93015', '09:30:15'],
    ['1458', '14:58:00'],
    ['145800123', '14:58:00'],
    ['14.58.00', '14:58:00'],
    ['下午2:58:00', '14:58:00'],
    ['2:58 PM', '14:58:00'],
    ['0.6236111111', '14:58:00'],
    ['2026-03-03 14:58:00', '14:58:00'],
  ])('the time %s', (shown, time) => {
    expect(readTime(text(shown))).toBe(time)
  })

  test('a number cell has lost the zeros of its time', () => {
    expect(readTime(number('1205'))).toBe('00:12:05')
    expect(readTime(number('0'))).toBe('00:00:00')
  })

  test.each(['', '250000', '20260303', '2026-03-03', 'noon'])('%j is no time', (shown) => {
    expect(readTime(text(shown))).toBeNull()
  })
})
