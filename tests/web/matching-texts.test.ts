import { expect, test } from 'vitest'
import { reasonCodes } from '../../server/features/reconciliation/matching.schema.ts'
import { matchReasonsEnglish } from '../../web/texts/matching.en.ts'
import { matchReason } from '../../web/texts/matching.ts'
import { matchReasonsChinese } from '../../web/texts/matching.zh-CN.ts'

const values = { found: '甲', expected: '乙', days: 3, difference: '¥1.00', characters: 'O/Q' }

test('a confused character is said with what it was taken for', () => {
  const reason = { slot: 'reference', code: 'numberConfused', found: 'PX26GQJOQY', expected: 'PX26GQJQQY' } as const
  expect(matchReason(reason)).toBe('附言里的订单号 PX26GQJOQY 读作 PX26GQJQQY（O/Q 相似）')
})

test('amounts are said in yuan, with the difference', () => {
  const reason = { slot: 'amount', code: 'amountOver', found: '326000', expected: '320000' } as const
  expect(matchReason(reason)).toBe('比待缴的 ¥3,200.00 多 ¥60.00')
})

test('days are counted from the order to the money', () => {
  const reason = { slot: 'date', code: 'dateFits', found: '2026-03-09', expected: '2026-03-02' } as const
  expect(matchReason(reason)).toBe('下单后第 7 天到账')
  expect(matchReason({ ...reason, found: '2026-03-02' })).toBe('下单当天到账')
})

test.each(Object.values(reasonCodes).flat())('%s is said in both languages, in one line', (code) => {
  for (const sentence of [matchReasonsChinese[code](values), matchReasonsEnglish[code](values)]) {
    expect(sentence.length).toBeGreaterThan(4)
    expect(sentence).not.toMatch(/undefined|NaN|\n/)
  }
})
