import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { countedHours, hoursReached, reviewerOf } from '../../../server/features/hours/hours.rules.ts'
import type { HourApproval } from '../../../server/features/hours/hours.schema.ts'
import { listLearnerHours } from '../../../server/features/hours/list-learner-hours.ts'
import { loadProgress } from '../../../server/features/hours/load-progress.ts'
import { hoursApprovalsOf } from '../../../server/features/organisations/hours-approval.ts'
import { hourRuleProblems } from '../../../server/features/plans/plans.rules.ts'
import { openTable } from '../../../server/platform/spreadsheets/open-table.ts'
import { type MadePlan, makeEnrolment } from '../../support/enrolments.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { decided, makeHourPlan, record, rowOf, setRule } from './arrange.ts'

let world: World
let firm: MadeOrganisation
let lab: MadeOrganisation
let other: MadeOrganisation
let admin: { id: string; name: string; cookie: string }
let stranger: { id: string; cookie: string }
let reviewer: { id: string; cookie: string; name: string }
let plan: MadePlan
beforeAll(async () => {
  world = await openWorld()
  world.clock.set('2026-05-08T02:00:00Z')
  firm = await makeOrganisation(world)
  lab = await makeOrganisation(world, { parent: firm, billing: false })
  other = await makeOrganisation(world)
  admin = await makeAdmin(world, firm)
  stranger = await makeAdmin(world, other)
  reviewer = await makeStaff(world, 'reviewer')
})
beforeEach(async () => {
  plan = await makeHourPlan(world)
  for (const unit of [firm, lab]) await setRule(world, unit, null)
  world.clock.advance(1000)
})
afterAll(() => world.close())

const list = (input: object = {}, cookie = admin.cookie) =>
  world.query('hours.list', { planId: plan.id, ...input }, cookie)
const titles = (answer: { data: { rows: { title: string }[] } }) => answer.data.rows.map((row) => row.title)

describe('records', () => {
  test('of the own subtree, the newest first, by any filter, page by page', async () => {
    const [a, b, c] = [
      await makeLearner(world, firm, { name: '钱一' }),
      await makeLearner(world, lab),
      await makeLearner(world, other),
    ]
    await record(world, admin.cookie, plan, [a], { title: '第一次', kind: 'compulsory', studiedOn: '2026-03-01' })
    const [second = ''] = await record(world, admin.cookie, plan, [b], { title: '第二次' })
    await record(world, reviewer.cookie, plan, [a], { title: '第三次' })
    await record(world, stranger.cookie, plan, [c], { title: '别家的' })
    expect(titles(await list())).toEqual(['第三次', '第二次', '第一次'])
    const first = await list({ limit: 2 })
    expect(titles(await list({ limit: 2, cursor: first.data.nextCursor }))).toEqual(['第一次'])
    expect(titles(await list({ kind: 'compulsory' }))).toEqual(['第一次'])
    expect(titles(await list({ state: 'approved' }))).toEqual(['第三次'])
    expect(titles(await list({ state: 'pending', waitsFor: 'staff' }))).toEqual(['第二次', '第一次'])
    expect(titles(await list({ waitsFor: 'secondAdmin' }))).toEqual([])
    expect(titles(await list({ organisationId: lab.id }))).toEqual(['第二次'])
    expect(titles(await list({ learnerId: a.id }))).toEqual(['第三次', '第一次'])
    expect(titles(await list({ title: '第二次' }))).toEqual(['第二次'])
    expect(titles(await list({ studiedFrom: '2026-03-01', studiedTo: '2026-04-01' }))).toEqual(['第一次'])
    expect(titles(await list({ search: '钱一' }))).toEqual(['第三次', '第一次'])
    expect(titles(await list({ search: '三次' }))).toEqual(['第三次'])
    expect((await list({ organisationId: other.id })).code).toBe('notFound')
    await world.mutate(
      'hours.withdraw',
      { records: [{ id: second, adjustmentId: newId() }], reason: '录错了' },
      admin.cookie,
    )
    expect(titles(await list({ state: 'withdrawn' }))).toEqual(['第二次'])
    expect(titles(await list({ state: 'rejected' }))).toEqual([])
    const totals = await world.query('hours.totals', { planId: plan.id }, admin.cookie)
    expect(totals.data).toEqual({
      count: 3,
      people: 2,
      approved: 300,
      pending: 300,
      byState: { pending: 1, approved: 1, rejected: 0, withdrawn: 1 },
    })
    const all = await world.query('hours.staffList', { planId: plan.id }, reviewer.cookie)
    expect(titles(all)).toHaveLength(4)
    expect(
      (await world.query('hours.staffTotals', { planId: plan.id, organisationId: other.id }, reviewer.cookie)).data
        .count,
    ).toBe(1)
  })

  test('an organisation reads the centre’s name where staff decided, staff read who it was', async () => {
    const [id = ''] = await record(world, admin.cookie, plan, [await makeLearner(world, lab)])
    await decided(world, reviewer.cookie, [id])
    const own = (await world.query('hours.get', { id }, admin.cookie)).data
    const centre = await world.query('centre.get', undefined, admin.cookie)
    expect(own).toMatchObject({
      decidedByName: centre.data.name,
      createdByName: admin.name,
      organisation: { names: [firm.name, lab.name] },
    })
    expect((await world.query('hours.get', { id }, reviewer.cookie)).data).toMatchObject({
      decidedByName: reviewer.name,
    })
    expect((await world.query('hours.get', { id }, stranger.cookie)).code).toBe('notFound')
  })
})

describe('somebody who moved', () => {
  test('keeps all hours; the new organisation reads them and not by whom, and the old one may still correct its own', async () => {
    const learner = await makeLearner(world, firm)
    const [id = ''] = await record(world, admin.cookie, plan, [learner])
    await decided(world, reviewer.cookie, [id])
    await world.deps.db.learner.update({
      where: { id: learner.id },
      data: { organisationId: other.id, organisationPath: other.path },
    })
    const seen = (await world.query('hours.ofLearner', { learnerId: learner.id }, stranger.cookie)).data
    expect(seen.progress).toMatchObject([{ plan: { id: plan.id }, sums: { electiveApproved: 300 } }])
    expect(seen.records).toMatchObject([
      {
        id,
        hours: 300,
        organisation: { name: '', names: [] },
        createdByName: '',
        may: { withdraw: false, correct: false },
      },
    ])
    expect((await world.query('hours.ofLearner', { learnerId: learner.id }, admin.cookie)).code).toBe('notFound')
    expect(
      (
        await world.mutate(
          'hours.correct',
          { id: newId(), correctsId: id, hours: 200, reason: '改小一点' },
          stranger.cookie,
        )
      ).code,
    ).toBe('notFound')
    expect(
      (
        await world.mutate(
          'hours.correct',
          { id: newId(), correctsId: id, hours: 200, reason: '改小一点' },
          admin.cookie,
        )
      ).code,
    ).toBeNull()
    // What is for the learner themself and for documents holds everything.
    expect(await listLearnerHours(world.deps.db, learner.id)).toMatchObject([
      { source: 'adjustment', hours: -100 },
      { id, left: 200, organisation: { name: firm.name } },
    ])
    expect(await listLearnerHours(world.deps.db, learner.id, { year: 2025 })).toEqual([])
    const withOther = await loadProgress(world.deps.db, learner.id, [(await makeHourPlan(world)).id])
    expect(withOther.map((one) => one.sums.electiveApproved).sort()).toEqual([0, 200])
  })
})

test('trainings gather what was recorded under one title, kind and day', async () => {
  const learners = await Promise.all([makeLearner(world, firm), makeLearner(world, lab), makeLearner(world, firm)])
  const ids = await record(world, admin.cookie, plan, learners, { title: '春季培训', studiedOn: '2026-04-01' })
  await decided(world, reviewer.cookie, [ids[0]])
  await decided(world, reviewer.cookie, [ids[1]], { reason: '没有证明' })
  await record(world, admin.cookie, plan, [learners[0] ?? { id: '' }], { title: '夏季培训', kind: 'compulsory' })
  const trainings = (input: object = {}) => world.query('hours.trainings', { planId: plan.id, ...input }, admin.cookie)
  const first = (await trainings({ limit: 1 })).data
  expect(first.rows).toMatchObject([
    { title: '夏季培训', kind: 'compulsory', people: 1, pending: 300, waitsFor: 'staff' },
  ])
  const next = (await trainings({ limit: 1, cursor: first.nextCursor })).data
  expect(next.rows).toMatchObject([
    {
      title: '春季培训',
      studiedOn: '2026-04-01',
      people: 2,
      approved: 300,
      pending: 300,
      counts: { pending: 1, approved: 1, rejected: 1, withdrawn: 0 },
    },
  ])
  expect(next.nextCursor).toBeNull()
  expect((await trainings({ search: '春' })).data.rows).toHaveLength(1)
  expect((await trainings({ organisationId: lab.id })).data.rows).toMatchObject([
    { title: '春季培训', people: 0, counts: { rejected: 1 }, dueAt: null },
  ])
  expect((await trainings({ pendingOnly: true })).data.rows).toHaveLength(2)
  expect((await trainings({ cursor: 'x' })).code).toBe('inputInvalid')
})

test('the people of a plan are those in it and those with hours in it, with what they have', async () => {
  const [reached, short, enrolled, outside] = await Promise.all([1, 2, 3, 4].map(() => makeLearner(world, lab)))
  if (!reached || !short || !enrolled || !outside) throw new Error('nobody')
  await record(world, reviewer.cookie, plan, [reached], { kind: 'compulsory', title: '必修课程', hours: 2600 })
  await record(world, reviewer.cookie, plan, [reached], { hours: 600 })
  await record(world, admin.cookie, plan, [short], { hours: 600 })
  await makeEnrolment(world, { plan, learner: enrolled, organisation: lab, state: 'confirmed' })
  const people = async (input: object = {}) =>
    (await world.query('hours.people', { planId: plan.id, ...input }, admin.cookie)).data.rows
      .map((row: { learner: { id: string } }) => row.learner.id)
      .sort()
  expect(await people()).toEqual([reached.id, short.id, enrolled.id].sort())
  expect(await people({ show: 'reached' })).toEqual([reached.id])
  expect(await people({ show: 'short' })).toEqual([short.id, enrolled.id].sort())
  expect(await people({ show: 'pending' })).toEqual([short.id])
  expect(await people({ search: outside.name })).toEqual([])
  expect((await world.query('hours.peopleCounts', { planId: plan.id }, admin.cookie)).data).toEqual({
    all: 3,
    reached: 1,
    short: 2,
    pending: 1,
  })
  const first = (await world.query('hours.people', { planId: plan.id, limit: 1 }, admin.cookie)).data
  expect(first.rows).toHaveLength(1)
  const page = (
    await world.query('hours.people', { planId: plan.id, limit: 5, cursor: first.nextCursor }, admin.cookie)
  ).data
  expect(page.rows).toHaveLength(2)
  const row = [...first.rows, ...page.rows].find((one) => one.learner.id === reached.id)
  expect(row).toMatchObject({ counted: 3000, reached: true, sums: { compulsoryApproved: 2600, electiveApproved: 600 } })
})

describe('rules and SQL say the same', () => {
  test('of what counts and whether it is enough, for any rule and any hours', async () => {
    const hours = fc.integer({ min: 0, max: 9000 })
    const rule = fc
      .record({
        requiredHours: fc.integer({ min: 1, max: 6000 }),
        compulsoryMin: hours,
        compulsoryCap: fc.option(hours),
        electiveMin: hours,
        electiveCap: fc.option(hours),
      })
      .filter((one) => hourRuleProblems(one).length === 0)
    await fc.assert(
      fc.asyncProperty(rule, fc.array(fc.tuple(hours, hours), { minLength: 20, maxLength: 40 }), async (one, pairs) => {
        await world.deps.db.plan.update({ where: { id: plan.id }, data: one })
        const rows = await world.deps.db.$queryRaw<{ counted: number; reached: boolean }[]>`
          SELECT counted_hours(p, t.c, t.e) AS counted, hours_reached(p, t.c, t.e) AS reached
          FROM plans p, unnest(${pairs.map(([c]) => c)}::int[], ${pairs.map(([, e]) => e)}::int[]) WITH ORDINALITY AS t (c, e, n)
          WHERE p.id = ${plan.id}::uuid ORDER BY t.n`
        expect(rows).toEqual(
          pairs.map(([c, e]) => ({ counted: countedHours(one, c, e), reached: hoursReached(one, c, e) })),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('of whom something waits for, for any rules in the tree and any admins', async () => {
    const approvals = [null, 'staff', 'secondAdmin', 'immediate'] as const
    const learner = await makeLearner(world, lab)
    const [id = ''] = await record(world, admin.cookie, plan, [learner])
    const second = await makeAdmin(world, firm)
    for (const above of approvals) {
      for (const own of approvals) {
        for (const enabled of [true, false]) {
          await setRule(world, firm, above)
          await setRule(world, lab, own)
          await world.deps.db.account.update({ where: { id: second.id }, data: { enabled } })
          const rule = (await hoursApprovalsOf(world.deps.db, [lab.id], admin.id)).get(lab.id)
          const approval: HourApproval = own ?? above ?? 'staff'
          expect(rule).toMatchObject({ approval, admins: enabled ? 1 : 0 })
          const expected = reviewerOf(approval, { byStaff: false, otherAdmins: rule?.admins ?? 0 })
          const { waitsFor } = (await world.query('hours.get', { id }, admin.cookie)).data
          // What waits already goes on waiting, for staff, also where nothing new would.
          expect(waitsFor).toBe(expected ?? 'staff')
        }
      }
    }
    expect((await rowOf(world, id)).state).toBe('pending')
  })
})

describe('the workbook', () => {
  const exported = async (input: object, cookie = admin.cookie) =>
    world.request('/api/hours/export', {
      method: 'POST',
      cookie,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ of: 'own', filter: { planId: plan.id }, locale: 'zh-CN', ...input }),
    })
  const linesOf = async (response: Response) => {
    const table = await openTable(new Uint8Array(await response.arrayBuffer()), { fileName: 'x.xlsx' })
    const lines: string[][] = []
    for await (const line of table.rows()) lines.push(line.cells.map((cell) => cell?.text ?? ''))
    return lines
  }

  test('holds what the filter finds of the own subtree, with hours as numbers; taking it is audited', async () => {
    const [a, b] = [await makeLearner(world, lab), await makeLearner(world, other)]
    await record(world, admin.cookie, plan, [a], { hours: 325 })
    await record(world, stranger.cookie, plan, [b])
    const [headings, ...lines] = await linesOf(await exported({}))
    expect(headings?.slice(3, 13)).toEqual([
      '姓名',
      '证件号码',
      '学时类型',
      '来源',
      '培训名称',
      '培训日期',
      '学时',
      '现在计',
      '证明',
      '状态',
    ])
    expect(lines.map((line) => line.slice(2, 13))).toEqual([
      [
        `${firm.name}/${lab.name}`,
        a.name,
        expect.stringContaining('****'),
        '选修',
        '线下',
        '安全生产专题讲座',
        '2026-05-07',
        '3.25',
        '3.25',
        '签到表',
        '待审核',
      ],
    ])
    const audits = await world.deps.db.auditEntry.findMany({ where: { action: 'hours.exported', actorId: admin.id } })
    expect(audits.at(-1)).toMatchObject({ organisationId: firm.id, after: { filter: { planId: plan.id }, count: 1 } })
    expect(await linesOf(await exported({ of: 'centre' }, reviewer.cookie))).toHaveLength(3)
    expect((await linesOf(await exported({ locale: 'en' })))[0]?.[3]).toBe('Name')
  })

  test('of the centre is staff’s', async () => {
    expect((await exported({ of: 'centre' })).status).toBe(403)
    expect((await exported({}, '')).status).toBe(401)
    expect((await exported({ filter: { organisationId: other.id } })).status).toBe(404)
  })
})
