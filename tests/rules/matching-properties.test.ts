import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchLines } from '../../server/features/reconciliation/match-lines.rules.ts'
import { indexNumbers, readReferences } from '../../server/features/reconciliation/match-references.rules.ts'
import { findSums } from '../../server/features/reconciliation/match-sums.rules.ts'
import {
  type Matches,
  type MatchFacts,
  suggestFrom,
  suggestionSchema,
  targetKey,
  tieSchema,
} from '../../server/features/reconciliation/matching.schema.ts'
import { facts, line, order, organisation, payment, voucher } from '../support/match-facts.ts'
import { cpuMsOf } from '../support/pace.ts'

/** Few names, few prices and few days, so that nearly everything could be nearly everything else. */
const names = [
  '江苏恒瑞建设集团有限公司',
  '南京恒瑞工程质量检测有限公司',
  '南京恒瑞工程质量检测有限公司第一分公司',
  '大连博川检测有限公司',
  '何佳振',
]
const numbers = [
  'PX26GQJQQY',
  'PX26GQJDQY',
  'PX269J9QU2',
  'PX26AAAAAA',
  'PX26AAAAAB',
  'PX26W3N8PX',
  'PX2622ZZSS',
  'PX26BBBBBB',
]
const amount = fc.constantFrom(80_000, 120_000, 160_000, 200_000, 320_000)
const day = fc.integer({ min: 1, max: 28 }).map((date) => `2026-03-${String(date).padStart(2, '0')}`)
const account = fc.constantFrom('', '32057022828925918926', '3205****8926', '8926', 'wang***@qq.com')
const remark = fc
  .array(
    fc.constantFrom(
      ...numbers,
      ...numbers.map((number) => number.slice(4)),
      'px26gqj0qy',
      'PX26GQJOQY',
      '培训费',
      '两笔',
      '尾款',
      '代',
      ...names,
    ),
    {
      maxLength: 4,
    },
  )
  .chain((parts) => fc.constantFrom('', ' ', '、').map((between) => parts.join(between)))

const worlds: fc.Arbitrary<MatchFacts> = fc
  .record({
    orders: fc.array(
      fc.record({
        unit: fc.nat(3),
        amountFen: amount,
        part: fc.constantFrom(0, 0, 0, 40_000, 80_000),
        state: fc.constantFrom('open', 'open', 'open', 'expired', 'cancelled', 'paid'),
        createdOn: day,
      }),
      { minLength: 1, maxLength: numbers.length },
    ),
    lines: fc.array(
      fc.record({
        amountFen: amount,
        taken: fc.constantFrom(0, 0, 40_000),
        name: fc.constantFrom('', ...names),
        account,
        remark,
        date: day,
      }),
      { maxLength: 10 },
    ),
    slips: fc.array(
      fc.record({
        order: fc.nat(7),
        amountFen: amount,
        name: fc.option(fc.constantFrom(...names)),
        account: fc.option(account),
        day: fc.option(day),
        waits: fc.boolean(),
      }),
      { maxLength: 5 },
    ),
    hasTree: fc.boolean(),
  })
  .map(({ orders, lines, slips, hasTree }) => {
    const made = orders.map(({ unit, amountFen, part, state, createdOn }, i) => {
      const outstandingFen = state === 'open' || state === 'expired' ? Math.max(0, amountFen - part) : 0
      return order(numbers[i] ?? '', `unit-${unit}`, amountFen, {
        state,
        createdOn,
        outstandingFen,
        peopleNames: ['何佳振'],
      } as const)
    })
    const orderOf = (i: number) => made[i % made.length]?.id ?? ''
    return facts({
      organisations: names
        .slice(0, 4)
        .map((name, i) => organisation(`unit-${i}`, name, { parentIds: hasTree && i > 0 ? ['unit-0'] : [] })),
      orders: made,
      lines: lines.map(({ amountFen, taken, name, account, remark, date }, i) =>
        line(`line-${i}`, amountFen, name, remark, { leftFen: amountFen - taken, counterpartyAccount: account, date }),
      ),
      payments: slips
        .filter(({ waits }) => !waits)
        .map(({ amountFen, name, account, day, ...slip }, i) =>
          payment(`payment-${i}`, orderOf(slip.order), amountFen, {
            payerName: name,
            payerAccount: account,
            movedOn: day,
          }),
        ),
      vouchers: slips
        .filter(({ waits }) => waits)
        .map(({ amountFen, name, account, day, ...slip }, i) =>
          voucher(`voucher-${i}`, orderOf(slip.order), amountFen, {
            payerName: name,
            payerAccount: account,
            paidOn: day,
          }),
        ),
    })
  })

function sumBy(entries: readonly (readonly [string, number])[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const [key, amountFen] of entries) sums.set(key, (sums.get(key) ?? 0) + amountFen)
  return sums
}

test('no fen of a line, an order or a payment is given twice, and none that is not there', () => {
  fc.assert(
    fc.property(worlds, (given) => {
      const { suggestions, ties } = matchLines(given)
      const parts = suggestions.flatMap((one) => one.parts)
      const ofLines = sumBy([
        ...parts.map(({ lineId, amountFen }) => [lineId, amountFen] as const),
        ...suggestions.map(({ lineIds: [first = ''], restToCreditFen }) => [first, restToCreditFen] as const),
      ])
      for (const { id, leftFen } of given.lines) expect(ofLines.get(id) ?? 0).toBeLessThanOrEqual(leftFen)
      const taken = sumBy(
        parts
          .filter(({ target }) => target.kind !== 'payment')
          .map(({ target, amountFen }) => [target.orderId, amountFen]),
      )
      for (const { id, outstandingFen } of given.orders) expect(taken.get(id) ?? 0).toBeLessThanOrEqual(outstandingFen)
      const seen = sumBy(parts.map(({ target, amountFen }) => [targetKey(target), amountFen]))
      for (const { id, leftFen } of given.payments) expect(seen.get(`payment:${id}`) ?? 0).toBeLessThanOrEqual(leftFen)
      for (const { id, amountFen } of given.vouchers)
        expect(seen.get(`voucher:${id}`) ?? 0).toBeLessThanOrEqual(amountFen)
      const vouchers = parts.map(({ target }) => targetKey(target)).filter((key) => key.startsWith('voucher:'))
      expect(new Set(vouchers).size).toBe(vouchers.length)
      const spoken = [...suggestions, ...ties].flatMap(({ lineIds }) => lineIds)
      expect(new Set(spoken).size).toBe(spoken.length)
    }),
    { numRuns: 500 },
  )
})

test('what is suggested is well formed, says why in every column, and dares nothing it should not', () => {
  fc.assert(
    fc.property(worlds, (given) => {
      const { suggestions, ties } = matchLines(given)
      const states = new Map(given.orders.map(({ id, state }) => [id, state]))
      for (const one of suggestions) {
        expect(suggestionSchema.parse(one)).toEqual(one)
        expect(one.score).toBeGreaterThanOrEqual(suggestFrom)
        const slots = new Set(one.reasons.map(({ slot }) => slot))
        for (const slot of ['reference', 'amount', 'name', 'date'] as const) expect(slots).toContain(slot)
        expect(one.parts.length === 0).toBe(one.double || one.reasons.some(({ code }) => code === 'orderCancelled'))
        if (one.restToCreditFen > 0)
          expect(one.reasons.some(({ code }) => /^number(Exact|Written|Confused)$/.test(code))).toBe(true)
        if (!one.automatic) continue
        expect(one).toMatchObject({ strength: 'certain', restToCreditFen: 0, double: false })
        for (const { target } of one.parts) {
          if (target.kind !== 'payment') expect(states.get(target.orderId)).toBe('open')
        }
      }
      for (const one of ties) expect(tieSchema.parse(one)).toEqual(one)
    }),
    { numRuns: 300 },
  )
})

test('the order of the input decides nothing', () => {
  const shuffled = worlds.chain((given) =>
    fc
      .record({
        lines: fc.shuffledSubarray([...given.lines], { minLength: given.lines.length }),
        orders: fc.shuffledSubarray([...given.orders], { minLength: given.orders.length }),
        payments: fc.shuffledSubarray([...given.payments], { minLength: given.payments.length }),
        vouchers: fc.shuffledSubarray([...given.vouchers], { minLength: given.vouchers.length }),
        organisations: fc.shuffledSubarray([...given.organisations], { minLength: given.organisations.length }),
      })
      .map((mixed) => [given, { ...given, ...mixed }] as const),
  )
  fc.assert(
    fc.property(shuffled, ([given, mixed]) => {
      expect(matchLines(mixed)).toEqual(matchLines(given))
    }),
    { numRuns: 300 },
  )
})

test('what was dismissed does not come back, whatever else is suggested instead', () => {
  const pairs = ({ suggestions }: Matches) =>
    suggestions.flatMap(({ parts, double, creditOrderId, lineIds: [first = ''] }) => [
      ...parts.map(({ lineId, target }) => ({ lineId, targetKey: targetKey(target) })),
      ...(double && creditOrderId ? [{ lineId: first, targetKey: `order:${creditOrderId}` }] : []),
    ])
  fc.assert(
    fc.property(worlds, (given) => {
      const dismissed: { lineId: string; targetKey: string }[] = []
      // Every round dismisses all that is suggested, so that in the end there is silence.
      for (let round = 0; round < 40; round++) {
        const again = pairs(matchLines({ ...given, dismissed }))
        for (const pair of again) expect(dismissed).not.toContainEqual(pair)
        if (again.length === 0) return
        dismissed.push(...again)
      }
      throw new Error('there was always something else to suggest')
    }),
    { numRuns: 100 },
  )
})

test('sums are sums, and every small one is found', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 9 }),
      fc.integer({ min: 2, max: 40 }),
      (amounts, wanted) => {
        const found = findSums(amounts, wanted)
        for (const positions of found) {
          expect(new Set(positions).size).toBe(positions.length)
          expect(positions.reduce((sum, at) => sum + (amounts[at] ?? 0), 0)).toBe(wanted)
        }
        let ways = 0
        for (let mask = 1; mask < 1 << amounts.length; mask++) {
          const chosen = amounts.filter((_, at) => mask & (1 << at))
          const isAllowed = chosen.length >= 2 && (chosen.length <= 5 || chosen.length === amounts.length)
          if (isAllowed && chosen.reduce((sum, one) => sum + one, 0) === wanted) ways++
        }
        expect(Math.min(found.length, 2)).toBe(Math.min(ways, 2))
      },
    ),
    { numRuns: 1000 },
  )
})

test('a sum of very many amounts ends soon', async () => {
  const ms = await cpuMsOf(() => {
    expect(
      findSums(
        Array.from({ length: 16 }, (_, i) => 100_000 + i * 7),
        999_999,
      ),
    ).toEqual([])
    expect(
      findSums(
        Array.from({ length: 5000 }, () => 100),
        500_000,
      ),
    ).toHaveLength(1)
  })
  expect(ms).toBeLessThan(1000)
})

test('any text can be read for numbers, and only orders that exist are found in it', () => {
  const index = indexNumbers(numbers.map((number) => order(number, 'unit-0', 100)))
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({ unit: fc.constantFrom(...'PX26GQJOD09A- 培·Ｐ'), maxLength: 40 }),
    remark,
  )
  fc.assert(
    fc.property(text, (written) => {
      for (const { orderIds, found } of readReferences(index, written).references) {
        expect(orderIds.length).toBeGreaterThan(0)
        expect(found).not.toBe('')
        for (const id of orderIds) expect(numbers).toContain(id)
      }
    }),
    { numRuns: 2000 },
  )
})
