import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { openTable } from '../../../server/platform/spreadsheets/open-table.ts'
import { makeEnrolment, makeOfflinePlan } from '../../support/enrolments.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { makeReportsWorld } from '../../support/reports-world.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let staff: { id: string; cookie: string }
let group: MadeOrganisation
let branch: MadeOrganisation
let admin: { id: string; cookie: string }
let planId: string
let moved: { id: string; name: string; idNumber: string }

beforeAll(async () => {
  world = await openWorld()
  await makeReportsWorld(world, 99)
  staff = await makeStaff(world, 'reviewer')
  group = await makeOrganisation(world, { name: '总集团' })
  branch = await makeOrganisation(world, { name: '分公司', parent: group })
  admin = await makeAdmin(world, group)
  const plan = await makeOfflinePlan(world, { name: '百分之百 100% 培训', subjects: [], feePerLearnerFen: 0 })
  planId = plan.id
  // Enrolled by the group, studying in the branch by now.
  moved = await makeLearner(world, group, { name: '=调动的人' })
  await makeEnrolment(world, { plan, learner: moved, organisation: group, state: 'confirmed' })
  await world.deps.db.hourRecord.create({
    data: {
      id: newId(),
      learnerId: moved.id,
      planId,
      organisationId: group.id,
      organisationPath: group.path,
      kind: 'compulsory',
      source: 'offline',
      title: '线下',
      hours: 3000,
      studiedOn: new Date('2026-05-01'),
      state: 'approved',
      createdByName: '王芳',
    },
  })
  await world.deps.db.learner.update({
    where: { id: moved.id },
    data: { organisationId: branch.id, organisationPath: branch.path },
  })
})
afterAll(() => world.close())

const ask = async (name: string, input: object, cookie = admin.cookie) => {
  const answer = await world.query(`reports.${name}`, input, cookie)
  expect(answer.code, name).toBeNull()
  return answer.data
}
const code = async (name: string, input: object, cookie: string) =>
  (await world.query(`reports.${name}`, input, cookie)).code

describe('whose numbers', () => {
  test('who enrolled counts the enrolment, where somebody is now counts the hours', async () => {
    const { rows } = await ask('units', { of: 'own', planId })
    expect(rows).toMatchObject([
      { id: group.id, itself: true, enrolled: 1, confirmed: 1, paid: 1, participants: 1, reached: 0 },
      { id: branch.id, itself: false, enrolled: 0, reached: 1, hasUnits: false },
    ])
    const { plan, above } = await ask('unitHead', { of: 'own', planId, parentId: branch.id })
    expect([plan.name, above.map((unit: { name: string }) => unit.name)]).toEqual([
      '百分之百 100% 培训',
      ['总集团', '分公司'],
    ])
    const archive = await ask('archive', { of: 'own', organisationId: branch.id })
    expect(archive.rows).toMatchObject([
      { learner: { id: moved.id }, organisation: { id: branch.id }, way: 'enrolment', state: 'reached', missing: 0 },
    ])
  })

  test('an organisation’s list holds the plans it has to do with; the centre’s holds all that were published', async () => {
    const { rows } = await ask('plans', { of: 'own' })
    expect(rows.map((row: { id: string }) => row.id)).toEqual([planId])
    const draft = await makeOfflinePlan(world, { state: 'draft' })
    const empty = await makeOfflinePlan(world)
    const all = (await ask('plans', { of: 'centre', limit: 100 }, staff.cookie)).rows.map(
      (row: { id: string }) => row.id,
    )
    expect(all).toContain(empty.id)
    expect(all).not.toContain(draft.id)
  })

  test('only staff read the centre’s, and on an organisation’s page staff see that organisation alone', async () => {
    for (const name of [
      'plans',
      'planTotals',
      'units',
      'unitHead',
      'archive',
      'archiveTotals',
      'money',
      'moneyTotals',
      'invoices',
      'invoiceTotals',
    ]) {
      expect(await code(name, { of: 'centre' }, admin.cookie), name).toBe('notAllowed')
    }
    const both = await makeStaff(world, 'finance')
    await world.deps.db.organisationAdmin.create({ data: { accountId: both.id, organisationId: branch.id } })
    const cookie = await world.openSession(both.id, branch.id)
    expect((await ask('archive', { of: 'own' }, cookie)).rows).toHaveLength(1)
    expect(await code('archive', { of: 'own', organisationId: group.id }, cookie)).toBe('notFound')
    expect((await ask('archive', { of: 'centre', limit: 100 }, cookie)).rows.length).toBeGreaterThan(1)
  })
})

describe('filters', () => {
  test('plans by year, mode, state and words, in which % and _ are plain characters', async () => {
    const found = async (filter: object) => (await ask('plans', { of: 'centre', ...filter }, staff.cookie)).rows.length
    expect(await found({ search: '100% 培' })).toBe(1)
    expect(await found({ search: '100_' })).toBe(0)
    expect(await found({ search: '百分之百', year: 2026, mode: 'offline', state: 'published' })).toBe(1)
    expect(await found({ search: '百分之百', mode: 'online' })).toBe(0)
    expect(await found({ search: '百分之百', year: 2025 })).toBe(0)
  })

  test('learning records by name, whole ID number and its end, however many plans somebody is in', async () => {
    for (const search of ['调动的', moved.idNumber, moved.idNumber.slice(-4)]) {
      const { rows } = await ask('archive', { of: 'own', search })
      expect(
        rows.map((row: { learner: { id: string } }) => row.learner.id),
        search,
      ).toEqual([moved.id])
      expect((await ask('archiveTotals', { of: 'own', search })).count, search).toBe(1)
    }
    expect((await ask('archive', { of: 'own', search: '没有这个人' })).rows).toEqual([])
  })

  test('a page begins after the row that it says, and a cursor of nobody’s is refused', async () => {
    const first = await ask('archive', { of: 'centre', limit: 3 }, staff.cookie)
    const all = await ask('archive', { of: 'centre', limit: 100 }, staff.cookie)
    const second = await ask('archive', { of: 'centre', limit: 3, cursor: first.nextCursor }, staff.cookie)
    expect([...first.rows, ...second.rows]).toEqual(all.rows.slice(0, 6))
    for (const name of ['plans', 'units', 'archive', 'money', 'invoices']) {
      expect(await code(name, { of: 'centre', cursor: 'x' }, staff.cookie), name).toBe('inputInvalid')
    }
  })

  test('months from and to are both included', async () => {
    const { months } = await ask('moneyTotals', { of: 'centre' }, staff.cookie)
    const [first, second] = [months[0].month, months.at(-1).month]
    const one = await ask('moneyTotals', { of: 'centre', from: second, to: second }, staff.cookie)
    expect(one.months).toEqual([months.at(-1)])
    expect((await ask('moneyTotals', { of: 'centre', from: first, to: second }, staff.cookie)).months).toEqual(months)
    expect(await code('money', { of: 'centre', from: '2026-13' }, staff.cookie)).toBe('inputInvalid')
  })
})

describe('workbooks', () => {
  const take = async (body: object, cookie = staff.cookie) => {
    const answer = await world.request('/api/reports/export', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      cookie,
    })
    if (answer.status !== 200)
      return { code: ((await answer.json()) as { app: { code: string } }).app.code, rows: [], name: '' }
    const table = await openTable(new Uint8Array(await answer.arrayBuffer()), { fileName: 'a.xlsx' })
    const rows: string[][] = []
    for await (const row of table.rows()) rows.push(row.cells.map((cell) => cell?.text ?? ''))
    return { code: null, rows, name: decodeURIComponent(answer.headers.get('content-disposition') ?? '') }
  }

  test.each([
    ['plans', '培训计划名称', '培训计划报表', 'Training plan'],
    ['units', '单位（含下级）', '培训计划报表（按单位）', 'Unit (with all below)'],
    ['archive', '姓名', '学习档案', 'Name'],
    ['money', '月份', '对账报表', 'Month'],
    ['invoices', '月份', '发票报表', 'Month'],
  ] as const)('%s: all rows of the filter, in both languages', async (report, heading, title, english) => {
    const page = await ask(report, { of: 'centre', limit: 100 }, staff.cookie)
    const chinese = await take({ report, filter: { of: 'centre' } })
    expect(chinese.name).toContain(`${title}-`)
    expect(chinese.rows[0]?.[0]).toBe(heading)
    if (page.nextCursor === null) expect(chinese.rows.length - 1).toBe(page.rows.length)
    else expect(chinese.rows.length - 1).toBeGreaterThan(page.rows.length)
    const words = await take({ report, filter: { of: 'centre' }, locale: 'en' })
    expect(words.rows[0]?.[0]).toBe(english)
    expect(words.rows.length).toBe(chinese.rows.length)
  })

  test('names are text and no formulas, ID numbers are masked, and it is written down who took what', async () => {
    const { rows } = await take({ report: 'archive', filter: { of: 'own', search: moved.idNumber } }, admin.cookie)
    expect(rows[1]?.slice(0, 2)).toEqual(['=调动的人', expect.stringContaining('*')])
    const entry = await world.deps.db.auditEntry.findFirstOrThrow({
      where: { action: 'report.exported', actorId: admin.id },
    })
    expect(entry.after).toMatchObject({
      report: 'archive',
      filter: { of: 'own', search: expect.stringContaining('*') },
    })
    expect(JSON.stringify(entry.after)).not.toContain(moved.idNumber)
    expect(entry.organisationId).toBe(group.id)
  })

  test('nobody takes what they may not see', async () => {
    expect((await take({ report: 'plans', filter: { of: 'centre' } }, admin.cookie)).code).toBe('notAllowed')
    const other = await makeAdmin(world, await makeOrganisation(world))
    expect(
      (await take({ report: 'archive', filter: { of: 'own', organisationId: group.id } }, other.cookie)).code,
    ).toBe('notFound')
    expect((await take({ report: 'units', filter: { of: 'own', parentId: group.id } }, other.cookie)).code).toBe(
      'notFound',
    )
    expect((await take({ report: 'x', filter: {} })).code).toBe('inputInvalid')
  })
})

describe('saved filters', () => {
  const page = '/desk/reports/plans'
  const save = (name: string, query: string, id = newId(), cookie = admin.cookie) =>
    world.mutate('reports.saveFilter', { id, page, name, query }, cookie)
  const list = async (cookie = admin.cookie) => (await world.query('reports.savedFilters', { page }, cookie)).data

  test('are everybody’s own, by page and name; saving under a name again replaces it', async () => {
    await save('今年', 'year=2026')
    await save('在线', 'mode=online&year=2026')
    await save('今年', 'year=2027')
    expect((await list()).map((one: { name: string; query: string }) => [one.name, one.query])).toEqual([
      ['今年', 'year=2027'],
      ['在线', 'mode=online&year=2026'],
    ])
    expect(await list(staff.cookie)).toEqual([])
    expect((await world.query('reports.savedFilters', { page: '/desk/orders' }, admin.cookie)).data).toEqual([])
  })

  test('are renamed and removed by their owner alone', async () => {
    const [first, second] = await list()
    const rename = (id: string, name: string, cookie = admin.cookie) =>
      world.mutate('reports.renameFilter', { id, name }, cookie)
    expect((await rename(first.id, '别人的', staff.cookie)).code).toBe('notFound')
    expect((await rename(first.id, second.name)).code).toBe('savedFilterNamed')
    expect((await rename(first.id, ' 本年度 ')).data.name).toBe('本年度')
    await world.mutate('reports.removeFilter', { id: first.id }, staff.cookie)
    expect(await list()).toHaveLength(2)
    await world.mutate('reports.removeFilter', { id: first.id }, admin.cookie)
    expect(await list()).toHaveLength(1)
    expect((await save('另一个', 'a=1', second.id)).code).toBe('idempotencyKeyReused')
  })

  test('hold an address’ query and nothing else, and not more than a menu', async () => {
    expect((await save('坏', 'a=1#b')).code).toBe('inputInvalid')
    expect((await save('坏', 'a b')).code).toBe('inputInvalid')
    expect((await save('', 'a=1')).code).toBe('inputInvalid')
    for (let i = (await list(staff.cookie)).length; i < 30; i++)
      expect((await save(`第 ${i} 个`, 'a=1', newId(), staff.cookie)).code).toBeNull()
    expect((await save('再一个', 'a=1', newId(), staff.cookie)).code).toBe('savedFiltersFull')
    expect((await save('第 3 个', 'a=2', newId(), staff.cookie)).code).toBeNull()
  })
})

test('a department is named after the organisation that it belongs to, and a reader’s own organisation goes without saying', async () => {
  const owner = await makeOrganisation(world, { name: '检测集团' })
  const subsidiary = await makeOrganisation(world, { name: '检测二公司', parent: owner })
  const department = await makeOrganisation(world, { name: '检测一部', parent: subsidiary })
  const office = await makeOrganisation(world, { name: '办公室', parent: owner })
  await world.deps.db.organisation.updateMany({
    where: { id: { in: [department.id, office.id] } },
    data: { kind: 'department', creditCode: null },
  })
  const plan = await makeOfflinePlan(world, { subjects: [], feePerLearnerFen: 0 })
  for (const organisation of [owner, subsidiary, department, office]) {
    const learner = await makeLearner(world, organisation, {})
    await makeEnrolment(world, { plan, learner, organisation, state: 'confirmed' })
  }
  const namesFor = async (of: 'own' | 'centre', cookie: string) =>
    (await ask('archive', { of, planId: plan.id }, cookie)).rows
      .map((row: { organisation: { names: string[] } }) => row.organisation.names.join(' › '))
      .sort()
  const ofGroup = await makeAdmin(world, owner)
  const ofSubsidiary = await makeAdmin(world, subsidiary)
  expect(await namesFor('centre', staff.cookie)).toEqual(
    ['检测集团', '检测二公司', '检测二公司 › 检测一部', '检测集团 › 办公室'].sort(),
  )
  expect(await namesFor('own', ofGroup.cookie)).toEqual(
    ['检测集团', '检测二公司', '检测二公司 › 检测一部', '办公室'].sort(),
  )
  expect(await namesFor('own', ofSubsidiary.cookie)).toEqual(['检测二公司', '检测一部'].sort())
})
