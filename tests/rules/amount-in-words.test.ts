import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatAmountInWords, parseAmountInWords } from '../../server/core/amount-in-words.ts'
import { type Fen, maxFen } from '../../server/core/money.ts'

/** Examples of 《正确填写票据和结算凭证的基本规定》 and of the fixtures' slips. */
const written: [number, string][] = [
  [140950, '壹仟肆佰零玖元伍角整'],
  [600714, '陆仟零柒元壹角肆分'],
  [168032, '壹仟陆佰捌拾元零叁角贰分'],
  [10700053, '壹拾万零柒仟元零伍角叁分'],
  [1640902, '壹万陆仟肆佰零玖元零贰分'],
  [32504, '叁佰贰拾伍元零肆分'],
  [384000, '叁仟捌佰肆拾元整'],
  [10050000, '壹拾万零伍佰元整'],
  [10360000, '壹拾万零叁仟陆佰元整'],
  [9001000, '玖万零壹拾元整'],
  [3142007, '叁万壹仟肆佰贰拾元零柒分'],
  [10000000000, '壹亿元整'],
  [10000000100, '壹亿零壹元整'],
  [50, '伍角整'],
  [5, '伍分'],
]

/** The one place where our writing is freer than the rule's example: 零 before 角 is left out when 元 is not zero. */
const asWeWrite = (words: string) => words.replace(/元零(.角)/, '元$1')

test.each(written)('%i fen is written and read', (fen, words) => {
  expect(parseAmountInWords(words)).toEqual({ fen, words, repairs: 0 })
  expect(formatAmountInWords(fen as Fen)).toBe(asWeWrite(words))
})

test('every amount is read as it was written', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: maxFen }), (fen) => {
      expect(parseAmountInWords(formatAmountInWords(fen as Fen))).toMatchObject({ fen, repairs: 0 })
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['壹拾万零叁仟陆佰元整', '壹拾万叁仟陆佰元整'],
  ['陆仟肆佰元整', '陆仟肆佰圆整'],
  ['陆仟肆佰元整', '陆仟肆佰元正'],
  ['陆仟肆佰元整', '陆仟肆佰元'],
  ['陆仟肆佰元整', '人民币 陆仟肆佰元整'],
  ['陆仟肆佰元整', '人民币：陸仟肆佰圓整'],
  ['壹拾元整', '拾元整'],
  ['叁仟元整', '三千元整'],
])('%s is also written %s', (usual, other) => {
  expect(parseAmountInWords(other)?.fen).toBe(parseAmountInWords(usual)?.fen)
})

test('the words come back as they are printed', () => {
  expect(parseAmountInWords('壹拾万零伍佰圆整')?.words).toBe('壹拾万零伍佰圆整')
})

test.each([
  ['陆仟肆佰无整', '陆仟肆佰元整', 1],
  ['陆件肆值元整', '陆仟肆佰元整', 2],
  ['贷万壹仟陆佰圆整', '贰万壹仟陆佰圆整', 1],
])('%s was misread and is %s', (read, words, repairs) => {
  expect(parseAmountInWords(read)).toMatchObject({ words, repairs })
})

test.each([
  '',
  '元整',
  '佰元整',
  '值捌拾元整',
  '壹佰伍元整',
  '壹仟伍佰肆仟元整',
  '伍万万元整',
  '叁仟捌佰肆拾',
  '叁捌元整',
  '零元整',
  '年会会务费',
  '壹佰亿亿元整',
  '玖仟玖佰玖拾玖亿元整',
])('%s is no amount', (text) => {
  expect(parseAmountInWords(text)).toBeNull()
})

test('no words lose a character and become another amount unnoticed, unless they end early', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 99_999_999 }), fc.nat(20), (yuan, place) => {
      const words = formatAmountInWords((yuan * 100) as Fen)
      const at = 1 + (place % Math.max(1, words.length - 4))
      const glyph = words[at] ?? ''
      // A unit that goes missing between two digits is what can be told from the grammar alone.
      if (!/[仟佰]/.test(glyph) || !/[壹贰叁肆伍陆柒捌玖]/.test(words[at + 1] ?? '')) return
      expect(parseAmountInWords(words.slice(0, at) + words.slice(at + 1))).toBeNull()
    }),
    { numRuns: 500 },
  )
})

test.each([0, -100, maxFen + 1])('%i fen cannot be written', (fen) => {
  expect(() => formatAmountInWords(fen as Fen)).toThrow(RangeError)
})
