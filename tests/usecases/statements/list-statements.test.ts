import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTable } from '../../../server/platform/spreadsheets/open-table.ts'
import { makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { account, asCsv, book, gridOf, makePayeeAccount, month, taken } from './arrange.ts'

let world: World
let clerk: { id: string; name: string; cookie: string }
const files: Record<string, string> = {}
const first = account
const second = `9${account.slice(1)}`
const formula = '=HYPERLINK("http://evil.example","点我")'

beforeAll(async () => {
  world = await openWorld()
  clerk = await makeStaff(world, 'finance')
  await makePayeeAccount(world, { account: first })
  await makePayeeAccount(world, { account: second, bank: '中国银行' })
  const march = month('2026-03')
  const april = month('2026-04', march.at(-1)?.balanceFen)
  const give = async (name: string, lines: ReturnType<typeof month>, ownAccount = first) => {
    files[name] = (await taken(world, clerk.cookie, asCsv(gridOf(lines, { ownAccount })), { name: `${name}.csv` })).id
  }
  await give('march', march)
  await give('april', april.slice(0, 30))
  await give('gap', april.slice(34))
  await give('other', book([{ date: '2026-03-05', fen: 123_456, remark: formula, name: '=1+1' }]), second)
  await give('foreign', march, `8${account.slice(1)}`)
})
afterAll(() => world.close())

const list = async (input: Record<string, unknown> = {}) => {
  const { data } = await world.query('statements.list', input, clerk.cookie)
  return (data.rows as { id: string }[]).map(({ id }) => Object.entries(files).find(([, file]) => file === id)?.[0])
}

test('files are listed, the newest first, by state, account, days, name and what wants a look', async () => {
  expect(await list()).toEqual(['foreign', 'other', 'gap', 'april', 'march'])
  expect(await list({ state: 'refused' })).toEqual(['foreign'])
  const { data } = await world.query('statements.overview', undefined, clerk.cookie)
  expect(data.accounts.map((one: { account: string }) => one.account)).toEqual([first, second])
  expect(await list({ payeeAccountId: data.accounts[1].id })).toEqual(['other'])
  expect(await list({ from: '2026-04-10', to: '2026-04-20' })).toEqual(['gap', 'april'])
  expect(await list({ search: 'MAR' })).toEqual(['march'])
  expect(await list({ search: '中国银行' })).toEqual([])
  expect(await list({ search: second })).toEqual(['other'])
  expect(await list({ attention: true })).toEqual(['foreign', 'gap', 'april'])
  expect(data.attention).toBe(3)
})

test('lists are paged by keys, without gaps or repetitions', async () => {
  const page = await world.query('statements.list', { limit: 2 }, clerk.cookie)
  const rest = await world.query('statements.list', { limit: 100, cursor: page.data.nextCursor }, clerk.cookie)
  expect([...page.data.rows, ...rest.data.rows].map(({ id }) => id)).toEqual(Object.values(files).toReversed())
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const { data } = await world.query('statements.lines', { fileId: files.march, limit: 9, cursor }, clerk.cookie)
    seen.push(...data.rows.map(({ id }: { id: string }) => id))
    cursor = data.nextCursor
  } while (cursor !== null)
  expect(new Set(seen).size).toBe(56)
  expect(seen).toHaveLength(56)
  const wrong = await world.query('statements.lines', { fileId: files.march, cursor: 'x' }, clerk.cookie)
  expect(wrong.code).toBe('inputInvalid')
})

test('lines are found by any of their fields, and those of the same days that other files brought are shown too', async () => {
  const lines = async (input: Record<string, unknown>) => {
    const { data } = await world.query('statements.lines', { fileId: files.march, limit: 100, ...input }, clerk.cookie)
    return data.rows.length
  }
  expect(await lines({ direction: 'in' })).toBe(28)
  expect(await lines({ category: 'out' })).toBe(28)
  expect(await lines({ state: 'unmatched' })).toBe(28)
  expect(await lines({ search: '恒瑞' })).toBe(28)
  expect(await lines({ search: '1,000.07' })).toBe(1)
  expect(await lines({ search: '20260305' })).toBe(2)
  expect(await lines({ search: '%' })).toBe(0)
  const { data } = await world.query(
    'statements.lines',
    { fileId: files.gap, scope: 'period', limit: 100 },
    clerk.cookie,
  )
  expect(data.rows.length).toBe(22)
})

test('lines leave as a workbook in which nothing is a formula, and who took them is written down', async () => {
  const response = await world.request(`/api/files/statements/${files.other}/lines?scope=new&locale=zh-CN`, {
    cookie: clerk.cookie,
  })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-disposition')).toContain(encodeURIComponent('other-流水.xlsx'))
  const table = await openTable(new Uint8Array(await response.arrayBuffer()), { fileName: 'x.xlsx' })
  const rows: (string | undefined)[][] = []
  for await (const row of table.rows()) {
    expect(row.cells.some((cell) => cell?.formula)).toBe(false)
    rows.push(row.cells.map((cell) => cell?.text))
  }
  expect(rows[0]).toContain('对方户名')
  expect(rows[1]).toEqual(expect.arrayContaining(['2026-03-05', '1234.56', '=1+1', formula, '收款', '未对上']))
  const [audit] = await world.deps.db.auditEntry.findMany({ where: { action: 'statement.exported' } })
  expect(audit).toMatchObject({ actorId: clerk.id, subjectId: files.other, after: { lines: 1 } })
  const english = await world.request(`/api/files/statements/${files.other}/lines?locale=en`, { cookie: clerk.cookie })
  expect(english.status).toBe(200)
})

test('the file is downloaded as the bank gave it, never shown', async () => {
  const response = await world.request(`/api/files/statements/${files.march}`, { cookie: clerk.cookie })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-disposition')).toMatch(/^attachment/)
  const bytes = Buffer.from(await response.arrayBuffer())
  expect(bytes.equals(Buffer.from(asCsv(gridOf(month('2026-03')))))).toBe(true)
})

test('nobody but finance sees statements', async () => {
  const reviewer = await makeStaff(world, 'reviewer')
  const admin = await makeAdmin(world, await makeOrganisation(world))
  for (const { cookie } of [reviewer, admin]) {
    expect((await world.query('statements.list', {}, cookie)).code).toBe('notAllowed')
    expect((await world.query('statements.get', { fileId: files.march }, cookie)).code).toBe('notAllowed')
    expect((await world.request(`/api/files/statements/${files.march}`, { cookie })).status).toBe(403)
    expect((await world.request(`/api/files/statements/${files.march}/lines`, { cookie })).status).toBe(403)
  }
})
