import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatAmountInWords } from '../../../server/core/amount-in-words.ts'
import { type Fen, formatFen } from '../../../server/core/money.ts'
import { extractFields } from '../../../worker/reading/extract-fields.ts'
import { pageOf, phoneRows, plainLines, type Slip, type SlipText } from './draw-slip.ts'

/** A wrong amount is worse than none: whatever happens to an amount on its way, "high" has to be right. */

const amounts = fc.oneof(
  fc.integer({ min: 100, max: 99_999_99 }).map((yuan) => yuan * 100),
  fc.integer({ min: 1_00, max: 9_999_999_99 }),
)

function phone(amountText: string, extra: readonly (readonly [string, string])[] = []): Slip {
  const headline: SlipText = { x: 390, y: 240, text: amountText, align: 'middle', size: 52 }
  const rows = phoneRows(
    [
      ['收款人', '国培网(北京)教育科技有限公司'],
      ['收款账号', '1100****3456'],
      ...extra,
      ['交易时间', '2026-04-08 09:10:11'],
    ],
    340,
  )
  return { width: 780, height: 1400, texts: [{ x: 390, y: 160, text: '转账成功', align: 'middle' }, headline, ...rows] }
}

/** What a reading machine does to separators. */
function misreadSeparators(text: string, how: 'points' | 'commas' | 'dropped' | 'swapped' | 'no point'): string {
  switch (how) {
    case 'points':
      return text.replaceAll(',', '.')
    case 'commas':
      return text.replaceAll('.', ',')
    case 'dropped':
      return text.replaceAll(',', '')
    case 'swapped':
      return text.replace(/[.,]/g, (separator) => (separator === ',' ? '.' : ','))
    case 'no point':
      return text.replace(/\.(\d{2})$/, '$1')
  }
}

const misreadings = fc.constantFrom('points', 'commas', 'dropped', 'swapped', 'no point' as const)

test('separators that were misread never make a wrong amount that is called sure', () => {
  fc.assert(
    fc.property(amounts, misreadings, fc.constantFrom('￥', '¥', '', 'RMB '), (fen, how, currency) => {
      const text = currency + misreadSeparators(formatFen(fen as Fen), how)
      const amount = extractFields(pageOf(phone(text))).amountFen
      if (amount?.confidence === 'high') expect(amount.value).toBe(fen)
    }),
    { numRuns: 300 },
  )
})

test('the words put misread separators right, and the amount is sure then', () => {
  fc.assert(
    fc.property(amounts, misreadings, (fen, how) => {
      const text = misreadSeparators(formatFen(fen as Fen), how)
      const words = formatAmountInWords(fen as Fen)
      const slip = phone(`￥${text}`, [['大写金额', words]])
      const fields = extractFields(pageOf(slip))
      expect(fields.amountFen).toMatchObject({ value: fen, confidence: 'high' })
      expect(fields.amountInWords?.value).toBe(words)
    }),
    { numRuns: 200 },
  )
})

test('a digit that was misread is never sure when the words say something else', () => {
  fc.assert(
    fc.property(amounts, fc.nat(8), fc.integer({ min: 1, max: 9 }), (fen, place, by) => {
      const right = formatFen(fen as Fen)
      const digits = [...right].flatMap((glyph, index) => (/\d/.test(glyph) ? [index] : []))
      const at = digits[place % digits.length] ?? 0
      const wrong = right.slice(0, at) + ((Number(right[at]) + by) % 10) + right.slice(at + 1)
      const slip = phone(`￥${wrong}`, [['大写金额', formatAmountInWords(fen as Fen)]])
      const amount = extractFields(pageOf(slip)).amountFen
      if (amount?.confidence === 'high') expect(amount.value).toBe(fen)
    }),
    { numRuns: 300 },
  )
})

test('a figure whose digits were hardly legible is not sure', () => {
  const slip = phone('￥3,840.00')
  const texts = slip.texts.map((text) => (text.text.startsWith('￥') ? { ...text, score: 0.62 } : text))
  expect(extractFields(pageOf({ ...slip, texts })).amountFen).toMatchObject({ value: 384000, confidence: 'low' })
})

test('a clean figure in one place is sure, and the same figure in two places outweighs a misread separator', () => {
  expect(extractFields(pageOf(phone('￥3,840.00'))).amountFen).toMatchObject({ value: 384000, confidence: 'high' })
  const twice = phone('￥3.840.00', [['转账金额', '3,840.00元']])
  expect(extractFields(pageOf(twice)).amountFen).toMatchObject({ value: 384000, confidence: 'high' })
  const once = phone('￥3.840.00')
  expect(extractFields(pageOf(once)).amountFen).toMatchObject({ value: 384000, confidence: 'low' })
})

test('two different figures that could both be what was paid are not sure', () => {
  const slip = phone('￥3,840.00', [['转账金额', '3,340.00元']])
  expect(extractFields(pageOf(slip)).amountFen?.confidence).toBe('low')
})

test('fees, balances, totals and prices beside it are not what was paid', () => {
  const others: (readonly [string, string])[] = [
    ['手续费', '¥12.00'],
    ['账户余额', '¥638,533.94'],
    ['本月累计', '¥42,000.00'],
    ['订单金额', '¥3,860.00'],
    ['优惠金额', '¥20.00'],
    ['剩余额度', '¥1,000,000.00'],
  ]
  expect(extractFields(pageOf(phone('￥3,840.00', others))).amountFen).toMatchObject({
    value: 384000,
    confidence: 'high',
  })
})

test('a page that shows only a fee and a balance shows no amount', () => {
  const slip: Slip = {
    width: 780,
    height: 700,
    texts: phoneRows(
      [
        ['手续费', '¥12.00'],
        ['账户余额', '¥638,533.94'],
        ['可用余额', '¥638,533.94'],
      ],
      200,
    ),
  }
  expect(extractFields(pageOf(slip)).amountFen).toBeNull()
})

test('words of which the beginning is under a stamp do not become a smaller amount', () => {
  const slip: Slip = {
    width: 1000,
    height: 400,
    texts: plainLines(
      ['收款人名称：国培网(北京)教育科技有限公司', '金额大写：会课币务值捌拾元整', '金额：380.00'],
      60,
      60,
    ),
  }
  const fields = extractFields(pageOf(slip))
  expect(fields.amountFen?.value).toBe(38000)
  expect(fields.amountInWords).toMatchObject({ value: '叁佰捌拾元整', confidence: 'low' })
})

test('the amount in words stands for the figure where there is none', () => {
  const slip: Slip = {
    width: 1000,
    height: 400,
    texts: plainLines(['收款人名称：国培网(北京)教育科技有限公司', '金额（大写）：人民币壹拾万零伍佰圆整'], 60, 60),
  }
  const fields = extractFields(pageOf(slip))
  expect(fields.amountFen?.value).toBe(10050000)
  expect(fields.amountInWords?.value).toBe('壹拾万零伍佰圆整')
})
