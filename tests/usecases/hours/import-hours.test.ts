import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { commitImport } from '../../../server/features/imports/commit-import.ts'
import type { ImportView } from '../../../server/features/imports/imports.schema.ts'
import { readImport } from '../../../server/features/imports/read-import.ts'
import { openTable } from '../../../server/platform/spreadsheets/open-table.ts'
import { writeTableBytes } from '../../../server/platform/spreadsheets/write-table.ts'
import { type MadePlan, makeEnrolment } from '../../support/enrolments.ts'
import { slowness } from '../../support/pace.ts'
import {
  type MadeOrganisation,
  makeAdmin,
  makeOrganisation,
  makeLearner as makePerson,
  makeStaff,
} from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { committed, rowsOf, view } from '../imports/arrange.ts'
import { askedFor, decided, expectSumsRight, makeHourPlan, record, setRule, sumsOf } from './arrange.ts'

let world: World
let firm: MadeOrganisation
let lab: MadeOrganisation
let admin: { id: string; name: string; cookie: string }
let reviewer: { id: string; cookie: string }
let plan: MadePlan
type Person = Awaited<ReturnType<typeof makePerson>>
/** With a name as people have them: a file with digits in a name is refused. */
let named = 0
const makeLearner = (made: World, unit: MadeOrganisation) =>
  makePerson(made, unit, { name: `王${String.fromCodePoint(0x4e00 + (named++ % 20_000))}` })
let people: Person[]
beforeAll(async () => {
  world = await openWorld()
  world.clock.set('2026-05-08T02:00:00Z')
  firm = await makeOrganisation(world)
  lab = await makeOrganisation(world, { parent: firm, billing: false })
  admin = await makeAdmin(world, firm)
  reviewer = await makeStaff(world, 'reviewer')
})
beforeEach(async () => {
  plan = await makeHourPlan(world)
  people = await Promise.all([makeLearner(world, firm), makeLearner(world, lab), makeLearner(world, firm)])
  for (const learner of people) await makeEnrolment(world, { plan, learner, organisation: firm, state: 'confirmed' })
  await setRule(world, firm, null)
  world.clock.advance(1000)
})
afterAll(async () => {
  await expectSumsRight(world)
  await world.close()
})

const headings = ['姓名', '证件类型', '身份证号', '培训名称', '学时类型', '学时', '培训日期', '证明']
type Cell = string | number
function row(
  person: Pick<Person, 'name' | 'idNumber'> | undefined,
  changes: Partial<Record<string, Cell>> = {},
): Cell[] {
  const cells: Record<string, Cell | undefined> = {
    姓名: person?.name ?? '',
    证件类型: '',
    身份证号: person?.idNumber ?? '',
    培训名称: '安全生产专题讲座',
    学时类型: '选修',
    学时: 3,
    培训日期: '2026-05-07',
    证明: '签到表',
    ...changes,
  }
  return headings.map((heading) => cells[heading] ?? '')
}
const book = (rows: readonly (readonly Cell[])[]) =>
  writeTableBytes([{ name: '线下档案', columns: headings.map((heading) => ({ heading })), rows }])

async function upload(
  bytes: Uint8Array,
  cookie = admin.cookie,
  organisationId?: string,
): Promise<{ code: string | null; id: string }> {
  const id = newId()
  const query = new URLSearchParams({
    kind: 'hours',
    plan: plan.id,
    ...(organisationId ? { organisation: organisationId } : {}),
  })
  const response = await world.request(`/api/uploads/imports/${id}?${query}`, {
    method: 'PUT',
    body: bytes as Uint8Array<ArrayBuffer>,
    cookie,
    headers: {
      'x-sha256': createHash('sha256').update(bytes).digest('hex'),
      'x-file-name': encodeURIComponent('线下档案.xlsx'),
    },
  })
  const body = (await response.json()) as { app?: { code: string } }
  return { id, code: body.app?.code ?? null }
}
async function previewed(rows: readonly (readonly Cell[])[], cookie = admin.cookie): Promise<ImportView> {
  const { id, code } = await upload(await book(rows), cookie)
  if (code !== null) throw new Error(code)
  await readImport(world.deps, { importId: id, version: 1 })
  return view(world, cookie, id)
}
type Shown = { row: number; outcome: string; issues: { code: string; level: string; details: object }[] }
const shown = async (one: ImportView): Promise<Shown[]> =>
  (await rowsOf(world, admin.cookie, one.id, { show: 'all' })).rows
const codes = (rows: readonly Shown[]) => rows.map((one) => [one.outcome, ...one.issues.map((issue) => issue.code)])

describe('a file', () => {
  test('is previewed row by row, and its rows wait for staff after the commit, with the import they came by', async () => {
    const [a, b] = people
    const one = await previewed([
      row(a),
      row(b, { 学时: 3.5, 学时类型: '必修课', 培训日期: '2026年5月6日', 证明: '' }),
      row(a, { 学时: '３．２５学时', 培训名称: '新规范（第一讲）', 培训日期: '20260401' }),
    ])
    expect(one).toMatchObject({
      kind: 'hours',
      plan: { id: plan.id },
      counts: { new: 3, error: 0, warning: 0 },
      canCommit: true,
    })
    const done = await committed(world, admin, one)
    expect(done).toMatchObject({ state: 'committed', result: { created: 3, updated: 0 } })
    const records = await world.deps.db.hourRecord.findMany({ where: { importId: one.id }, orderBy: { id: 'asc' } })
    expect(
      records.map(({ hours, kind, title, studiedOn, evidence, state, source }) => [
        hours,
        kind,
        title,
        studiedOn.toISOString().slice(0, 10),
        evidence,
        state,
        source,
      ]),
    ).toEqual([
      [300, 'elective', '安全生产专题讲座', '2026-05-07', '签到表', 'pending', 'offline'],
      [350, 'compulsory', '安全生产专题讲座', '2026-05-06', '', 'pending', 'offline'],
      [325, 'elective', '新规范（第一讲）', '2026-04-01', '签到表', 'pending', 'offline'],
    ])
    expect(records[1]).toMatchObject({ organisationId: lab.id, organisationPath: lab.path, createdById: admin.id })
    expect(records[0]?.dueAt).not.toBeNull()
    expect(await sumsOf(world, a?.id ?? '', plan.id)).toEqual([0, 0, 0, 625])
    expect((await world.query('hours.reviewGroups', { planId: plan.id }, reviewer.cookie)).data.rows).toHaveLength(3)
  })

  test('a second time changes nothing', async () => {
    const rows = [row(people[0]), row(people[1], { 培训名称: '安全生产（甲）' })]
    await committed(world, admin, await previewed(rows))
    const again = await previewed([rows[0] ?? [], row(people[1], { 培训名称: '安全生产 (甲)' })])
    expect(again.counts).toMatchObject({ new: 0, unchanged: 2, error: 0, warning: 0 })
    expect(again.canCommit).toBe(true)
    expect(await world.deps.db.hourRecord.count({ where: { planId: plan.id } })).toBe(2)
  })

  test('where its rule says at once it counts at once and certificates are asked for; what staff import too', async () => {
    await setRule(world, firm, 'immediate')
    await committed(world, admin, await previewed([row(people[0])]))
    expect(await sumsOf(world, people[0]?.id ?? '', plan.id)).toEqual([0, 300, 0, 0])
    expect(await askedFor(world, plan.id)).toBe(1)
    await setRule(world, firm, 'staff')
    const { id } = await upload(await book([row(people[1])]), reviewer.cookie, firm.id)
    await readImport(world.deps, { importId: id, version: 1 })
    await committed(world, reviewer, await view(world, reviewer.cookie, id))
    expect(await sumsOf(world, people[1]?.id ?? '', plan.id)).toEqual([0, 300, 0, 0])
  })

  test('says of each wrong cell what is wrong with it', async () => {
    const stranger = await makeLearner(world, await makeOrganisation(world))
    const nobody = { name: '无名氏', idNumber: '320102199001019992' }
    const one = await previewed([
      row(people[0], { 学时: '3.505' }),
      row(people[0], { 学时: '三' }),
      row(people[0], { 学时: 0 }),
      row(people[0], { 学时类型: '公需' }),
      row(people[0], { 培训日期: '2026-02-30' }),
      row(people[0], { 培训日期: '2026-05-09' }),
      row(people[0], { 培训名称: '' }),
      row(people[0], { 培训名称: '课' }),
      row(stranger),
      row({ ...nobody, idNumber: people[2]?.idNumber.slice(0, 17) ?? '' }),
      row(people[1]),
      row(people[1]),
      row(people[1], { 培训名称: 'x'.repeat(101) }),
      row(people[0], { 证明: 'y'.repeat(201) }),
    ])
    expect(codes(await shown(one))).toEqual([
      ['error', 'hoursDigits'],
      ['error', 'hoursFormat'],
      ['error', 'hoursRange'],
      ['error', 'hourKindUnknown'],
      ['error', 'dayFormat'],
      ['error', 'dayFuture'],
      ['error', 'valueMissing'],
      ['error', 'titleShort'],
      ['error', 'hoursElsewhere'],
      ['error', 'idLength'],
      ['new'],
      ['error', 'hoursTwice'],
      ['error', 'valueTooLong'],
      ['error', 'valueTooLong'],
    ])
  })

  test('somebody who is no learner is an error, and nobody is made one', async () => {
    const unknown = await makeLearner(world, firm)
    await world.deps.db.learner.delete({ where: { id: unknown.id } })
    const one = await previewed([row(unknown)])
    expect(codes(await shown(one))).toEqual([['error', 'personUnknown']])
    expect(one.canCommit).toBe(false)
  })

  test('warns of another name, of who is not in the plan, of a day outside of it and of more than counts', async () => {
    const outside = await makeLearner(world, firm)
    const [a, b, c] = people
    await record(world, reviewer.cookie, plan, [c ?? { id: '' }], {
      kind: 'compulsory',
      title: '必修课程',
      hours: 2300,
    })
    const one = await previewed([
      row(a, { 姓名: '另一个人' }),
      row(outside),
      row(b, { 培训日期: '2025-12-30' }),
      row(c, { 学时类型: '必修', 学时: 0.5 }),
      row(c, { 学时类型: '必修', 学时: 0.6, 培训名称: '又一次' }),
      row(c, { 学时: 99 }),
    ])
    const rows = await shown(one)
    expect(codes(rows)).toEqual([
      ['new', 'nameDiffers'],
      ['new', 'notInPlan'],
      ['new', 'dayOutsidePlan'],
      // Each alone would do; together they are more than the 24.00 that count.
      ['new', 'aboveCap'],
      ['new', 'aboveCap'],
      ['new'],
    ])
    expect(rows[3]?.issues[0]?.details).toEqual({ kind: 'compulsory', cap: '24.00' })
    expect(one.counts).toMatchObject({ new: 6, warning: 5 })
    await committed(world, admin, one)
    expect(await sumsOf(world, c?.id ?? '', plan.id)).toEqual([2300, 0, 110, 9900])
  })

  test('what was rejected or taken back may come again, with a warning', async () => {
    const [a, b] = people
    const [rejected = ''] = await record(world, admin.cookie, plan, [a ?? { id: '' }])
    await decided(world, reviewer.cookie, [rejected], { reason: '没有证明' })
    const [taken = ''] = await record(world, reviewer.cookie, plan, [b ?? { id: '' }])
    await world.mutate(
      'hours.withdraw',
      { records: [{ id: taken, adjustmentId: newId() }], reason: '录错了' },
      admin.cookie,
    )
    const one = await previewed([row(a), row(b)])
    const rows = await shown(one)
    expect(codes(rows)).toEqual([
      ['new', 'rejectedBefore'],
      ['new', 'withdrawnBefore'],
    ])
    expect(rows[0]?.issues[0]?.details).toEqual({ reason: '没有证明' })
    expect((await committed(world, admin, one)).result).toMatchObject({ created: 2 })
  })
})

describe('the error workbook', () => {
  test('is the own file with red cells and reasons; corrected and sent again it brings only what was wrong', async () => {
    const rows = [row(people[0]), row(people[1], { 学时: '3.505' }), row(people[2], { 学时类型: '公需' })]
    await committed(world, admin, await previewed(rows))
    const one = (await world.query('imports.list', { limit: 1 }, admin.cookie)).data.rows[0]
    const response = await world.request(`/api/files/imports/${one.id}/report`, { cookie: admin.cookie })
    expect(response.status).toBe(200)
    const table = await openTable(new Uint8Array(await response.arrayBuffer()), { fileName: 'x.xlsx' })
    const texts: string[][] = []
    for await (const line of table.rows()) texts.push(line.cells.map((cell) => cell?.text ?? ''))
    expect(texts.flat().join(' ')).toContain('学时最多两位小数')
    const again = await previewed([
      row(people[0]),
      row(people[1], { 学时: '3.5' }),
      row(people[2], { 学时类型: '必修' }),
    ])
    expect(again.counts).toMatchObject({ new: 2, unchanged: 1, error: 0 })
    await committed(world, admin, again)
    expect(await world.deps.db.hourRecord.count({ where: { planId: plan.id } })).toBe(3)
  })

  test('a cell put right on the page is judged anew', async () => {
    const one = await previewed([row(people[0], { 学时: '3.505' })])
    const fixed = await world.mutate(
      'imports.fixRow',
      { id: one.id, version: one.version, row: 2, values: { hours: '3.5' } },
      admin.cookie,
    )
    expect(fixed.data.rows).toMatchObject([{ row: 2, outcome: 'new', corrected: true }])
  })
})

describe('between preview and commit', () => {
  test('what somebody else recorded is told as changed meanwhile, and not recorded twice', async () => {
    const one = await previewed([row(people[0]), row(people[1])])
    await record(world, admin.cookie, plan, [people[0] ?? { id: '' }])
    const done = await committed(world, admin, one)
    expect(done).toMatchObject({ state: 'committed', result: { created: 1 }, counts: { error: 1 } })
    expect(codes(await shown(done))).toEqual([['error', 'changedMeanwhile'], ['new']])
    expect(await world.deps.db.hourRecord.count({ where: { planId: plan.id } })).toBe(2)
  })

  test('all or nothing writes nothing then', async () => {
    const one = await previewed([row(people[0]), row(people[1])])
    await record(world, admin.cookie, plan, [people[0] ?? { id: '' }])
    const done = await committed(world, admin, one, 'allOrNothing')
    expect(done).toMatchObject({ state: 'previewed', errorCode: 'importRowsChanged' })
    expect(await world.deps.db.hourRecord.count({ where: { planId: plan.id } })).toBe(1)
  })

  test('two files with the same rows, committed at once, record them once', async () => {
    const [one, two] = [
      await previewed([row(people[0]), row(people[1])]),
      await previewed([row(people[1]), row(people[0])]),
    ]
    const done = await Promise.all([committed(world, admin, one), committed(world, admin, two)])
    expect(done.map(({ result }) => result?.created).sort()).toEqual([0, 2])
    expect(await world.deps.db.hourRecord.count({ where: { planId: plan.id } })).toBe(2)
  })
})

test('a plan that is closed after the file came takes nothing: the preview says so, and what to do', async () => {
  const one = await previewed([row(people[0])])
  expect(one).toMatchObject({ canCommit: true, blocked: null })
  await world.deps.db.plan.update({ where: { id: plan.id }, data: { state: 'closed' } })
  const seen = await view(world, admin.cookie, one.id)
  expect(seen).toMatchObject({
    state: 'previewed',
    canCommit: false,
    blocked: { code: 'hoursPlanClosed', details: { plan: plan.name } },
  })
  const commit = (cookie: string) =>
    world.mutate('imports.commit', { id: one.id, version: seen.version, mode: 'goodOnly' }, cookie)
  expect((await commit(admin.cookie)).code).toBe('hoursPlanClosed')
  // Reviewers may still record for it: they are told of nothing, and write it.
  expect(await view(world, reviewer.cookie, one.id)).toMatchObject({ canCommit: true, blocked: null })
  expect((await commit(reviewer.cookie)).code).toBeNull()
})

test('a plan that is closed between the asking and the writing takes nothing either', async () => {
  const one = await previewed([row(people[0])])
  await world.mutate('imports.commit', { id: one.id, version: one.version, mode: 'goodOnly' }, admin.cookie)
  await world.deps.db.plan.update({ where: { id: plan.id }, data: { state: 'closed' } })
  const job = { importId: one.id, version: one.version + 1, accountId: admin.id, ip: '127.0.0.1' }
  await commitImport(world.deps, job)
  expect(await view(world, admin.cookie, one.id)).toMatchObject({ state: 'previewed', errorCode: 'hoursPlanClosed' })
  expect(await world.deps.db.hourRecord.count({ where: { planId: plan.id } })).toBe(0)
})

test('a file needs a plan that takes hours, and a template says what the plan asks for', async () => {
  const bytes = await book([row(people[0])])
  await world.deps.db.plan.update({ where: { id: plan.id }, data: { state: 'draft' } })
  expect((await upload(bytes)).code).toBe('planNotStarted')
  const known = plan
  plan = { ...plan, id: newId() }
  expect((await upload(bytes)).code).toBe('notFound')
  plan = known
  await world.deps.db.plan.update({ where: { id: plan.id }, data: { state: 'closed' } })
  expect((await upload(bytes)).code).toBe('hoursPlanClosed')
  await world.deps.db.plan.update({ where: { id: plan.id }, data: { state: 'published' } })
  const response = await world.request(`/api/templates/hours.xlsx?plan=${plan.id}`, { cookie: admin.cookie })
  expect(response.status).toBe(200)
  const table = await openTable(new Uint8Array(await response.arrayBuffer()), { fileName: 'x.xlsx' })
  for await (const line of table.rows()) {
    expect(line.cells.map((cell) => cell?.text.replace(' *', ''))).toEqual(headings)
    break
  }
})

test('20,000 rows are read and written in seconds', async () => {
  const count = 20_000
  const big = await makeOrganisation(world)
  const boss = await makeAdmin(world, big)
  await setRule(world, big, 'immediate')
  const learners = await Promise.all(Array.from({ length: 200 }, () => makeLearner(world, big)))
  const rows = Array.from({ length: count }, (_, index) =>
    row(learners[index % learners.length], {
      培训名称: `第 ${Math.floor(index / learners.length) + 1} 次专题培训`,
      学时: (1 + (index % 7) * 0.25).toFixed(2),
      学时类型: index % 2 === 0 ? '必修' : '选修',
    }),
  )
  const { id } = await upload(await book(rows), boss.cookie)
  const begun = performance.now()
  await readImport(world.deps, { importId: id, version: 1 })
  const read = performance.now()
  const one = await view(world, boss.cookie, id)
  expect(one.counts).toMatchObject({ new: count, error: 0 })
  await committed(world, boss, one)
  const written = performance.now()
  expect(await world.deps.db.hourRecord.count({ where: { importId: id } })).toBe(count)
  console.info(`20,000 rows: read in ${Math.round(read - begun)} ms, written in ${Math.round(written - read)} ms`)
  expect(written - begun).toBeLessThan(60_000 * (await slowness()))
}, 120_000)
