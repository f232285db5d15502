import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTable } from '../../../server/platform/spreadsheets/open-table.ts'
import { type MadePlan, makeEnrolment, makeOfflinePlan } from '../../support/enrolments.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { committed, headings, makeDepartment, person, previewed, rowsOf, send, view, workbook } from './arrange.ts'

/** 批量报名: a file of people becomes drafts of a plan. */
let world: World
let organisation: MadeOrganisation
let department: MadeOrganisation
let admin: { id: string; cookie: string }
let plan: MadePlan
beforeAll(async () => {
  world = await openWorld()
  organisation = await makeOrganisation(world, { name: '苏州检测集团' })
  department = await makeDepartment(world, organisation, '研发部')
  admin = await makeAdmin(world, organisation)
  plan = await makeOfflinePlan(world)
})
afterAll(() => world.close())

const idAt = headings.indexOf('身份证号')
const fileOf = (rows: readonly (readonly string[])[]) => workbook(rows, { name: '报名' })
const row = (subjects: string, cells: Parameters<typeof person>[0] = {}) => [...person(cells), subjects]
const known = (learner: { name: string; idNumber: string }, subjects: string) =>
  row(subjects, { 姓名: learner.name, 身份证号: learner.idNumber })
const learnerOf = (unit: MadeOrganisation, enabled = true) => makeLearner(world, unit, { name: '周平安', enabled })
const learnerBy = (idNumber: string | undefined) =>
  world.deps.db.learner.findUnique({ where: { idNumberHash: world.deps.secrets.hash(`id:${idNumber}`) } })
const enrolmentsOf = async (idNumber: string | undefined) =>
  world.deps.db.enrolment.findMany({
    where: { planId: plan.id, learner: { idNumberHash: world.deps.secrets.hash(`id:${idNumber}`) } },
    include: { subjects: { include: { subject: true } } },
  })
const subjectsOf = (one: { subjects: { subject: { name: string; position: number } }[] } | undefined) =>
  one?.subjects.map(({ subject }) => subject.name).sort()

test('unknown people are made and known ones taken as they are, and all become drafts with their subjects', async () => {
  const learner = await learnerOf(department)
  const [unknown, mine] = [row('低应变、静载', { 所属部门: '研发部', 姓名: '赵新来' }), known(learner, '静载')]
  const one = await previewed(world, admin.cookie, await fileOf([unknown, mine]), { planId: plan.id })
  expect(one).toMatchObject({
    kind: 'enrolments',
    plan: { id: plan.id, name: plan.name },
    counts: { new: 1, changed: 1, unchanged: 0, error: 0 },
    canCommit: true,
  })
  const { rows } = await rowsOf(world, admin.cookie, one.id, { show: 'changed' })
  expect(rows).toMatchObject([
    {
      subjectId: learner.id,
      changes: [
        { field: 'enrolment', before: '', after: plan.name },
        { field: 'subjects', before: '', after: '静载' },
      ],
    },
  ])
  expect(await enrolmentsOf(learner.idNumber)).toEqual([])
  const done = await committed(world, admin, one)
  expect(done).toMatchObject({ state: 'committed', result: { created: 1, updated: 1 } })
  const made = await learnerBy(unknown[idAt])
  expect(made).toMatchObject({ name: '赵新来', organisationId: department.id })
  const [fresh] = await enrolmentsOf(unknown[idAt])
  expect(fresh).toMatchObject({ state: 'draft', organisationId: department.id, createdById: admin.id, feeFen: null })
  expect(subjectsOf(fresh)).toEqual(['低应变', '静载'])
  const [taken] = await enrolmentsOf(learner.idNumber)
  expect(subjectsOf(taken)).toEqual(['静载'])
  // What the file says of a known person's post and mobile leaves them alone.
  expect(await world.deps.db.learner.findUniqueOrThrow({ where: { id: learner.id } })).toMatchObject({
    mobile: learner.mobile,
    post: '',
  })
  const audits = await world.deps.db.auditEntry.findMany({
    where: { subjectId: { in: [fresh?.id ?? '', taken?.id ?? ''] } },
  })
  expect(audits.map((entry) => [entry.action, entry.actorId])).toEqual([
    ['enrolment.created', admin.id],
    ['enrolment.created', admin.id],
  ])

  const again = await previewed(world, admin.cookie, await fileOf([unknown, mine]), { planId: plan.id })
  expect(again.counts).toMatchObject({ new: 0, changed: 0, unchanged: 2, error: 0 })
})

test('other subjects in a second file change drafts and reopen rejected ones', async () => {
  const [draft, rejected] = [await learnerOf(organisation), await learnerOf(organisation)]
  const subjectIds = [plan.subjects[0]?.id ?? '']
  await makeEnrolment(world, { plan, learner: draft, organisation, subjectIds })
  await makeEnrolment(world, { plan, learner: rejected, organisation, subjectIds, state: 'rejected' })
  const file = await fileOf([known(draft, '全部'), known(rejected, '静载')])
  const one = await previewed(world, admin.cookie, file, { planId: plan.id })
  expect(one.counts).toMatchObject({ new: 0, changed: 2 })
  await committed(world, admin, one)
  expect((await enrolmentsOf(draft.idNumber)).map((row) => [row.state, subjectsOf(row)])).toEqual([
    ['draft', ['低应变', '静载']],
  ])
  expect((await enrolmentsOf(rejected.idNumber)).map((row) => [row.state, subjectsOf(row)])).toEqual([
    ['draft', ['静载']],
  ])
})

test('what cannot be is an error of its row with the reason, and the others go on', async () => {
  const other = await makeOrganisation(world)
  const [theirs, off, submitted, confirmed, elsewhere] = [
    await learnerOf(other),
    await learnerOf(organisation, false),
    await learnerOf(organisation),
    await learnerOf(organisation),
    await learnerOf(organisation),
  ]
  const subjectIds = [plan.subjects[0]?.id ?? '']
  await makeEnrolment(world, { plan, learner: submitted, organisation, subjectIds, state: 'submitted' })
  await makeEnrolment(world, { plan, learner: confirmed, organisation, subjectIds, state: 'confirmed' })
  await makeEnrolment(world, { plan, learner: elsewhere, organisation: other, subjectIds, state: 'submitted' })
  const good = row('低应变')
  const rows = [
    known(theirs, '低应变'),
    known(off, '低应变'),
    known(submitted, '静载'),
    known(confirmed, '低应变'),
    known(confirmed, '静载'),
    known(elsewhere, '低应变'),
    row('高应变'),
    row(''),
    good,
  ]
  const one = await previewed(world, admin.cookie, await fileOf(rows), { planId: plan.id })
  const judged = (await rowsOf(world, admin.cookie, one.id, { show: 'all' })).rows
  const said = judged.map((row: { outcome: string; issues: { code: string }[] }) => [
    row.outcome,
    ...row.issues.map((issue) => issue.code),
  ])
  expect(said).toEqual([
    ['error', 'personElsewhere'],
    ['error', 'personDisabled'],
    ['error', 'enrolmentFixed'],
    ['unchanged'],
    ['error', 'personTwice', 'enrolmentFixed'],
    ['error', 'enrolledElsewhere'],
    ['error', 'subjectUnknown'],
    ['new', 'subjectsMissing'],
    ['new'],
  ])
  expect(judged[6].issues[0].details).toEqual({ name: '高应变', known: '低应变、静载' })
  expect((await committed(world, admin, one)).result).toMatchObject({ created: 2, updated: 0 })
  expect((await enrolmentsOf(good[idAt])).map((row) => row.state)).toEqual(['draft'])
})

test('who was enrolled or confirmed between the preview and the commit is looked at again', async () => {
  const [gone, same] = [await learnerOf(organisation), await learnerOf(organisation)]
  const file = await fileOf([known(gone, '静载'), known(same, '低应变')])
  const one = await previewed(world, admin.cookie, file, { planId: plan.id })
  const subjectIds = [plan.subjects[0]?.id ?? '']
  await makeEnrolment(world, { plan, learner: gone, organisation, subjectIds, state: 'confirmed' })
  await makeEnrolment(world, { plan, learner: same, organisation, subjectIds, state: 'confirmed' })
  const done = await committed(world, admin, one)
  expect(done.counts).toMatchObject({ error: 1, unchanged: 1 })
  expect((await enrolmentsOf(gone.idNumber)).map((row) => [row.state, subjectsOf(row)])).toEqual([
    ['confirmed', ['低应变']],
  ])
})

test('a plan that takes nobody any more is refused at the upload, and at the commit', async () => {
  const closing = await makeOfflinePlan(world, { enrolmentClosesAt: new Date(world.clock.now().getTime() + 60_000) })
  const file = await fileOf([row('低应变')])
  const one = await previewed(world, admin.cookie, file, { planId: closing.id })
  const started = world.clock.now()
  world.clock.advance(120_000)
  expect((await send(world, admin.cookie, file, { planId: closing.id })).code).toBe('enrolmentClosed')
  const done = await committed(world, admin, one)
  expect(done).toMatchObject({ state: 'previewed', errorCode: 'enrolmentClosed' })
  world.clock.set(started)
  expect(await world.deps.db.enrolment.count({ where: { planId: closing.id } })).toBe(0)
})

test('sent again with another plan it is not the same import', async () => {
  const file = await fileOf([row('低应变')])
  const first = await send(world, admin.cookie, file, { planId: plan.id })
  expect((await send(world, admin.cookie, file, { planId: plan.id, id: first.id })).code).toBeNull()
  const other = await makeOfflinePlan(world)
  expect((await send(world, admin.cookie, file, { planId: other.id, id: first.id })).code).toBe('idempotencyKeyReused')
  expect((await view(world, admin.cookie, first.id)).plan?.id).toBe(plan.id)
})

test('the template names the subjects of the plan, and its own examples can be read again', async () => {
  const response = await world.request(`/api/templates/enrolments.xlsx?plan=${plan.id}`, { cookie: admin.cookie })
  expect(response.status).toBe(200)
  const bytes = new Uint8Array(await response.arrayBuffer())
  const table = await openTable(bytes, { fileName: 'x.xlsx', sheet: '示例' })
  const cells: string[][] = []
  for await (const one of table.rows()) cells.push(one.cells.map((cell) => cell?.text ?? ''))
  expect(cells[0]?.at(-1)).toContain('报考科目')
  expect(cells[1]?.at(-1)).toBe('低应变、静载')
  const missing = await world.request('/api/templates/enrolments.xlsx', { cookie: admin.cookie })
  expect(missing.status).toBe(400)
})
