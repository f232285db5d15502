import { describe, expect, test } from 'vitest'
import {
  itemsAtHeight,
  lineUnderSlip,
  lineWaits,
  quadAtHeight,
  readingAtHeight,
} from '../../server/features/vouchers/added-line.rules.ts'
import { slipReadingSchema } from '../../server/features/vouchers/slip-reading.schema.ts'
import { addedTextSchema } from '../../server/features/vouchers/vouchers.schema.ts'
import { reading } from '../support/vouchers.ts'

describe('what is written', () => {
  test('names the payer and the kind of fee', () => {
    expect(lineUnderSlip(' 江苏建科检测有限公司 ', 'training')).toBe('付款单位：江苏建科检测有限公司　费用类型：培训费')
    expect(lineUnderSlip('江苏建科检测有限公司', 'studyCards')).toBe(
      '付款单位：江苏建科检测有限公司　费用类型：学习卡费',
    )
  })
  test('is nothing without a name', () => {
    expect(lineUnderSlip('  ', 'training')).toBeNull()
  })
  test('gives a long name the room of the kind of fee, and never cuts a name', () => {
    expect(lineUnderSlip('长'.repeat(106), 'training')).toHaveLength(120)
    expect(lineUnderSlip('长'.repeat(107), 'training')).toBe(`付款单位：${'长'.repeat(107)}`)
    expect(lineUnderSlip('长'.repeat(116), 'training')).toBeNull()
  })
  test('whatever is composed is accepted as a line', () => {
    for (const length of [2, 40, 106, 107, 115]) {
      const line = lineUnderSlip('长'.repeat(length), 'training') ?? ''
      expect(addedTextSchema.parse(line)).toBe(line)
    }
  })
  test.each([
    ['two lines', '付款单位：甲\n费用类型：培训费'],
    ['a tab', '付款\t单位'],
    ['a line separator', '付款\u2028单位'],
    ['a mark that turns the writing direction', '付款\u202e单位'],
    ['a blank without width', '付款\u200b单位'],
    ['121 characters', '长'.repeat(121)],
  ])('%s is refused', (_what, text) => {
    expect(addedTextSchema.safeParse(text).success).toBe(false)
  })
})

test('a picture waits for its line until it shows what was asked for, and not without the file as received', () => {
  const file = (addedText: string | null, drawnText: string | null, originalKey: string | null = 'a/b') =>
    lineWaits({ addedText, drawnText, originalKey })
  expect(file(null, null)).toBe(false)
  expect(file('甲', null)).toBe(true)
  expect(file('甲', '甲')).toBe(false)
  expect(file('乙', '甲')).toBe(true)
  expect(file(null, '甲')).toBe(true)
  expect(file('甲', null, null)).toBe(false)
})

describe('places on a picture that has a strip under it', () => {
  const quad = [0.1, 0.2, 0.5, 0.2, 0.5, 0.3, 0.1, 0.3]
  const pixels = (one: readonly number[], height: number) => one.map((part, i) => part * (i % 2 === 1 ? height : 1000))

  test('stay where they are in pixels', () => {
    const moved = quadAtHeight(quad, 800, 900)
    for (const [i, at] of pixels(moved, 900).entries()) expect(at).toBeCloseTo(pixels(quad, 800)[i] ?? 0, 9)
    expect(moved[1]).toBeCloseTo((0.2 * 800) / 900, 12)
    expect(moved[0]).toBe(0.1)
  })

  test('come back when the strip is taken away', () => {
    const back = quadAtHeight(quadAtHeight(quad, 800, 900), 900, 800)
    for (const [i, part] of back.entries()) expect(part).toBeCloseTo(quad[i] ?? 0, 12)
  })

  test('all places of a reading and of a PDF move together, and nothing else of it changes', () => {
    const plain = reading({ amountFen: 680_000, payeeName: '江苏建科建筑技术培训中心' })
    const { amountFen } = plain.fields
    if (!amountFen) throw new Error('no amount')
    const whole = {
      ...plain,
      fields: { ...plain.fields, amountFen: { ...amountFen, quads: [quad, quad] } },
      lines: [
        { text: '6,800.00', score: 0.9, quad },
        { text: '没有位置', score: 0.9, quad: null },
      ],
    }
    const moved = readingAtHeight(whole, 1400, 1480)
    expect(slipReadingSchema.parse(moved)).toEqual(moved)
    const expected = quadAtHeight(quad, 1400, 1480)
    expect(moved).toEqual({
      ...whole,
      height: 1480,
      fields: { ...whole.fields, amountFen: { ...amountFen, quads: [expected, expected] } },
      lines: [
        { text: '6,800.00', score: 0.9, quad: expected },
        { text: '没有位置', score: 0.9, quad: null },
      ],
    })
    expect(itemsAtHeight([{ text: '金额', quad }], 1400, 1480)).toEqual([{ text: '金额', quad: expected }])
  })
})
