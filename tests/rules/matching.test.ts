import { describe, expect, test } from 'vitest'
import { matchLines } from '../../server/features/reconciliation/match-lines.rules.ts'
import { facts, line, order, organisation } from '../support/match-facts.ts'
import {
  bochuan,
  codes,
  group,
  hengrui,
  jinding,
  number,
  organisations,
  other,
  paid,
  suggested,
} from '../support/match-suggestions.ts'

describe('an order number in the remark', () => {
  test.each([
    ['订单号:PX26GQJQQY', 'numberExact', 'PX26GQJQQY'],
    ['培训费px26gqjqqy2人', 'numberWritten', 'px26gqjqqy'],
    ['PX 26 GQJ QQY', 'numberWritten', 'PX 26 GQJ QQY'],
    ['ＰＸ２６ＧＱＪＱＱＹ', 'numberWritten', 'ＰＸ２６ＧＱＪＱＱＹ'],
    ['PX26-GQJQQY', 'numberWritten', 'PX26-GQJQQY'],
    ['订单号 PX26GQJOQY', 'numberConfused', 'PX26GQJOQY'],
    ['培训费PX26GQJ0QY', 'numberConfused', 'PX26GQJ0QY'],
  ])('%s is read and settles by itself with amount and payer', (remark, code, found) => {
    const suggestion = suggested({
      orders: [order(number, 'jinding', 1_260_000)],
      lines: [line('a', 1_260_000, jinding.name, remark)],
    })
    expect(suggestion).toMatchObject({ automatic: true, strength: 'certain', restToCreditFen: 0, double: false })
    expect(suggestion?.score).toBeGreaterThan(970)
    expect(suggestion?.reasons[0]).toMatchObject({ slot: 'reference', code, found, expected: number })
    expect(codes(suggestion)).toContain('amountExact')
    expect(codes(suggestion)).toContain('nameEqual')
  })

  test.each([
    ['PX26GQJQQX', 'one wrong'],
    ['PX26GQJQY', 'one missing'],
    ['PX26GQAJQQY', 'one too many'],
    ['PX26GQJQYQ', 'two swapped'],
    ['P26GQJQQY', 'one of the first letters missing'],
    ['GQJQQY', 'only its end'],
  ])('%s (%s) is suggested when amount and payer agree, and never settles by itself', (written) => {
    const given = { orders: [order(number, 'jinding', 1_260_000)] }
    const suggestion = suggested({ ...given, lines: [line('a', 1_260_000, jinding.name, `培训费 ${written}`)] })
    expect(paid(suggestion)).toEqual({ [number]: 1_260_000 })
    expect(suggestion?.automatic).toBe(false)
    expect(suggestion?.reasons[0]?.code).toMatch(/^number(Typo|Tail)$/)
  })

  test('that is nearly right says nothing about a stranger’s money', () => {
    expect(
      suggested({
        orders: [order(number, 'jinding', 1_260_000)],
        lines: [line('a', 500_000, '某某贸易有限公司', 'PX26GQJQQX')],
      }),
    ).toBeNull()
  })

  test('that can be read as two orders is decided by amount and payer', () => {
    const orders = [order('PX26GQJQQY', 'jinding', 1_260_000), order('PX26GQJDQY', 'bochuan', 120_000)]
    const suggestion = suggested({ orders, lines: [line('a', 120_000, bochuan.name, 'PX26GQJOQY')] })
    expect(paid(suggestion)).toEqual({ PX26GQJDQY: 120_000 })
    expect(suggestion?.automatic).toBe(false)
  })

  test('decides between equal orders of one organisation', () => {
    const orders = [order(number, 'jinding', 320_000), order(other, 'jinding', 320_000)]
    expect(paid(suggested({ orders, lines: [line('a', 320_000, jinding.name, other)] }))).toEqual({ [other]: 320_000 })
  })

  test('without a payer, as payment providers write it, is a high suggestion', () => {
    const lines = [line('a', 320_000, '', number, { counterpartyAccount: 'wang***@qq.com' })]
    const suggestion = suggested({ orders: [order(number, 'jinding', 320_000)], lines })
    expect(suggestion).toMatchObject({ automatic: false, strength: 'high' })
    expect(codes(suggestion)).toEqual(['numberExact', 'amountExact', 'nameNone', 'dateFits'])
  })

  test('with an unknown payer is suggested but does not settle by itself', () => {
    const suggestion = suggested({
      orders: [order(number, 'jinding', 320_000)],
      lines: [line('a', 320_000, '某某贸易有限公司', number)],
    })
    expect(paid(suggestion)).toEqual({ [number]: 320_000 })
    expect(suggestion?.automatic).toBe(false)
  })

  test('of somebody else’s paid order gives nobody credit', () => {
    const orders = [
      order(number, 'bochuan', 320_000, { state: 'paid', outstandingFen: 0 }),
      order(other, 'jinding', 320_000),
    ]
    const suggestion = suggested({ orders, lines: [line('a', 320_000, jinding.name, number)] })
    expect(paid(suggestion)).toEqual({ [other]: 320_000 })
    expect(codes(suggestion)).toContain('numberOther')
    expect(suggestion).toMatchObject({ strength: 'possible', automatic: false })
  })
})

describe('who paid', () => {
  const orders = [order(number, 'hengrui', 320_000)]
  test('the organisation itself, with the amount, is a high suggestion that does not settle by itself', () => {
    const suggestion = suggested({ orders, lines: [line('a', 320_000, '南京恒瑞工程质量检测有限责任公司', '货款')] })
    expect(suggestion).toMatchObject({ strength: 'high', automatic: false })
    expect(codes(suggestion)).toEqual(['numberNone', 'amountExact', 'nameEqual', 'dateFits'])
  })

  test.each([
    ['the group above it in the tree', group.name, '培训费', 'nameAbove'],
    [
      'a stranger who names it in the remark',
      '某某建设有限公司',
      '代南京恒瑞工程质量检测有限公司付培训费',
      'nameInRemark',
    ],
    ['a person who names it in the remark', '何佳振', '南京恒瑞工程质量检测有限公司培训费', 'nameInRemark'],
    ['its branch', '南京恒瑞工程质量检测有限公司第一分公司', '', 'nameContained'],
    ['itself with its name cut off', '南京恒瑞工程质量检测', '', 'nameSameKey'],
    ['a person on the order', '何佳振', '', 'personOnOrder'],
  ])('%s is recognised', (_who, name, remark, code) => {
    const [first] = orders
    const known = first ? [{ ...first, peopleNames: ['何佳振'] }] : []
    const suggestion = suggested({ orders: known, lines: [line('a', 320_000, name, remark)] })
    expect(paid(suggestion)).toEqual({ [number]: 320_000 })
    expect(codes(suggestion)).toContain(code)
    expect(suggestion?.automatic).toBe(false)
  })

  test('a parent that is not in the tree is a possibility by its 字号', () => {
    const child = organisation('child', '远信检测技术(苏州)有限公司')
    const suggestion = suggested({
      organisations: [...organisations, child],
      orders: [order(number, 'child', 1_600_000)],
      lines: [line('a', 1_600_000, '远信控股集团股份有限公司', '培训费')],
    })
    expect(suggestion).toMatchObject({ strength: 'possible', automatic: false })
    expect(codes(suggestion)).toContain('nameSameBrand')
  })

  test.each([
    ['by name', { payerNameKey: '何佳振', payerAccount: '' }, 'aliasName'],
    ['by account', { payerNameKey: '', payerAccount: '6222 0012 3456 7890 123' }, 'aliasAccount'],
  ])('a confirmed alias %s is a known payer', (_how, alias, code) => {
    const known = { ...hengrui, aliases: [{ ...alias, confirmed: true as const }] }
    const account = { counterpartyAccount: '6222001234567890123' }
    const given = { orders, organisations: [known, group] }
    expect(codes(suggested({ ...given, lines: [line('a', 320_000, '何佳振', '', account)] }))).toContain(code)
    const quoted = suggested({ ...given, lines: [line('a', 320_000, '何佳振', number, account)] })
    expect(quoted?.automatic).toBe(true)
  })

  test.each([
    ['another trade', '南京恒瑞工程建材检测有限公司'],
    ['another town', '苏州恒瑞工程质量检测有限公司'],
    ['only the trade', '南京水利工程质量检测有限公司'],
  ])('a company of %s is not taken for it', (_what, name) => {
    expect(suggested({ orders, lines: [line('a', 320_000, name, '培训费')] })).toBeNull()
  })

  test('our own account is no payer', () => {
    const ownAccounts = [{ name: '某培训中心', account: '4301020919100345678' }]
    const own = line('a', 320_000, '某培训中心', number, { counterpartyAccount: '4301020919100345678' })
    expect(suggested({ orders, ownAccounts, lines: [own] })).toBeNull()
  })

  test('nobody pays before the order was made, but for a day that banks book late', () => {
    const made = [order(number, 'jinding', 320_000, { createdOn: '2026-03-12' })]
    expect(suggested({ orders: made, lines: [line('a', 320_000, jinding.name, '')] })).toBeNull()
    expect(
      suggested({ orders: made, lines: [line('a', 320_000, jinding.name, '', { date: '2026-03-11' })] }),
    ).not.toBeNull()
    const quoted = suggested({ orders: made, lines: [line('a', 320_000, jinding.name, number)] })
    expect(codes(quoted)).toContain('dateBeforeOrder')
    expect(quoted?.automatic).toBe(false)
  })
})

describe('a tie', () => {
  test('between equal orders of one organisation suggests nothing and says between what', () => {
    const orders = [order(number, 'jinding', 320_000), order(other, 'jinding', 320_000)]
    const { suggestions, ties } = matchLines(
      facts({ organisations, orders, lines: [line('a', 320_000, jinding.name, '培训费')] }),
    )
    expect(suggestions).toEqual([])
    expect(ties).toHaveLength(1)
    expect(ties[0]).toMatchObject({ lineIds: ['a'], between: 'targets' })
    expect(ties[0]?.alternatives.map(({ parts }) => parts[0]?.target.orderId).toSorted()).toEqual([other, number])
  })

  test('is resolved when another line quotes one of the orders', () => {
    const orders = [order(number, 'jinding', 320_000), order(other, 'jinding', 320_000)]
    const lines = [line('a', 320_000, jinding.name, '培训费'), line('b', 320_000, jinding.name, other)]
    const { suggestions, ties } = matchLines(facts({ organisations, orders, lines }))
    expect(ties).toEqual([])
    expect(suggestions.map((one) => [one.lineIds[0], paid(one), one.automatic])).toEqual([
      ['b', { [other]: 320_000 }, true],
      ['a', { [number]: 320_000 }, false],
    ])
  })

  test('between two payers who could both mean the one order suggests it to neither', () => {
    const known = {
      ...hengrui,
      aliases: ['甲乙', '丙丁'].map((payerNameKey) => ({ payerNameKey, payerAccount: '', confirmed: true as const })),
    }
    const lines = [line('a', 320_000, '甲乙', ''), line('b', 320_000, '丙丁', '')]
    const { suggestions, ties } = matchLines(
      facts({ organisations: [known], orders: [order(number, 'hengrui', 320_000)], lines }),
    )
    expect(suggestions).toEqual([])
    expect(ties.map(({ lineIds, between }) => [lineIds, between])).toEqual([
      [['a'], 'lines'],
      [['b'], 'lines'],
    ])
  })

  test('does not arise where one explanation is clearly better: the other is the runner-up', () => {
    const sister = organisation('sister', '浙江金鼎混凝土集团有限公司第一分公司')
    const orders = [order(number, 'jinding', 320_000), order(other, 'sister', 320_000)]
    const related = [{ ...sister, parentIds: ['jinding'] }, jinding]
    const suggestion = suggested({ organisations: related, orders, lines: [line('a', 320_000, jinding.name, '')] })
    expect(paid(suggestion)).toEqual({ [number]: 320_000 })
    expect(suggestion?.runnerUp?.parts[0]?.target.orderId).toBe(other)
    expect(suggestion?.runnerUp?.score).toBeLessThan(suggestion?.score ?? 0)
  })
})

describe('one line for several orders', () => {
  const orders = [order(number, 'jinding', 6_840_000), order(other, 'jinding', 336_000)]
  test.each([[`培训费${number}、${other}`], [`${number} ${other.slice(4)}两笔`], [`${number}${other.toLowerCase()}`]])(
    'with their numbers: %s',
    (remark) => {
      const suggestion = suggested({ orders, lines: [line('a', 7_176_000, jinding.name, remark)] })
      expect(paid(suggestion)).toEqual({ [number]: 6_840_000, [other]: 336_000 })
      expect(codes(suggestion)).toContain('amountSum')
    },
  )

  test('whose numbers are whole settles by itself; where the end of one is guessed it does not', () => {
    const say = (remark: string) =>
      suggested({ orders, lines: [line('a', 7_176_000, jinding.name, remark)] })?.automatic
    expect(say(`${number} ${other}`)).toBe(true)
    expect(say(`${number} ${other.slice(4)}`)).toBe(false)
  })

  test('without numbers, when the sum comes about in one way', () => {
    expect(paid(suggested({ orders, lines: [line('a', 7_176_000, jinding.name, '两期培训费')] }))).toEqual({
      [number]: 6_840_000,
      [other]: 336_000,
    })
  })

  test('is a tie when the sum comes about in two ways', () => {
    const more = [...orders, order('PX26AAAAAA', 'jinding', 336_000)]
    const { suggestions, ties } = matchLines(
      facts({ organisations, orders: more, lines: [line('a', 7_176_000, jinding.name, '两期培训费')] }),
    )
    expect(suggestions).toEqual([])
    expect(ties).toHaveLength(1)
  })

  test('of several organisations below the payer', () => {
    const sister = organisation('sister', '苏州恒瑞检测技术有限公司', { parentIds: ['group'] })
    const given = [order(number, 'hengrui', 1_280_000), order(other, 'sister', 320_000)]
    const lines = [line('a', 1_600_000, group.name, '培训费')]
    const suggestion = suggested({ organisations: [...organisations, sister], orders: given, lines })
    expect(paid(suggestion)).toEqual({ [number]: 1_280_000, [other]: 320_000 })
  })

  test('where only one is quoted and another is exactly the rest', () => {
    const suggestion = suggested({ orders, lines: [line('a', 7_176_000, jinding.name, `${number}等两笔`)] })
    expect(paid(suggestion)).toEqual({ [number]: 6_840_000, [other]: 336_000 })
    expect(suggestion).toMatchObject({ restToCreditFen: 0, automatic: false })
  })
})

describe('several lines for one order', () => {
  test('each quoting it are parts that fill it', () => {
    const lines = [line('a', 200_000, jinding.name, number), line('b', 120_000, jinding.name, number)]
    const { suggestions } = matchLines(facts({ organisations, orders: [order(number, 'jinding', 320_000)], lines }))
    expect(suggestions.map((one) => [one.lineIds[0], paid(one), one.restToCreditFen]).toSorted()).toEqual([
      ['a', { [number]: 200_000 }, 0],
      ['b', { [number]: 120_000 }, 0],
    ])
  })

  test('without a number are one suggestion when together they are the amount', () => {
    const lines = [line('a', 200_000, jinding.name, '货款'), line('b', 120_000, jinding.name, '货款')]
    const suggestion = suggested({ orders: [order(number, 'jinding', 320_000)], lines })
    expect(suggestion?.lineIds).toEqual(['a', 'b'])
    expect(suggestion?.parts.map(({ lineId, amountFen }) => [lineId, amountFen])).toEqual([
      ['a', 200_000],
      ['b', 120_000],
    ])
    expect(codes(suggestion)).toContain('amountTogether')
  })

  test('a rest is found by name when the part before it quoted the number', () => {
    const lines = [line('a', 96_000, jinding.name, `${number}首付`), line('b', 224_000, jinding.name, '培训费尾款')]
    const { suggestions } = matchLines(facts({ organisations, orders: [order(number, 'jinding', 320_000)], lines }))
    expect(suggestions.map((one) => [one.lineIds[0], paid(one)]).toSorted()).toEqual([
      ['a', { [number]: 96_000 }],
      ['b', { [number]: 224_000 }],
    ])
  })
})
