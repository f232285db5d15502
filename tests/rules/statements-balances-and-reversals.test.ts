import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { categoryOf } from '../../server/features/statements/categories.rules.ts'
import { findReversals, type ReversibleLine } from '../../server/features/statements/reversals.rules.ts'
import {
  type BalancedLine,
  findGaps,
  fitBalances,
  isWrongWayRound,
} from '../../server/features/statements/running-balance.rules.ts'

/** Lines with these amounts (below zero is out), from the oldest, three to a second. */
function chain(amounts: readonly number[], sameSecond = 1, openingFen = 100_000): BalancedLine[] {
  let balanceFen = openingFen
  return amounts.map((amount, index) => {
    balanceFen += amount
    const second = String(Math.floor(index / sameSecond)).padStart(2, '0')
    return {
      row: index + 2,
      date: '2026-03-01',
      time: `10:${second}:00`,
      direction: amount > 0 ? 'in' : 'out',
      amountFen: Math.abs(amount),
      balanceFen,
    }
  })
}

describe('the running balance', () => {
  const lines = chain([500, -200, 300, 700, -100])

  test('continues in the order of the file and against it', () => {
    expect(fitBalances(lines)).toMatchObject({ newestFirst: false, right: 4, steps: 4 })
    expect(findGaps(lines, false)).toEqual([])
    expect(fitBalances(lines.toReversed())).toMatchObject({ newestFirst: true, right: 4, steps: 4 })
    expect(findGaps(lines.toReversed(), true)).toEqual([])
  })

  test('of one day without times is in the order that fits', () => {
    const timeless = lines.map((line) => ({ ...line, time: null }))
    expect(fitBalances(timeless).newestFirst).toBe(false)
    expect(fitBalances(timeless.toReversed()).newestFirst).toBe(true)
  })

  test('tells where a line is missing, with the lines around it', () => {
    const gap = [{ beforeRow: 5, lineIndex: 2, afterIndex: 1, expectedFen: 101_000, foundFen: 101_300 }]
    expect(findGaps(lines.toSpliced(2, 1), false)).toEqual(gap)
    expect(findGaps(lines.toSpliced(2, 1).toReversed(), true)).toEqual([{ ...gap[0], lineIndex: 1, afterIndex: 2 }])
  })

  test('takes a reversal on its own side', () => {
    const reversed = chain([500, 300, -300])
    const [first, second, third] = reversed
    if (!first || !second || !third) throw new Error('three lines')
    expect(findGaps([first, second, { ...third, direction: 'in', amountFen: -300 }], false)).toEqual([])
  })

  test('goes on over lines that show no balance', () => {
    const holes = lines.map((line, index) => (index === 1 || index === 2 ? { ...line, balanceFen: null } : line))
    expect(findGaps(holes, false)).toEqual([])
    expect(findGaps(holes.toSpliced(1, 1), false)).toHaveLength(1)
  })

  test('lines of one second may stand in any order, and one that is missing among them is still found', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.integer({ min: -90_000, max: 90_000 }).filter((amount) => amount !== 0),
          { minLength: 6, maxLength: 24 },
        ),
        fc.infiniteStream(fc.nat()),
        fc.boolean(),
        (amounts, random, newestFirst) => {
          const made = chain(amounts, 3, 1_000_000_000)
          const shuffled = made
            .map((line) => ({ line, key: random.next().value }))
            .toSorted((one, other) => (one.line.time ?? '').localeCompare(other.line.time ?? '') || one.key - other.key)
            .map(({ line }) => line)
          expect(findGaps(newestFirst ? shuffled.toReversed() : shuffled, newestFirst)).toEqual([])
        },
      ),
    )
    const broken = chain([500, -200, 300, 700, -100, 50, 20, 30, 40], 3)
    expect(findGaps(broken.toSpliced(4, 1), false)).not.toEqual([])
  })

  test('in and out the wrong way round show, a few gaps do not', () => {
    const swapped = lines.map((line): BalancedLine => ({ ...line, direction: line.direction === 'in' ? 'out' : 'in' }))
    expect(isWrongWayRound(fitBalances(swapped))).toBe(true)
    expect(isWrongWayRound(fitBalances(swapped.toReversed()))).toBe(true)
    expect(isWrongWayRound(fitBalances(lines))).toBe(false)
    expect(isWrongWayRound(fitBalances(lines.toSpliced(2, 1)))).toBe(false)
    expect(isWrongWayRound(fitBalances(swapped.slice(0, 1)))).toBe(false)
  })
})

const plain: ReversibleLine = {
  date: '2026-03-22',
  direction: 'in',
  amountFen: 100_000,
  counterpartyName: '甲公司',
  counterpartyAccount: '6222020001',
  remark: '培训费',
  summary: '转账',
  marked: '',
}
const line = (changes: Partial<ReversibleLine> = {}): ReversibleLine => ({ ...plain, ...changes })
const pairs = (lines: readonly ReversibleLine[]) => findReversals(lines, [...lines.keys()])

describe('reversals', () => {
  test('a negative amount takes back the nearest before it, each once', () => {
    const lines = [line(), line(), line({ amountFen: -100_000 }), line({ amountFen: -100_000 }), line()]
    expect(pairs(lines)).toEqual([
      { index: 2, kind: 'reversal', reverses: 1 },
      { index: 3, kind: 'reversal', reverses: 0 },
    ])
  })

  test.each(['冲正', '冲账', '冲销', '抹账', '红冲'])('%s on the other side takes back as well', (summary) => {
    expect(pairs([line(), line({ direction: 'out', summary })])).toEqual([{ index: 1, kind: 'reversal', reverses: 0 }])
    expect(pairs([line(), line({ direction: 'out', marked: summary })])).toEqual([
      { index: 1, kind: 'reversal', reverses: 0 },
    ])
  })

  test('neither another amount nor another account nor the same side is what it takes back', () => {
    for (const other of [{ amountFen: 99_999 }, { counterpartyAccount: '6222029999' }, { direction: 'out' as const }]) {
      expect(pairs([line(other), line({ direction: 'out', summary: '冲正' })])).toEqual([
        { index: 1, kind: 'reversal', reverses: null },
      ])
    }
  })

  test('our transfer that comes back is returned, not reversed', () => {
    const lines = [line({ direction: 'out' }), line({ summary: '退汇', remark: '账号户名不符' })]
    expect(pairs(lines)).toEqual([{ index: 1, kind: 'returned', reverses: 0 }])
    expect(pairs([line({ remark: '退汇 账号户名不符' })])).toEqual([{ index: 0, kind: 'returned', reverses: null }])
  })

  test("somebody's money that goes back because of its name takes back the line it came with", () => {
    const lines = [line(), line({ direction: 'out', summary: '退汇' })]
    expect(pairs(lines)).toEqual([{ index: 1, kind: 'reversal', reverses: 0 }])
    // Without it, it is money that goes out.
    expect(pairs(lines.slice(1))).toEqual([])
  })

  test('newest first, the one before in time stands below', () => {
    const lines = [line({ amountFen: -100_000 }), line(), line()]
    expect(findReversals(lines, [2, 1, 0])).toEqual([{ index: 0, kind: 'reversal', reverses: 1 }])
  })

  test('within a day the order may be the other way, over days not', () => {
    const back = line({ amountFen: -100_000 })
    expect(pairs([back, line()])).toEqual([{ index: 0, kind: 'reversal', reverses: 1 }])
    expect(pairs([back, line({ date: '2026-03-23' })])).toEqual([{ index: 0, kind: 'reversal', reverses: null }])
  })

  test('what a payer writes is no flag, and 否 in the column of flags is none', () => {
    expect(pairs([line(), line({ direction: 'out', remark: '设备冲正检测费' })])).toEqual([])
    expect(pairs([line({ marked: '否' }), line({ marked: '0' }), line({ marked: '正常' })])).toEqual([])
  })

  test('a bank that marks both lines means the later one', () => {
    const lines = [line({ marked: '*' }), line({ marked: '*', direction: 'out' })]
    expect(pairs(lines)).toEqual([{ index: 1, kind: 'reversal', reverses: 0 }])
  })
})

test('fifty thousand lines of one amount and one moment are gone through', () => {
  const many = Array.from({ length: 50_000 }, (_, index) =>
    line({ counterpartyAccount: String(index), amountFen: index % 2 === 0 ? 100_000 : -100_000 }),
  )
  expect(pairs(many)).toHaveLength(25_000)
  const oneDay = chain(
    Array.from({ length: 50_000 }, (_, index) => (index % 2 === 0 ? 100 : -100)),
    200_000,
  )
  expect(findGaps(oneDay.toReversed(), false)).toEqual([])
})

describe('categories', () => {
  const of = (changes: Partial<ReversibleLine>, ownName: string | null = '某培训中心') =>
    categoryOf({ ...line(changes), reference: null }, ownName)

  test.each([
    ['payment', { remark: '培训费' }],
    ['payment', { remark: '', counterpartyName: '何佳振' }],
    ['payment', { remark: '借款利息', counterpartyName: '江苏某某投资有限公司' }],
    ['interest', { remark: '结息', counterpartyName: '' }],
    ['interest', { remark: '', summary: '结息', counterpartyName: '应付利息' }],
    ['interest', { remark: '存款利息', counterpartyName: '中国银行南京分行' }],
    ['settlement', { remark: '微信支付商户结算款', counterpartyName: '财付通支付科技有限公司' }],
    ['settlement', { remark: '', counterpartyName: '支付宝(中国)网络技术有限公司' }],
    ['settlement', { remark: '', counterpartyName: '银联商务股份有限公司' }],
    ['payment', { remark: 'PX26DGZXRV 培训费', counterpartyName: '支付宝(中国)网络技术有限公司' }],
    ['out', { direction: 'out', remark: '教材印刷费' }],
    ['out', { direction: 'out', remark: '技术服务费', counterpartyName: '某某科技有限公司' }],
    ['fee', { direction: 'out', remark: '账户管理费', counterpartyName: '', counterpartyAccount: '' }],
    ['fee', { direction: 'out', remark: '', summary: '对公收费', counterpartyName: '' }],
    ['fee', { direction: 'out', remark: '收单服务费', counterpartyName: '' }],
    ['refund', { direction: 'out', remark: '退培训费 PX26DGZXRV' }],
    ['refund', { direction: 'out', remark: '售后退款', counterpartyName: '' }],
    ['out', { direction: 'out', remark: '退税手续', counterpartyName: '某某税务师事务所' }],
    ['withdraw', { direction: 'out', remark: '提现到银行卡', counterpartyName: '' }],
    ['withdraw', { direction: 'out', remark: '提现', counterpartyName: '某培训中心' }],
  ] as const)('%s: %j', (category, changes) => {
    expect(of(changes)).toBe(category)
  })

  test('money that came with the number of an order is a payment, whoever sent it', () => {
    expect(categoryOf({ ...line({ counterpartyName: '支付宝', remark: '' }), reference: 'PX26DGZXRV' }, null)).toBe(
      'payment',
    )
  })
})
