import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fen } from '../../../server/core/money.ts'
import { rawMembers } from '../../../server/platform/payment-providers/alipay/alipay-answer.ts'
import { fenFromYuan, yuanFromFen } from '../../../server/platform/payment-providers/alipay/yuan.ts'

describe('the signed characters of an answer', () => {
  test('are the ones that stand there, whatever the JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(0, 1, 2), (content, indent) => {
        const members = rawMembers(JSON.stringify(content, null, indent))
        expect([...(members ?? [])].map(([name, raw]) => [name, JSON.parse(raw)])).toEqual(
          Object.entries(JSON.parse(JSON.stringify(content)) as object),
        )
      }),
    )
  })

  test.each(['[]', '"a"', '{"a":1', '{"a":1,"a":2}', '{"a":1,"\\u0061":2}', '', 'null'])(
    'are not found in %j',
    (text) => {
      expect(rawMembers(text)).toBeNull()
    },
  )
})

describe('yuan', () => {
  test('there and back is the same fen', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000_000_000 }),
        (amount) => fenFromYuan(yuanFromFen(fen(amount))) === amount,
      ),
    )
  })

  test.each([
    ['1.10', 110],
    ['0.1', 10],
    ['0.01', 1],
    ['12', 1200],
    ['0.29', 29],
    ['1e2', null],
    ['1.', null],
    ['.5', null],
    ['01.00', null],
    ['1.005', null],
    ['-1.00', null],
    [' 1.00', null],
    ['1.00\n', null],
    ['NaN', null],
    ['99999999999.00', null],
  ])('%j is %s fen', (text, amount) => {
    expect(fenFromYuan(text)).toBe(amount)
  })
})
