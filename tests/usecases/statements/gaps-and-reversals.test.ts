import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { account, asCsv, type Booked, book, gridOf, linesOf, makePayeeAccount, month, taken, view } from './arrange.ts'

let world: World
let clerk: { id: string; name: string; cookie: string }
let payeeAccountId: string
let number: string
let accounts = 0

beforeAll(async () => {
  world = await openWorld()
  clerk = await makeStaff(world, 'finance')
})
afterAll(() => world.close())
beforeEach(async () => {
  number = `${account.slice(0, -4)}${String(2000 + accounts++)}`
  payeeAccountId = await makePayeeAccount(world, { account: number })
})

const file = (lines: readonly Booked[], name: string) =>
  taken(world, clerk.cookie, asCsv(gridOf(lines, { ownAccount: number })), { name })
const troubles = (fileId: string) =>
  world.deps.db.notice.findMany({ where: { kind: 'statementTrouble', subjectId: fileId, channel: 'app' } })

test('a line that is missing is reported with the lines around it, told to finance, and closed by the file that brings it', async () => {
  const lines = month('2026-03')
  const gone = lines[20]
  if (!gone) throw new Error('a line')
  const first = await file(
    lines.filter((line) => line !== gone),
    '缺一行.csv',
  )
  expect(first).toMatchObject({ state: 'imported', gapCount: 1 })
  const [gap, ...more] = first.gaps
  expect(more).toEqual([])
  expect(gap).toMatchObject({
    missingFen: gone.fen,
    earlier: { day: lines[19]?.date, balanceFen: lines[19]?.balanceFen },
    later: { day: lines[21]?.date, balanceFen: lines[21]?.balanceFen },
    expectedFen: (lines[21]?.balanceFen ?? 0) - gone.fen,
  })
  const told = await troubles(first.id)
  expect(told.map(({ accountId, data }) => [accountId, data])).toMatchObject([[clerk.id, { why: 'gaps', count: 1 }]])

  const second = await file(lines.slice(18, 24), '补一行.csv')
  expect(second).toMatchObject({ newCount: 1, gapCount: 0, gaps: [] })
  expect(await view(world, clerk.cookie, first.id)).toMatchObject({ gapCount: 0, gaps: [] })
})

test('a month that is missing is seen from both sides, and closed by the month', async () => {
  const march = month('2026-03')
  const april = month('2026-04', march.at(-1)?.balanceFen)
  const may = month('2026-05', april.at(-1)?.balanceFen)
  const early = await file(march, '3.csv')
  expect(early.gapCount).toBe(0)
  const late = await file(may, '5.csv')
  expect(late.gaps).toMatchObject([{ earlier: { day: '2026-03-28' }, later: { day: '2026-05-01' } }])
  expect(await view(world, clerk.cookie, early.id)).toMatchObject({ gapCount: 1 })
  const between = await file(april, '4.csv')
  expect(between).toMatchObject({ newCount: 56, gapCount: 0 })
  for (const { id } of [early, late]) expect(await view(world, clerk.cookie, id)).toMatchObject({ gapCount: 0 })
})

test('an amount that somebody changed in the file breaks the balance', async () => {
  const lines = month('2026-03')
  const changed = lines.map((line, index) => (index === 30 ? { ...line, fen: line.fen + 900_000 } : line))
  const one = await file(changed, '改过.csv')
  expect(one.gapCount).toBe(1)
  expect(one.gaps[0]?.later.amountFen).toBe((lines[30]?.fen ?? 0) + 900_000)
})

test('a statement without balances is taken in and not judged', async () => {
  const grid = gridOf(month('2026-03'), { ownAccount: number, without: ['balance'] })
  const one = await taken(world, clerk.cookie, asCsv(grid), { name: '无余额.csv' })
  expect(one).toMatchObject({ state: 'imported', newCount: 56, gapCount: null, gaps: [] })
})

// --- Reversals -------------------------------------------------------------------------------------------------------

const payer = { name: '河北科信工程检测技术有限公司', account: '4301097544088151076' }
const paid = { date: '2026-03-30', fen: 895_700, ...payer, remark: '培训费' }
const takenBack = { date: '2026-04-02', fen: -895_700, ...payer, remark: '冲正' }

test('a reversal in the next file takes the earlier line out of matching', async () => {
  const all = book([{ date: '2026-03-28', fen: 10 }, paid, takenBack, { date: '2026-04-03', fen: 20 }])
  const march = await file(all.slice(0, 2), '3.csv')
  const [, line] = await linesOf(world, clerk.cookie, march.id)
  expect(line).toMatchObject({ category: 'payment', state: 'unmatched' })
  const april = await file(all.slice(2), '4.csv')
  const [reversal] = await linesOf(world, clerk.cookie, april.id)
  expect(reversal).toMatchObject({ category: 'reversal', state: 'ignored', reversesId: line?.id })
  const [, after] = await linesOf(world, clerk.cookie, march.id)
  expect(after).toMatchObject({
    category: 'reversed',
    state: 'ignored',
    ignoredReason: 'reversed',
    reversedById: reversal?.id,
  })
  const audits = await world.deps.db.auditEntry.findMany({ where: { subjectId: line?.id ?? '' } })
  expect(audits).toMatchObject([{ action: 'statementLine.reversed', after: { reversedBy: reversal?.id } }])
})

test('so it does when the later file is taken in first', async () => {
  const all = book([{ date: '2026-03-28', fen: 10 }, paid, takenBack, { date: '2026-04-03', fen: 20 }])
  const april = await file(all.slice(2), '4.csv')
  expect((await linesOf(world, clerk.cookie, april.id))[0]).toMatchObject({ category: 'reversal', reversesId: null })
  const march = await file(all.slice(0, 2), '3.csv')
  expect((await linesOf(world, clerk.cookie, march.id))[1]).toMatchObject({ category: 'reversed', state: 'ignored' })
  expect((await linesOf(world, clerk.cookie, april.id))[0]?.reversesId).not.toBeNull()
})

test('one file with both pairs them, and an overlapping one pairs the line that was there alone', async () => {
  const all = book([{ date: '2026-03-28', fen: 10 }, paid, takenBack, { date: '2026-04-03', fen: 20 }])
  const march = await file(all.slice(0, 2), '3.csv')
  const whole = await file(all, '3-4.csv')
  expect(whole).toMatchObject({ newCount: 2, gapCount: 0 })
  expect((await linesOf(world, clerk.cookie, march.id))[1]).toMatchObject({ category: 'reversed', state: 'ignored' })
})

test('a line of which money is allocated stays, and finance is told', async () => {
  const all = book([{ date: '2026-03-28', fen: 10 }, paid, takenBack])
  const march = await file(all.slice(0, 2), '3.csv')
  const [, line] = await linesOf(world, clerk.cookie, march.id)
  await world.deps.db.statementLine.update({
    where: { id: line?.id ?? '' },
    data: { allocatedFen: 895_700n, state: 'matched' },
  })
  const april = await file(all.slice(2), '4.csv')
  expect(april.reversedMatched).toBe(1)
  expect((await linesOf(world, clerk.cookie, march.id))[1]).toMatchObject({
    category: 'payment',
    state: 'matched',
    reversedById: (await linesOf(world, clerk.cookie, april.id))[0]?.id,
  })
  expect((await troubles(april.id)).map(({ data }) => data)).toMatchObject([{ why: 'reversedMatched', count: 1 }])
})

test('a reversal takes back one line, the nearest before it of the same payer', async () => {
  const all = book([
    { ...paid, date: '2026-03-10' },
    { ...paid, date: '2026-03-11', name: '别的公司', account: '1' },
    { ...paid, date: '2026-03-12' },
    { ...takenBack, date: '2026-04-01' },
    { ...paid, date: '2026-04-02' },
  ])
  const march = await file(all.slice(0, 3), '3.csv')
  await file(all.slice(3), '4.csv')
  const categories = (await linesOf(world, clerk.cookie, march.id)).map(({ category }) => category)
  expect(categories).toEqual(['payment', 'payment', 'reversed'])
})

test('an order that is matched keeps its line when the reversal is of another account', async () => {
  const other = await makePayeeAccount(world, { account: `9${number.slice(1)}` })
  const all = book([paid, takenBack])
  const march = await file(all.slice(0, 1), '3.csv')
  const grid = gridOf(all.slice(1), { ownAccount: `9${number.slice(1)}` })
  await taken(world, clerk.cookie, asCsv(grid), { name: '别的账户.csv' })
  expect((await linesOf(world, clerk.cookie, march.id))[0]).toMatchObject({ category: 'payment', state: 'unmatched' })
  expect(await world.deps.db.statementLine.count({ where: { payeeAccountId: other } })).toBe(1)
  expect(await world.deps.db.statementLine.count({ where: { payeeAccountId } })).toBe(1)
})
