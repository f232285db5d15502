import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { readStatementFile } from '../../../server/features/statements/read-statement-file.ts'
import { makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import {
  account,
  asCsv,
  asXlsx,
  book,
  gridOf,
  linesOf,
  makePayeeAccount,
  month,
  taken,
  upload,
  view,
} from './arrange.ts'
import type { Value } from './lay-statement.ts'

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
  number = `${account.slice(0, -4)}${String(3000 + accounts++)}`
  payeeAccountId = await makePayeeAccount(world, { account: number })
})

const auditsOf = async (id: string) =>
  (await world.deps.db.auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } })).map(
    ({ action, actorName }) => [action, actorName],
  )
const readAgain = async (id: string) => {
  await readStatementFile(world.deps, { fileId: id })
  return view(world, clerk.cookie, id)
}

// --- Columns -----------------------------------------------------------------------------------------------------

/** Headings that mean nothing to anybody: `mark` makes the signature this test's own. */
function riddle(mark: string, name = '2026-03'): Value[][] {
  const yuan = (fen: number) => (fen / 100).toFixed(2)
  return [
    [`账号：${number}`],
    [`栏甲${mark}`, '栏乙', '栏丙', '栏丁', '栏戊'],
    ...month(name).map((line): Value[] => [
      line.remark,
      line.date,
      line.fen > 0 ? yuan(line.fen) : '',
      line.fen < 0 ? yuan(-line.fen) : '',
      line.name,
    ]),
  ]
}
const solution = { headerRow: 1, headerRows: 1, date: 1, in: 2, out: 3, name: 4, remarks: [0] }

test('a layout that nobody knows waits for staff, who see its first rows, say the columns once, and are not asked again', async () => {
  const file = await taken(world, clerk.cookie, asCsv(riddle('一')), { name: '谜.csv' })
  expect(file).toMatchObject({ state: 'waiting', waitingFor: 'columns', newCount: null })
  expect(file.columns?.sample.slice(0, 3).map(({ row, cells }) => [row, cells[0]])).toEqual([
    [1, `账号：${number}`],
    [2, '栏甲一'],
    [3, '培训费'],
  ])
  expect(await world.deps.db.statementLine.count({ where: { payeeAccountId } })).toBe(0)

  const preview = await world.query('statements.preview', { fileId: file.id, mapping: solution }, clerk.cookie)
  expect(preview.data).toMatchObject({ problem: null, rowErrors: [] })
  expect(preview.data.lines).toMatchObject([
    { row: 3, date: '2026-03-01', direction: 'in', amountFen: 100_000, remark: '培训费' },
    { row: 4, date: '2026-03-01', direction: 'out', amountFen: 30_000 },
    { row: 5, date: '2026-03-02' },
  ])
  const wrong = await world.query(
    'statements.preview',
    { fileId: file.id, mapping: { ...solution, date: 4 } },
    clerk.cookie,
  )
  expect(wrong.data.lines).toEqual([])
  expect(wrong.data.rowErrors[0]).toMatchObject({ row: 3, code: 'dateUnreadable', leftOut: true })

  const told = await world.mutate(
    'statements.mapColumns',
    { fileId: file.id, mapping: solution, name: '某某银行' },
    clerk.cookie,
  )
  expect(told.data).toEqual({ id: file.id, state: 'received' })
  expect(await readAgain(file.id)).toMatchObject({ state: 'imported', newCount: 56, remembered: false })
  expect(await auditsOf(file.id)).toEqual([
    ['statement.received', clerk.name],
    ['statement.waiting', 'statements.import'],
    ['statement.mapped', clerk.name],
    ['statement.imported', 'statements.import'],
  ])

  // The next month, as another kind of file and with more rows in its banner.
  const next = await taken(world, clerk.cookie, asXlsx([['某某银行对账单'], ...riddle('一', '2026-04')]))
  expect(next).toMatchObject({ state: 'imported', newCount: 56, remembered: true, firstDay: '2026-04-01' })
})

test('columns whose money is the wrong way round are found out by the balance, and staff say which is which', async () => {
  const grid = gridOf(month('2026-03'), { ownAccount: number })
  const swapped = grid.map((row) =>
    row.map((cell) => (cell === '借方发生额' ? '贷方发生额' : cell === '贷方发生额' ? '借方发生额' : cell)),
  )
  const file = await taken(world, clerk.cookie, asCsv(swapped))
  expect(file).toMatchObject({ state: 'waiting', waitingFor: 'columns' })
  expect(file.columns?.problem).toMatchObject({ code: 'statementColumnsSwapped' })
  expect(await world.deps.db.statementLine.count({ where: { payeeAccountId } })).toBe(0)
  const guess = file.columns?.mapping
  if (!guess) throw new Error('a guess')
  const { in: moneyIn, out: moneyOut } = guess
  const mapping = { ...guess, in: moneyOut, out: moneyIn }
  await world.mutate('statements.mapColumns', { fileId: file.id, mapping }, clerk.cookie)
  expect(await readAgain(file.id)).toMatchObject({ state: 'imported', newCount: 56, gapCount: 0 })
  const [first] = await linesOf(world, clerk.cookie, file.id)
  expect(first).toMatchObject({ direction: 'in', amountFen: 100_000 })
})

// --- The account -------------------------------------------------------------------------------------------------

test('a statement of another account is refused by name, told to finance, and read again once the account is ours', async () => {
  const foreign = `9${number.slice(1)}`
  const file = await taken(world, clerk.cookie, asCsv(gridOf(month('2026-03'), { ownAccount: foreign })), {
    name: '别家.csv',
  })
  expect(file).toMatchObject({
    state: 'refused',
    error: { code: 'statementOtherAccount', details: { account: foreign, accountName: '江苏建科建筑技术培训中心' } },
    payeeAccount: null,
  })
  const told = await world.deps.db.notice.findMany({ where: { kind: 'statementTrouble', subjectId: file.id } })
  expect(told.map(({ accountId }) => accountId)).toContain(clerk.id)
  expect(await world.deps.db.statementLine.count({ where: { fileId: file.id } })).toBe(0)

  const ours = await makePayeeAccount(world, { account: foreign })
  const again = await world.mutate('statements.readAgain', { fileId: file.id }, clerk.cookie)
  expect(again.data.state).toBe('received')
  expect(await readAgain(file.id)).toMatchObject({
    state: 'imported',
    payeeAccount: { id: ours },
    newCount: 56,
    error: null,
  })
  const after = await world.mutate('statements.readAgain', { fileId: file.id }, clerk.cookie)
  expect(after.code).toBe('conflict')
})

test.each([
  ['in groups', (n: string) => n.replace(/(\d{4})(?=\d)/g, '$1 ')],
  ['masked', (n: string) => `${n.slice(0, 4)}****${n.slice(-4)}`],
])('our own account is recognised when its number stands there %s', async (_, write) => {
  const file = await taken(world, clerk.cookie, asCsv(gridOf(month('2026-03'), { ownAccount: write(number) })))
  expect(file).toMatchObject({ state: 'imported', payeeAccount: { id: payeeAccountId } })
})

test('a file that says nothing of its account waits until staff say which it is', async () => {
  const grid = gridOf(month('2026-03'), { ownAccount: null })
  const file = await taken(world, clerk.cookie, asCsv(grid), { name: '无账号.csv' })
  expect(file).toMatchObject({ state: 'waiting', waitingFor: 'account', columns: null })
  expect(file.accounts?.map(({ id }) => id)).toContain(payeeAccountId)
  const nobody = await world.mutate(
    'statements.chooseAccount',
    { fileId: file.id, payeeAccountId: newId() },
    clerk.cookie,
  )
  expect(nobody.code).toBe('notFound')
  const chosen = await world.mutate('statements.chooseAccount', { fileId: file.id, payeeAccountId }, clerk.cookie)
  expect(chosen.data.state).toBe('received')
  expect(await readAgain(file.id)).toMatchObject({
    state: 'imported',
    payeeAccount: { id: payeeAccountId },
    newCount: 56,
  })
  const late = await world.mutate('statements.chooseAccount', { fileId: file.id, payeeAccountId }, clerk.cookie)
  expect(late.code).toBe('conflict')
  expect((await auditsOf(file.id)).map(([action]) => action)).toEqual([
    'statement.received',
    'statement.waiting',
    'statement.accountChosen',
    'statement.imported',
  ])
})

test('a job that was overtaken by what staff said changes nothing', async () => {
  const grid = gridOf(month('2026-06'), { ownAccount: null })
  const file = await taken(world, clerk.cookie, asCsv(grid))
  await Promise.all([
    world.mutate('statements.chooseAccount', { fileId: file.id, payeeAccountId }, clerk.cookie),
    world.mutate('statements.chooseAccount', { fileId: file.id, payeeAccountId }, clerk.cookie),
  ])
  await Promise.allSettled([
    readStatementFile(world.deps, { fileId: file.id }),
    readStatementFile(world.deps, { fileId: file.id }),
  ])
  expect(await world.deps.db.statementLine.count({ where: { payeeAccountId } })).toBe(56)
  const audits = (await auditsOf(file.id)).map(([action]) => action)
  expect(audits.filter((action) => action === 'statement.accountChosen')).toHaveLength(1)
  expect(audits.filter((action) => action === 'statement.imported')).toHaveLength(1)
})

// --- Bad input ---------------------------------------------------------------------------------------------------

test('amounts that cannot be read are left out, row by row and with the reason, and the balance shows what is missing', async () => {
  const grid = gridOf(month('2026-03'), { ownAccount: number }).map((row, index) =>
    row.map((cell, column) => (index === 9 && column === 3 ? '1.234,56' : index === 13 && column === 3 ? '--' : cell)),
  )
  const file = await taken(world, clerk.cookie, asCsv(grid))
  expect(file).toMatchObject({ state: 'imported', newCount: 54, rowErrorCount: 2, leftOutCount: 2 })
  expect(file.rowErrors).toMatchObject([
    { row: 10, column: '贷方发生额', value: '1.234,56', code: 'amountEuropean', leftOut: true },
    { row: 14, code: 'amountMissing', leftOut: true },
  ])
  expect(file.gapCount).toBe(2)
  const told = await world.deps.db.notice.findMany({ where: { subjectId: file.id, accountId: clerk.id } })
  expect(told.map(({ data }) => (data as { why: string }).why).toSorted()).toEqual(['gaps', 'rowsLeftOut'])
  const repaired = await taken(world, clerk.cookie, asCsv(gridOf(month('2026-03'), { ownAccount: number })))
  expect(repaired).toMatchObject({ newCount: 2, gapCount: 0, rowErrorCount: 0 })
})

test.each([
  ['no lines', () => gridOf([], { ownAccount: number }), 'statementNoLines'],
  [
    'lines of two of our accounts',
    () => {
      const [, , head = [], ...rows] = gridOf(month('2026-03'), { ownAccount: number })
      return [
        ['本方账号', ...head],
        ...rows.map((row, index) => [index % 2 === 0 ? number : `9${number.slice(1)}`, ...row]),
      ]
    },
    'statementSeveralAccounts',
  ],
])('a statement with %s is refused with the reason', async (_, grid, code) => {
  const file = await taken(world, clerk.cookie, asCsv(grid()))
  expect(file).toMatchObject({ state: 'refused', error: { code } })
})

test('a file of a million rows is refused before it eats the memory', async () => {
  const row = '2026-03-01,,,1.00,1.00,某公司,1,费,\r\n'
  const head = '交易日期,交易时间,借方发生额,贷方发生额,账户余额,对方户名,对方账号,附言,交易流水号\r\n'
  const bytes = Buffer.from(`\ufeff账号：${number}\r\n${head}${row.repeat(1_000_000)}`)
  const before = process.memoryUsage().rss
  const file = await taken(world, clerk.cookie, bytes)
  expect(file).toMatchObject({
    state: 'refused',
    error: { code: 'statementTooManyRows', details: { maxRows: 200_000 } },
  })
  expect(process.memoryUsage().rss - before).toBeLessThan(600_000_000)
}, 60_000)

test('what is no spreadsheet, is empty, too large or damaged on the way is refused at the door', async () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  expect((await upload(world, clerk.cookie, png)).code).toBe('spreadsheetTypeRefused')
  expect((await upload(world, clerk.cookie, Buffer.from('%PDF-1.7\n'))).code).toBe('spreadsheetTypeRefused')
  expect((await upload(world, clerk.cookie, new Uint8Array())).code).toBe('fileEmpty')
  const good = asCsv(gridOf(month('2026-03')))
  expect((await upload(world, clerk.cookie, good, { sha256: '0'.repeat(64) })).code).toBe('fileHashMismatch')
  expect((await upload(world, clerk.cookie, new Uint8Array(50_000_001))).code).toBe('fileTooLarge')
})

test('a workbook that cannot be opened is refused with the reason, not tried for ever', async () => {
  const bytes = asXlsx(gridOf(month('2026-03'))).slice(0, -400)
  const file = await taken(world, clerk.cookie, bytes, { name: '坏了.xlsx' })
  expect(file.state).toBe('refused')
  expect(file.error?.code).toMatch(/^spreadsheet/)
})

// --- Lines -------------------------------------------------------------------------------------------------------

test('staff put a line aside with a reason and take it up again; both are in the trail', async () => {
  const file = await taken(world, clerk.cookie, asCsv(gridOf(month('2026-03'), { ownAccount: number })))
  const [line, out] = await linesOf(world, clerk.cookie, file.id)
  if (!line || !out) throw new Error('two lines')
  const empty = await world.mutate(
    'statements.ignoreLine',
    { lineId: line.id, reason: 'other', text: ' ' },
    clerk.cookie,
  )
  expect(empty.code).toBe('inputInvalid')
  const words = { lineId: line.id, reason: 'other', text: '房租' }
  const ignored = await world.mutate('statements.ignoreLine', words, clerk.cookie)
  expect(ignored.data).toMatchObject({ state: 'ignored', ignoredReason: '房租', ignoredByName: clerk.name })
  expect((await world.mutate('statements.ignoreLine', words, clerk.cookie)).code).toBe('lineNotOpen')
  const up = await world.mutate('statements.takeUpLine', { lineId: line.id }, clerk.cookie)
  expect(up.data).toMatchObject({ state: 'unmatched', ignoredReason: null, ignoredByName: null })
  expect((await world.mutate('statements.takeUpLine', { lineId: line.id }, clerk.cookie)).code).toBe('lineNotOpen')
  // Money out is nothing to match, whoever asks.
  expect((await world.mutate('statements.takeUpLine', { lineId: out.id }, clerk.cookie)).code).toBe('lineNotOpen')
  expect(await auditsOf(line.id)).toEqual([
    ['statementLine.ignored', clerk.name],
    ['statementLine.takenUp', clerk.name],
  ])
})

test('a line of which money is given away cannot be put aside', async () => {
  const file = await taken(world, clerk.cookie, asCsv(gridOf(month('2026-03'), { ownAccount: number })))
  const [line] = await linesOf(world, clerk.cookie, file.id)
  await world.deps.db.statementLine.update({ where: { id: line?.id ?? '' }, data: { allocatedFen: 1n } })
  const answer = await world.mutate('statements.ignoreLine', { lineId: line?.id, reason: 'otherIncome' }, clerk.cookie)
  expect(answer.code).toBe('lineNotOpen')
})

test('interest or a payout that staff know better are taken up', async () => {
  const lines = book([{ date: '2026-03-05', fen: 500_000, name: '财付通支付科技有限公司', remark: '财付通结算款' }])
  const file = await taken(world, clerk.cookie, asCsv(gridOf(lines, { ownAccount: number })))
  const [line] = await linesOf(world, clerk.cookie, file.id)
  expect(line).toMatchObject({ category: 'settlement', state: 'ignored', ignoredReason: 'settlement' })
  const up = await world.mutate('statements.takeUpLine', { lineId: line?.id }, clerk.cookie)
  expect(up.data).toMatchObject({ state: 'unmatched', category: 'settlement' })
})

test('a file that nobody has a use for is put away, wants nothing any more, and can be read again', async () => {
  const bytes = Buffer.from('\ufeff这不是对账单,只是一些字\r\n第二行,没有金额\r\n')
  const file = await taken(world, clerk.cookie, bytes, { name: '说明.csv' })
  expect(file).toMatchObject({ state: 'waiting', waitingFor: 'columns' })
  const wanting = async () => {
    const { data } = await world.query('statements.list', { attention: true, limit: 100 }, clerk.cookie)
    return data.rows.some(({ id }: { id: string }) => id === file.id)
  }
  expect(await wanting()).toBe(true)
  const away = await world.mutate('statements.discard', { fileId: file.id }, clerk.cookie)
  expect(away.data).toEqual({ id: file.id, state: 'refused' })
  expect(await wanting()).toBe(false)
  expect(await view(world, clerk.cookie, file.id)).toMatchObject({
    error: { code: 'statementDiscarded', details: { name: clerk.name } },
  })
  expect((await world.mutate('statements.discard', { fileId: file.id }, clerk.cookie)).code).toBe('conflict')
  await world.mutate('statements.readAgain', { fileId: file.id }, clerk.cookie)
  expect(await readAgain(file.id)).toMatchObject({ state: 'waiting', error: null })
  const imported = await taken(world, clerk.cookie, asCsv(gridOf(month('2026-07'), { ownAccount: number })))
  expect((await world.mutate('statements.discard', { fileId: imported.id }, clerk.cookie)).code).toBe('conflict')
})
