import { expect, test } from 'vitest'
import { type KnownLine, sortLines } from '../../../server/features/statements/known-lines.rules.ts'
import { lineDigest } from '../../../server/features/statements/line-digest.ts'
import type { StatementLine } from '../../../server/features/statements/statement-reading.schema.ts'

const line = (changes: Partial<StatementLine> = {}): StatementLine => ({
  row: 2,
  date: '2026-03-02',
  time: '09:12:45',
  direction: 'in',
  amountFen: 320_000,
  counterpartyName: '南京恒瑞工程质量检测有限公司',
  counterpartyAccount: '32052045828925913',
  remark: '培训费',
  summary: '转账',
  reference: null,
  serial: null,
  balanceFen: 1_000_000,
  category: 'payment',
  reversesIndex: null,
  ...changes,
})

/** As an import of `lines` would have stored them. */
function stored(lines: readonly StatementLine[]): KnownLine[] {
  return sortLines(lines, false, [], lineDigest).fresh.map(({ index, identity }) => {
    const { date, time, direction, amountFen, balanceFen, serial, counterpartyName, counterpartyAccount } =
      lines[index] ?? line()
    return {
      id: `line-${index}`,
      identity,
      day: date,
      time,
      direction,
      amountFen,
      balanceFen,
      serial,
      counterpartyName,
      counterpartyAccount,
    }
  })
}

const freshOf = (lines: readonly StatementLine[], known: readonly KnownLine[], newestFirst = false) =>
  sortLines(lines, newestFirst, known, lineDigest).fresh.map(({ index }) => index)

test('the same lines are known, in either order of the file', () => {
  const lines = [line(), line({ amountFen: 5, balanceFen: 1_000_005 }), line({ date: '2026-03-03', balanceFen: 7 })]
  expect(freshOf(lines, stored(lines))).toEqual([])
  expect(freshOf(lines.toReversed(), stored(lines), true)).toEqual([])
})

test('what one export does not say is no difference: serial, time, balance, a masked account, a shortened name', () => {
  const known = stored([line({ serial: 'A1' })])
  expect(freshOf([line({ serial: null })], known)).toEqual([])
  expect(freshOf([line({ serial: 'A1', time: null })], known)).toEqual([])
  expect(freshOf([line({ balanceFen: null })], known)).toEqual([])
  expect(freshOf([line({ balanceFen: null, counterpartyAccount: '3205****5913' })], known)).toEqual([])
  expect(freshOf([line({ balanceFen: null, counterpartyName: '南京恒瑞工程质量检测' })], known)).toEqual([])
  // Two formats of one bank count their lines otherwise.
  expect(freshOf([line({ serial: 'ZZ-9' })], known)).toEqual([])
})

test('what two exports say otherwise is another line', () => {
  const known = stored([line({ serial: 'A1' })])
  expect(freshOf([line({ serial: 'A1', date: '2026-03-03' })], known)).toEqual([0])
  expect(freshOf([line({ serial: 'A2', balanceFen: 1_320_000 })], known)).toEqual([0])
  expect(freshOf([line({ serial: 'A2', balanceFen: null })], known)).toEqual([0])
  expect(freshOf([line({ balanceFen: null, time: '17:12:45' })], known)).toEqual([0])
  expect(
    freshOf([line({ balanceFen: null, counterpartyName: '苏州某某有限公司', counterpartyAccount: '' })], known),
  ).toEqual([0])
  expect(freshOf([line({ balanceFen: null, counterpartyAccount: '999' })], known)).toEqual([0])
  expect(freshOf([line({ direction: 'out' })], known)).toEqual([0])
})

test('of two equal lines each counts: the second is new when only one was there', () => {
  const twice = [line({ balanceFen: null }), line({ balanceFen: null })]
  expect(freshOf(twice, [])).toEqual([0, 1])
  expect(freshOf(twice, stored(twice.slice(0, 1)))).toEqual([1])
  expect(freshOf(twice, stored(twice))).toEqual([])
  const identities = sortLines(twice, false, [], lineDigest).fresh.map(({ identity }) => identity)
  expect(new Set(identities).size).toBe(2)
})

test('a line that came, went and came again within a day is three lines', () => {
  const came = line({ serial: null, time: null, amountFen: 100, balanceFen: 1100 })
  const went = line({ serial: null, time: null, amountFen: 100, balanceFen: 1000, direction: 'out' })
  const lines = [came, went, came]
  expect(freshOf(lines, [])).toEqual([0, 1, 2])
  expect(freshOf(lines, stored(lines.slice(0, 1)))).toEqual([1, 2])
})

test('a file into which an export was pasted twice gives its lines once', () => {
  const month = [1, 2, 3, 4].map((n) =>
    line({ date: `2026-03-0${n}`, amountFen: 100 * n, balanceFen: 1000 + 50 * n * (n + 1) }),
  )
  const { fresh, repeated } = sortLines([...month, ...month], false, [], lineDigest)
  expect(fresh.map(({ index }) => index)).toEqual([0, 1, 2, 3])
  expect([...repeated]).toEqual([
    [4, 0],
    [5, 1],
    [6, 2],
    [7, 3],
  ])
})

test('a serial that a bank gives to a payment and to its fee tells them apart all the same', () => {
  const both = [
    line({ serial: 'S', balanceFen: 5000 }),
    line({ serial: 'S', amountFen: 50, direction: 'out', balanceFen: 4950 }),
  ]
  const known = stored(both)
  expect(new Set(known.map(({ identity }) => identity)).size).toBe(2)
  expect(freshOf(both, known)).toEqual([])
})

test('a day with thousands of the same amount is compared in moments', () => {
  const many = Array.from({ length: 20_000 }, (_, n) => line({ serial: `S${n}`, balanceFen: n * 320_000 }))
  expect(freshOf(many.toReversed(), stored(many), true)).toEqual([])
  const others = many.map((one) => ({ ...one, serial: `T${one.serial}`, balanceFen: (one.balanceFen ?? 0) + 1 }))
  expect(freshOf(others, stored(many))).toHaveLength(20_000)
  // The same payer, amount and day again and again, with nothing to tell them apart.
  const alike = Array.from({ length: 20_000 }, () => line({ time: null, balanceFen: null }))
  expect(freshOf(alike, stored(alike.slice(0, 15_000)))).toHaveLength(5000)
})
