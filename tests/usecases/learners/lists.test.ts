import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { residentIdOf } from '../../../prisma/seed/credit-codes.ts'
import { storeIdNumber } from '../../../server/features/learners/id-numbers.ts'
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
let departmentAdmin: { id: string; cookie: string }
let reviewer: { id: string; cookie: string }
let wang: { id: string; idNumber: string; mobile: string }

const idNumber = residentIdOf('32050119880808123')

beforeAll(async () => {
  world = await openWorld()
  company = await makeOrganisation(world)
  department = await makeOrganisation(world, { parent: company, billing: false, name: '质检部' })
  other = await makeOrganisation(world)
  admin = await makeAdmin(world, company)
  departmentAdmin = await makeAdmin(world, department)
  reviewer = await makeStaff(world, 'reviewer')
  wang = await makeLearner(world, department, { name: '王小明', mobile: '15912345678', idNumber })
  await makeLearner(world, company, { name: '买买提·艾力', mobile: '18600001111' })
  await makeLearner(world, company, { name: 'Anna Müller', mobile: '', enabled: false })
  const given = await makeAccount(world, { mustChangePassword: true })
  await makeLearner(world, department, { name: '李静', accountId: given.id })
  const active = await makeAccount(world)
  await makeLearner(world, company, { name: '李强', accountId: active.id })
  await makeLearner(world, other, { name: '王小明', mobile: '15912345679' })
})
afterAll(() => world.close())

async function names(input: object, cookie = admin.cookie): Promise<string[]> {
  const answer = await world.query('learners.list', input, cookie)
  expect(answer.code).toBeNull()
  const found = answer.data.rows.map((row: { name: string }) => row.name).sort()
  const counted = await world.query('learners.count', input, cookie)
  expect(counted.data).toEqual({ count: found.length, capped: false })
  return found
}

describe('who is on a list', () => {
  test('an admin sees the own subtree, staff the whole centre, each with the place as seen from where they stand', async () => {
    expect(await names({})).toEqual(['Anna Müller', '买买提·艾力', '李强', '李静', '王小明'].sort())
    expect(await names({}, departmentAdmin.cookie)).toEqual(['李静', '王小明'].sort())
    expect((await names({}, reviewer.cookie)).length).toBe(6)
    const placeFor = async (cookie: string) =>
      (await world.query('learners.get', { id: wang.id }, cookie)).data.organisation.names
    expect(await placeFor(admin.cookie)).toEqual([company.name, '质检部'])
    expect(await placeFor(departmentAdmin.cookie)).toEqual(['质检部'])
    expect(await placeFor(reviewer.cookie)).toEqual([company.name, '质检部'])
  })

  test("an organisation of one's own with all below it; another's is not found", async () => {
    expect(await names({ organisationId: department.id })).toEqual(['李静', '王小明'].sort())
    for (const procedure of ['learners.list', 'learners.count']) {
      expect((await world.query(procedure, { organisationId: other.id }, admin.cookie)).code).toBe('notFound')
      expect((await world.query(procedure, { organisationId: company.id }, departmentAdmin.cookie)).code).toBe(
        'notFound',
      )
    }
  })

  test.each([
    [{ enabled: false }, ['Anna Müller']],
    [{ enabled: true, account: 'none' }, ['买买提·艾力', '王小明']],
    [{ account: 'given' }, ['李静']],
    [{ account: 'active' }, ['李强']],
    [{ account: 'active', enabled: false }, []],
  ])('filter %o', async (filter, expected) => {
    expect(await names(filter)).toEqual(expected.sort())
  })
})

describe('searching', () => {
  test.each([
    ['part of a name', '小明', ['王小明']],
    ['a whole name', '王小明', ['王小明']],
    ['one character is how a name begins', '李', ['李强', '李静']],
    ['one character inside of a name is none', '明', []],
    ['a transcribed name without its dot', '买提艾力', ['买买提·艾力']],
    ['letters of any case', 'müll', ['Anna Müller']],
    ['a whole mobile with blanks', '159 1234 5678', ['王小明']],
    ['the beginning of a mobile', '159', ['王小明']],
    ['its last four', '5678', ['王小明']],
    ['the last four of an ID number', idNumber.slice(-4), ['王小明']],
    ['an ID number as lists show it', `${idNumber.slice(0, 6)}********${idNumber.slice(-4)}`, ['王小明']],
    ['an ID number as somebody abbreviates it', `${idNumber.slice(0, 4)}*${idNumber.slice(-4)}`, ['王小明']],
    ['a whole ID number', idNumber, ['王小明']],
    [
      'a whole one in full-width digits',
      idNumber.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
      ['王小明'],
    ],
    ['somebody else’s ID number', residentIdOf('32050119880808999'), []],
    ['stars that mean nothing', '王*明', []],
    ['signs that patterns read as their own', '%_', []],
  ])('%s: %s', async (_what, search, expected) => {
    expect(await names({ search })).toEqual([...expected].sort())
  })

  test('together with a filter and a scope', async () => {
    expect(await names({ search: '李', account: 'given' })).toEqual(['李静'])
    expect(await names({ search: '李强' }, departmentAdmin.cookie)).toEqual([])
    expect(await names({ search: '王小明', enabled: false })).toEqual([])
  })

  test("another's person is not found by the whole ID number either", async () => {
    const theirs = await makeLearner(world, other)
    expect(await names({ search: theirs.idNumber })).toEqual([])
    expect(await names({ search: theirs.idNumber }, reviewer.cookie)).toEqual([theirs.name])
  })
})

describe('paging', () => {
  test('every learner once, in one order, also while others are added; with a search that fits more than are looked up one by one too', async () => {
    const crowd = await makeOrganisation(world)
    const half = await makeOrganisation(world, { parent: crowd, billing: false })
    const manager = await makeAdmin(world, crowd)
    const sealed = storeIdNumber(world.deps, 'x', idNumber)
    await world.deps.db.$executeRaw`
      INSERT INTO learners (id, organisation_id, organisation_path, name, name_key, id_number_encrypted, id_number_hash, id_number_masked, mobile)
      SELECT gen_random_uuid(), o.id, o.path, '赵' || n, '赵' || n, ${sealed.idNumberEncrypted}, md5(n::text), '320***********' || n, '1770000' || lpad(n::text, 4, '0')
      FROM generate_series(1, 2300) AS n JOIN organisations o ON o.id = CASE WHEN n % 2 = 0 THEN ${crowd.id}::uuid ELSE ${half.id}::uuid END`
    for (const search of ['', '赵', '17700']) {
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const page = await world.query('learners.list', { search, limit: 100, cursor }, manager.cookie)
        seen.push(...page.data.rows.map((row: { id: string }) => row.id))
        cursor = page.data.nextCursor
      } while (cursor !== null)
      expect(new Set(seen).size).toBe(2300)
      expect(seen.length).toBe(2300)
      const count = (await world.query('learners.count', { search }, manager.cookie)).data
      expect(count).toEqual({ count: 2300, capped: false })
    }
    const exact = await world.query(
      'learners.count',
      { search: '赵', exact: true, organisationId: half.id },
      manager.cookie,
    )
    expect(exact.data).toEqual({ count: 1150, capped: false })
    expect((await world.query('learners.list', { cursor: 'nonsense' }, manager.cookie)).code).toBe('inputInvalid')
  })

  test('a cursor from elsewhere does not lead out of the own subtree', async () => {
    const staffPage = await world.query('learners.list', { limit: 1 }, reviewer.cookie)
    const answer = await world.query('learners.list', { cursor: staffPage.data.nextCursor }, departmentAdmin.cookie)
    for (const row of answer.data.rows) expect(['李静', '王小明']).toContain(row.name)
    const before = Buffer.from('/ 01a200b7-732c-7c15-9516-148752842cd5').toString('base64url')
    const all = await world.query('learners.list', { cursor: before }, departmentAdmin.cookie)
    expect(all.data.rows.map((row: { name: string }) => row.name).sort()).toEqual(['李静', '王小明'].sort())
  })
})

describe("the learner's own page", () => {
  test('shows their own details; they change their education, and are told of changes made meanwhile', async () => {
    const account = await makeAccount(world)
    const learner = await makeLearner(world, department, { accountId: account.id, name: '周兰' })
    const cookie = await world.openSession(account.id)
    const mine = (await world.query('learners.me', undefined, cookie)).data
    expect(mine).toMatchObject({
      id: learner.id,
      name: '周兰',
      mobile: learner.mobile,
      organisation: { id: department.id, names: [company.name, '质检部'] },
    })
    expect(JSON.stringify(mine)).not.toContain(learner.idNumber)
    const changed = await world.mutate(
      'learners.updateMine',
      { updatedAt: mine.updatedAt, education: '本科', name: '别名' },
      cookie,
    )
    expect(changed.data).toMatchObject({ education: '本科', name: '周兰' })
    expect(
      (await world.mutate('learners.updateMine', { updatedAt: mine.updatedAt, education: '大专' }, cookie)).code,
    ).toBe('conflict')
    for (const [procedure, input] of [
      ['learners.list', {}],
      ['learners.get', { id: learner.id }],
    ] as const) {
      expect((await world.query(procedure, input, cookie)).code).toBe('notAllowed')
    }
  })

  test('somebody who was moved to another organisation sees everything as before', async () => {
    const account = await makeAccount(world)
    const learner = await makeLearner(world, other, { accountId: account.id })
    const cookie = await world.openSession(account.id)
    await world.mutate(
      'learners.move',
      { selection: { ids: [learner.id] }, organisationId: company.id },
      reviewer.cookie,
    )
    expect((await world.query('learners.me', undefined, cookie)).data).toMatchObject({
      id: learner.id,
      organisation: { id: company.id },
    })
  })
})
