import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  findOrderNumbers,
  groupOrderNumber,
  isNumberOf,
  makeOrderNumber,
  normaliseOrderNumber,
  orderNumberAlphabet,
} from '../../server/core/order-number.ts'

const orderNumbers = fc
  .tuple(fc.integer({ min: 2020, max: 2099 }), fc.uint8Array({ minLength: 24, maxLength: 24 }))
  .map(([year, bytes]) => makeOrderNumber(year, bytes))
  .filter((orderNumber) => orderNumber !== null)

test('a new number has the year and six characters that cannot be taken for each other', () => {
  const orderNumber = makeOrderNumber(2026, randomBytes(64))
  expect(orderNumber).toMatch(/^PX26[2-9A-HJKMNP-Z]{6}$/)
  expect(orderNumberAlphabet).not.toMatch(/[01ILO]/)
  expect(orderNumberAlphabet).toHaveLength(31)
})

test('every character of the alphabet is equally likely', () => {
  const counts = new Map<string, number>()
  const allBytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)
  for (const byte of allBytes) {
    const orderNumber = makeOrderNumber(2026, new Uint8Array(6).fill(byte))
    const glyph = orderNumber?.at(-1)
    if (glyph) counts.set(glyph, (counts.get(glyph) ?? 0) + 1)
  }
  expect([...counts.values()]).toEqual(Array(31).fill(8))
})

test('too few usable bytes make no number', () => {
  expect(makeOrderNumber(2026, new Uint8Array(64).fill(255))).toBeNull()
  expect(makeOrderNumber(2026, new Uint8Array(5))).toBeNull()
})

test('it is grouped for the eye', () => {
  expect(groupOrderNumber('PX26W3N8PX')).toBe('PX26 W3N 8PX')
})

test('what a person types becomes the number, however it is grouped', () => {
  fc.assert(
    fc.property(orderNumbers, (orderNumber) => {
      expect(isNumberOf('PX', orderNumber)).toBe(true)
      expect(normaliseOrderNumber(orderNumber)).toBe(orderNumber)
      expect(normaliseOrderNumber(` ${groupOrderNumber(orderNumber).toLowerCase()} `)).toBe(orderNumber)
    }),
  )
  expect(normaliseOrderNumber('ｐｘ２６－ｗ３ｎ－８ｐｘ')).toBe('PX26W3N8PX')
})

test.each(['', 'PX26', 'PX26W3N8P', 'PX26W3N8PXX', 'PX26W3N8OX', 'PY26W3N8PX', 'PX2AW3N8PX'])(
  'what was typed as %s is no number',
  (typed) => {
    expect(normaliseOrderNumber(typed)).toBeNull()
  },
)

test('it is found in what people write into the remark', () => {
  fc.assert(
    fc.property(
      orderNumbers,
      fc.constantFrom('', '订单', '订单号:', '2026年第五期培训费 ', '付继续教育费('),
      fc.constantFrom('', '年会会务费8人', ')', ' 见证取样员培训费', '/培训'),
      (orderNumber, before, after) => {
        const text = before + orderNumber + after
        expect(findOrderNumbers(text)).toMatchObject([
          { orderNumber, repairs: 0, start: before.length, end: before.length + 10 },
        ])
        expect(findOrderNumbers(text.toLowerCase())[0]?.orderNumber).toBe(orderNumber)
      },
    ),
  )
})

test.each([
  ['px 26 w3n 8px', 'PX26W3N8PX'],
  ['ＰＸ２６Ｗ３Ｎ８ＰＸ', 'PX26W3N8PX'],
  ['P×26W3N8PX', 'PX26W3N8PX'],
  ['PXZ6W3N8PX', 'PX26W3N8PX'],
])('%s is read as %s', (text, orderNumber) => {
  expect(findOrderNumbers(text)[0]).toMatchObject({ orderNumber, candidates: [orderNumber] })
})

test('an O can only have been something else, and there is more than one', () => {
  expect(findOrderNumbers('PX26W3N8OX')).toMatchObject([{ repairs: 1, candidates: ['PX26W3N8QX', 'PX26W3N8DX'] }])
  expect(findOrderNumbers('PX26W3N80X')[0]?.candidates).toContain('PX26W3N8QX')
})

test('several numbers in one text are all found', () => {
  const found = findOrderNumbers('PX26W3N8PX、PX269RD9Z8两笔')
  expect(found.map((hit) => hit.orderNumber)).toEqual(['PX26W3N8PX', 'PX269RD9Z8'])
})

test.each(['XPX26W3N8PXA', 'PX260000AA', 'PX26', '培训费', 'PX26W3N8P', 'HTTPX2600LL11OO'])('%s holds none', (text) => {
  expect(findOrderNumbers(text)).toEqual([])
})
