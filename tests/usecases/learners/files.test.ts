import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTable } from '../../../server/platform/spreadsheets/open-table.ts'
import { makeManyLearners } from '../../support/many-learners.ts'
import { slowness } from '../../support/pace.ts'
import {
  type MadeOrganisation,
  makeAccount,
  makeAdmin,
  makeLearner,
  makeOrganisation,
  makeStaff,
} from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let company: MadeOrganisation
let department: MadeOrganisation
let other: MadeOrganisation
let admin: { id: string; cookie: string }
let reviewer: { id: string; cookie: string }

beforeAll(async () => {
  world = await openWorld({ publicUrl: 'https://xueshi.example.com' })
  company = await makeOrganisation(world)
  department = await makeOrganisation(world, { parent: company, billing: false, name: '质检部' })
  other = await makeOrganisation(world)
  admin = await makeAdmin(world, company)
  reviewer = await makeStaff(world, 'reviewer')
})
afterAll(() => world.close())

async function post(path: string, input: unknown, cookie: string, on = world) {
  const response = await on.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
    cookie,
  })
  const bytes = new Uint8Array(await response.arrayBuffer())
  const refusal = response.status === 200 ? null : JSON.parse(Buffer.from(bytes).toString('utf8'))
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    code: refusal?.app.code ?? null,
    details: refusal?.app.details,
  }
}

/** The rows of the workbook's first sheet as objects by their headings. */
async function read(bytes: Uint8Array): Promise<Record<string, string>[]> {
  const rows: string[][] = []
  const table = await openTable(bytes, { fileName: 'x.xlsx' })
  for await (const row of table.rows()) rows.push(row.cells.map((cell) => cell?.text ?? ''))
  const [headings = [], ...others] = rows
  return others.map((cells) => Object.fromEntries(headings.map((heading, i) => [heading, cells[i] ?? ''])))
}

describe('the export', () => {
  const ask = (input: object, cookie: string) => post('/api/learners/export', input, cookie)
  const lastAudit = () =>
    world.deps.db.auditEntry.findFirstOrThrow({ where: { action: 'learners.exported' }, orderBy: { id: 'desc' } })

  test('is a workbook of what the filter finds in the own subtree, masked, and stands in the trail', async () => {
    const learner = await makeLearner(world, department, { name: '钱学文' })
    await makeLearner(world, other, { name: '钱学文' })
    const answer = await ask({ filter: { search: '钱学文' } }, admin.cookie)
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename\*=UTF-8''%E5%AD%A6%E5%91%98-\d{4}-\d\d-\d\d\.xlsx$/,
    )
    const rows = await read(answer.bytes)
    expect(rows).toEqual([
      expect.objectContaining({
        姓名: '钱学文',
        证件号码: `${learner.idNumber.slice(0, 6)}********${learner.idNumber.slice(-4)}`,
        手机号: learner.mobile,
        组织机构: `${company.name}/质检部`,
        启用: '是',
        账号: '未开通',
      }),
    ])
    expect(await lastAudit()).toMatchObject({
      actorId: admin.id,
      organisationId: company.id,
      after: { filter: { search: '钱学文' }, count: 1, whole: false },
    })
  })

  test('whole ID numbers need the right and a reason', async () => {
    const learner = await makeLearner(world, department, { name: '孙立' })
    const filter = { search: learner.idNumber }
    expect((await ask({ filter, whole: true, reason: '报人社局备案' }, admin.cookie)).code).toBe('notAllowed')
    expect((await ask({ filter, whole: true }, reviewer.cookie)).code).toBe('inputInvalid')
    const rows = await read((await ask({ filter, whole: true, reason: '报人社局备案' }, reviewer.cookie)).bytes)
    expect(rows.map((row) => row.证件号码)).toEqual([learner.idNumber])
    const { after } = await lastAudit()
    expect(after).toMatchObject({ count: 1, whole: true, reason: '报人社局备案' })
    expect(JSON.stringify(after)).not.toContain(learner.idNumber)
  })

  test("another's organisation is not found, and what is no question is refused", async () => {
    expect((await ask({ filter: { organisationId: other.id } }, admin.cookie)).code).toBe('notFound')
    const response = await world.request('/api/learners/export', { method: 'POST', body: '{', cookie: admin.cookie })
    expect(response.status).toBe(400)
  })
})

describe('first passwords for many', () => {
  const ask = (input: object, cookie = admin.cookie) => post('/api/learners/first-passwords', input, cookie)

  test('each of the workbook logs in with what it says, once, and has to choose another', async () => {
    const unit = await makeOrganisation(world, { parent: company, billing: false, name: '培训部' })
    const [first, second] = [await makeLearner(world, unit), await makeLearner(world, unit)]
    const twin = await makeLearner(world, unit, { mobile: second.mobile })
    const answer = await ask({ selection: { filter: { organisationId: unit.id }, expectedCount: 3 } })
    expect([answer.headers.get('x-given-count'), answer.headers.get('x-skipped-count')]).toEqual(['3', '0'])
    const rows = await read(answer.bytes)
    expect(rows.length).toBe(3)
    expect(rows.map((row) => row.登录账号).sort()).toEqual([first.mobile, second.mobile, '本人证件号码'].sort())
    expect(new Set(rows.map((row) => row.一次性密码)).size).toBe(3)
    expect(rows[0]?.登录网址).toBe('https://xueshi.example.com/log-in')
    for (const person of [first, second, twin]) {
      const password = rows.find((row) => row.姓名 === person.name)?.一次性密码
      const logged = await world.mutate('accounts.logIn', { name: person.idNumber, password })
      expect(logged.data).toMatchObject({ next: 'passwordChange', me: { learner: { id: person.id } } })
    }
    const stored = await world.deps.db.account.findMany({ where: { learner: { organisationId: unit.id } } })
    for (const row of rows) expect(JSON.stringify(stored)).not.toContain(row.一次性密码)
    expect(
      await world.deps.db.auditEntry.count({ where: { action: 'learner.passwordGiven', organisationId: unit.id } }),
    ).toBe(3)
  })

  test('leaves out the disabled, those who chose a password already, and shared accounts', async () => {
    const unit = await makeOrganisation(world, { parent: company, billing: false, name: '后勤部' })
    await makeLearner(world, unit, { enabled: false })
    const active = await makeAccount(world, { password: 'jiangnan-haofengjing-58' })
    const known = await makeLearner(world, unit, { accountId: active.id })
    await makeLearner(world, unit, { accountId: (await makeAdmin(world, company)).id })
    const fresh = await makeLearner(world, unit)
    const selection = { filter: { organisationId: unit.id }, expectedCount: 4 }
    const answer = await ask({ selection })
    expect((await read(answer.bytes)).map((row) => row.姓名)).toEqual([fresh.name])
    expect(answer.headers.get('x-skipped-count')).toBe('3')
    expect((await read((await ask({ selection, alsoActive: true })).bytes)).map((row) => row.姓名).sort()).toEqual(
      [fresh.name, known.name].sort(),
    )
    expect(
      (await ask({ selection: { filter: { organisationId: unit.id, enabled: false }, expectedCount: 1 } })).code,
    ).toBe('selectionEmpty')
    expect(await ask({ selection: { ...selection, expectedCount: 5 } })).toMatchObject({
      code: 'selectionChanged',
      details: { expectedCount: 5, count: 4 },
    })
  })

  test("another's person, or another's organisation, is not found", async () => {
    const theirs = await makeLearner(world, other)
    expect((await ask({ selection: { ids: [theirs.id] } })).code).toBe('notFound')
    expect((await ask({ selection: { filter: { organisationId: other.id }, expectedCount: 1 } })).code).toBe('notFound')
  })
})

test('5,000 first passwords are made in some seconds, more are refused; 100,000 rows are exported from memory that stays flat', async () => {
  const many = await openWorld()
  try {
    const { big } = await makeManyLearners(many, 100_000)
    const { cookie } = await makeAdmin(many, big)
    const filter = { enabled: true, account: 'none' } as const
    const ask = (expectedCount: number) =>
      post('/api/learners/first-passwords', { selection: { filter, expectedCount } }, cookie, many)
    const people = await many.deps.db.learner.findMany({
      where: { organisationPath: { startsWith: big.path }, enabled: true, accountState: 'none' },
      select: { id: true },
    })
    expect(people.length).toBeGreaterThan(5000)
    expect(await ask(people.length)).toMatchObject({ code: 'selectionTooLarge', details: { most: 5000 } })
    const spare = people.slice(5000).map((one) => one.id)
    await many.deps.db.learner.updateMany({ where: { id: { in: spare } }, data: { enabled: false } })
    const startMs = performance.now()
    const given = await ask(5000)
    expect(given.headers.get('x-given-count')).toBe('5000')
    const ms = performance.now() - startMs
    expect(ms).toBeLessThan(20_000 * (await slowness()))

    const staff = await makeStaff(many, 'reviewer')
    const body = JSON.stringify({ filter: {} })
    const before = livingBytes()
    const response = await many.request('/api/learners/export', { method: 'POST', body, cookie: staff.cookie })
    let [bytes, measuredAt, most] = [0, 0, 0]
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength
      if (bytes - measuredAt < 500_000) continue
      measuredAt = bytes
      most = Math.max(most, livingBytes() - before)
    }
    expect(measuredAt).toBeGreaterThan(2_000_000)
    expect(most).toBeLessThan(40_000_000)
  } finally {
    await many.close()
  }
}, 180_000)

/** What is still referred to, after everything else was collected. */
function livingBytes(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
