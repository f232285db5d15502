import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ChainLine, findAccountGaps } from '../../../server/features/statements/account-gaps.rules.ts'

let count = 0
/** Lines with a running balance; ids rise as they are made. */
function chain(entries: readonly (readonly [day: string, fen: number])[], openingFen = 1000): ChainLine[] {
  let balanceFen = openingFen
  return entries.map(([day, fen]) => {
    balanceFen += fen
    const direction = fen > 0 ? ('in' as const) : ('out' as const)
    return { id: String(count++).padStart(6, '0'), day, time: null, direction, amountFen: Math.abs(fen), balanceFen }
  })
}

const byDay = (lines: readonly ChainLine[]) => lines.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))

test('a chain that runs on has no gaps, whatever the order within a day', () => {
  const day = fc.integer({ min: 1, max: 5 }).map((n) => `2026-03-0${n}`)
  const entry = fc.tuple(
    day,
    fc.integer({ min: -5, max: 5 }).filter((fen) => fen !== 0),
  )
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 30 }), fc.infiniteStream(fc.nat()), (entries, order) => {
      const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      const lines = chain(sorted, 0)
      const mixed = lines.map((line) => ({ line, at: order.next().value })).toSorted((a, b) => a.at - b.at)
      expect(findAccountGaps(byDay(mixed.map(({ line }) => line)))).toEqual([])
    }),
  )
})

test('a line that is missing is found between the two around it, with its amount', () => {
  const lines = chain([
    ['2026-03-01', 100],
    ['2026-03-01', 250],
    ['2026-03-01', -30],
    ['2026-03-02', 77],
  ])
  const [first, missing, third, last] = lines
  if (!first || !missing || !third || !last) throw new Error('four lines')
  expect(findAccountGaps([first, third, last])).toEqual([
    {
      earlierId: first.id,
      laterId: third.id,
      fromDay: '2026-03-01',
      toDay: '2026-03-01',
      expectedFen: 1070,
      missingFen: 250,
    },
  ])
  // Across days too, and nothing is found where nothing is missing.
  expect(findAccountGaps([first, missing, last])).toMatchObject([
    { earlierId: missing.id, laterId: last.id, fromDay: '2026-03-01', toDay: '2026-03-02', missingFen: -30 },
  ])
  expect(findAccountGaps(lines)).toEqual([])
})

test('two gaps of one day are two', () => {
  const lines = chain([
    ['2026-03-01', 1],
    ['2026-03-01', 10],
    ['2026-03-01', 100],
    ['2026-03-01', 1000],
    ['2026-03-01', 10_000],
  ])
  const kept = lines.filter((_, index) => index !== 1 && index !== 3)
  expect(findAccountGaps(kept).map(({ missingFen }) => missingFen)).toEqual([10, 1000])
})

test('any line in the middle that is taken out is missed', () => {
  const amount = fc.integer({ min: 1, max: 1_000_000 })
  fc.assert(
    fc.property(fc.array(amount, { minLength: 3, maxLength: 20 }), fc.nat(), (amounts, at) => {
      const lines = chain(
        amounts
          .map((fen, index) => [`2026-03-${String(10 + (index % 15)).padStart(2, '0')}`, fen] as const)
          .toSorted(([a], [b]) => (a < b ? -1 : 1)),
      )
      const gone = 1 + (at % (lines.length - 2))
      const gaps = findAccountGaps(lines.filter((_, index) => index !== gone))
      expect(gaps.reduce((sum, { missingFen }) => sum + missingFen, 0)).toBe(lines[gone]?.amountFen)
    }),
  )
})

test('a day that comes back to where it began is not where the account stood', () => {
  const before = chain([['2026-03-01', 100]])
  const elsewhere = chain(
    [
      ['2026-03-02', 50],
      ['2026-03-02', -50],
    ],
    9000,
  )
  expect(findAccountGaps([...before, ...elsewhere])).toMatchObject([{ missingFen: 7900 }])
  const here = chain(
    [
      ['2026-03-02', 50],
      ['2026-03-02', -50],
    ],
    1100,
  )
  expect(findAccountGaps([...before, ...here])).toEqual([])
})

test('lines without a balance close the gap that they sum up to, and hide no other', () => {
  const lines = chain([
    ['2026-03-01', 1],
    ['2026-03-02', 250],
    ['2026-03-02', -30],
    ['2026-03-03', 1],
    ['2026-03-04', 5],
    ['2026-03-05', 1],
  ])
  const bare = lines.map((line, index) => ([1, 2].includes(index) ? { ...line, balanceFen: null } : line))
  expect(findAccountGaps(bare)).toEqual([])
  // The fifth is nowhere: what stands without a balance elsewhere does not make up for it.
  const missing = bare.filter((_, index) => index !== 4)
  expect(findAccountGaps(missing)).toMatchObject([{ fromDay: '2026-03-03', toDay: '2026-03-05', missingFen: 5 }])
  // A line that belongs to no gap closes none.
  const stray = { ...(lines[4] ?? missing[0]), id: 'zz', amountFen: 7, balanceFen: null } as ChainLine
  expect(findAccountGaps(byDay([...missing, stray])).map(({ missingFen }) => missingFen)).toEqual([5])
  expect(findAccountGaps(lines.map((line) => ({ ...line, balanceFen: null })))).toEqual([])
})
