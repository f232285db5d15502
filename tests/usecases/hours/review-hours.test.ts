import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import type { MadePlan } from '../../support/enrolments.ts'
import {
  type MadeOrganisation,
  makeAccount,
  makeAdmin,
  makeLearner,
  makeOrganisation,
  makeStaff,
} from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import {
  askedFor,
  decided,
  expectSumsRight,
  makeHourPlan,
  noticesOf,
  record,
  refusal,
  rowOf,
  setRule,
  sumsOf,
} from './arrange.ts'

let world: World
let firm: MadeOrganisation
let lab: MadeOrganisation
let admin: { id: string; name: string; cookie: string }
let second: { id: string; name: string; cookie: string }
let reviewer: { id: string; cookie: string; name: string }
let finance: { id: string; cookie: string }
let plan: MadePlan
beforeAll(async () => {
  world = await openWorld()
  world.clock.set('2026-05-08T02:00:00Z')
  firm = await makeOrganisation(world)
  lab = await makeOrganisation(world, { parent: firm, billing: false })
  admin = await makeAdmin(world, firm)
  second = await makeAdmin(world, firm)
  reviewer = await makeStaff(world, 'reviewer')
  finance = await makeStaff(world, 'finance')
})
beforeEach(async () => {
  plan = await makeHourPlan(world)
  await setRule(world, firm, null)
  world.clock.advance(1000)
})
afterAll(async () => {
  await expectSumsRight(world)
  await world.close()
})

async function makePerson(unit = firm) {
  const account = await makeAccount(world)
  const learner = await makeLearner(world, unit, { accountId: account.id })
  return { ...learner, accountId: account.id }
}
const approve = (ids: readonly string[], cookie = reviewer.cookie) => decided(world, cookie, ids)
const reject = (ids: readonly string[], reason = '没有证明材料', cookie = reviewer.cookie) =>
  decided(world, cookie, ids, { reason })
const groups = (input: object = {}, cookie = reviewer.cookie) =>
  world.query('hours.reviewGroups', { planId: plan.id, ...input }, cookie)

describe('approving', () => {
  test('counts, tells each learner and whoever recorded it once, writes the trail and asks for certificates', async () => {
    const [a, b] = [await makePerson(), await makePerson(lab)]
    const ids = [
      ...(await record(world, admin.cookie, plan, [a, b])),
      ...(await record(world, admin.cookie, plan, [a], { title: '新规范宣贯', hours: 150 })),
    ]
    expect((await approve(ids)).data).toMatchObject({ decided: 3 })
    expect(await rowOf(world, ids[0] ?? '')).toMatchObject({
      state: 'approved',
      decidedById: reviewer.id,
      decidedByName: reviewer.name,
    })
    expect(await sumsOf(world, a.id, plan.id)).toEqual([0, 450, 0, 0])
    expect(await noticesOf(world, a.accountId)).toMatchObject([
      { kind: 'hoursApproved', data: { hours: 450, trainings: ['安全生产专题讲座', '新规范宣贯'], planId: plan.id } },
    ])
    expect(await noticesOf(world, admin.id)).toMatchObject([
      { kind: 'recordedHoursApproved', data: { count: 2, hours: 750 } },
    ])
    expect(await askedFor(world, plan.id)).toBe(1)
    const audits = await world.deps.db.auditEntry.findMany({
      where: { action: 'hours.approved', subjectId: { in: ids } },
    })
    expect(audits).toHaveLength(3)
    const read = await world.query('notices.list', {}, await world.openSession(a.accountId))
    expect(read.data.rows).toMatchObject([{ title: '学时已通过：4.50 学时', page: '/learner' }])
  })

  test('once it took effect it is decided, for whoever made the decision and for anybody else', async () => {
    const one = await makePerson()
    const ids = await record(world, admin.cookie, plan, [one])
    await approve(ids)
    expect((await approve(ids)).code).toBe('hoursDecided')
    expect(await noticesOf(world, one.accountId)).toHaveLength(1)
    const other = await makeStaff(world, 'reviewer')
    expect(refusal(await approve(ids, other.cookie))).toMatchObject({ code: 'hoursDecided', name: one.name })
    expect((await reject(ids)).code).toBe('hoursDecided')
  })

  test('is all or nothing', async () => {
    const [a, b] = [await makePerson(), await makePerson()]
    const ids = await record(world, admin.cookie, plan, [a, b])
    await reject([ids[0] ?? ''])
    expect((await approve(ids)).code).toBe('hoursDecided')
    expect(await rowOf(world, ids[1] ?? '')).toMatchObject({ state: 'pending' })
    expect((await approve([ids[1] ?? '', newId()])).code).toBe('notFound')
  })
})

test('rejecting says why to the learner and to whoever recorded it, and counts nothing', async () => {
  const one = await makePerson()
  const ids = await record(world, admin.cookie, plan, [one])
  const before = (await noticesOf(world, admin.id)).length
  expect((await reject(ids, '没有证明材料。')).data).toMatchObject({ decided: 1 })
  expect(await rowOf(world, ids[0] ?? '')).toMatchObject({ state: 'rejected', rejectedReason: '没有证明材料。' })
  expect(await sumsOf(world, one.id, plan.id)).toEqual([0, 0, 0, 0])
  expect(await noticesOf(world, one.accountId, 'hoursRejected')).toMatchObject([
    { data: { reason: '没有证明材料。', hours: 300 } },
  ])
  expect((await noticesOf(world, admin.id)).slice(before)).toMatchObject([
    { kind: 'recordedHoursRejected', data: { reason: '没有证明材料。', count: 1 } },
  ])
  expect((await reject(ids, 'withdrawn')).code).toBe('inputInvalid')
  expect(await askedFor(world, plan.id)).toBe(0)
})

describe('a second admin', () => {
  beforeEach(() => setRule(world, firm, 'secondAdmin'))

  test('approves what another recorded, and sees it in a queue of their own; whoever recorded it does not', async () => {
    const one = await makePerson(lab)
    const ids = await record(world, admin.cookie, plan, [one])
    const own = (cookie: string) => world.query('hours.groups', { planId: plan.id }, cookie)
    expect((await own(second.cookie)).data.rows).toMatchObject([
      { count: 1, title: '安全生产专题讲座', waitsFor: 'secondAdmin' },
    ])
    expect((await own(admin.cookie)).data.rows).toEqual([])
    const counts = (await world.query('hours.ownReviewCounts', undefined, second.cookie)).data
    expect(counts.waiting).toBe(
      await world.deps.db.hourRecord.count({ where: { state: 'pending', createdById: admin.id } }),
    )
    expect(refusal(await approve(ids, admin.cookie))).toEqual({ code: 'hoursNotYours', why: 'own' })
    expect((await approve(ids, second.cookie)).data).toMatchObject({ decided: 1 })
    expect(await rowOf(world, ids[0] ?? '')).toMatchObject({ state: 'approved', decidedById: second.id })
  })

  test('has what waits on their home page, among what is done by deadline; whoever recorded it has not', async () => {
    const unit = await makeOrganisation(world)
    const [one, other] = [await makeAdmin(world, unit), await makeAdmin(world, unit)]
    const task = async (cookie: string) =>
      (await world.query('organisations.home', undefined, cookie)).data.tasks.find(
        ({ kind }: { kind: string }) => kind === 'hoursToReview',
      )
    const ids = await record(world, one.cookie, plan, [await makePerson(unit), await makePerson(unit)])
    expect(await task(other.cookie)).toBeUndefined()
    await setRule(world, unit, 'secondAdmin')
    expect(await task(other.cookie)).toMatchObject({ count: 2, trainings: 1, title: '安全生产专题讲座' })
    expect(await task(one.cookie)).toBeUndefined()
    world.clock.advance(1000)
    const more = await record(world, one.cookie, plan, [await makePerson(unit)], { title: '新规范宣贯' })
    const { dueAt } = await rowOf(world, ids[0] ?? '')
    expect(await task(other.cookie)).toMatchObject({ count: 3, trainings: 2, dueAt: dueAt?.toISOString() })
    // What is being decided waits for nobody's hand.
    await approve(more, other.cookie)
    await world.mutate('hours.decide', { id: newId(), verdict: 'approve', selection: { ids } }, other.cookie)
    expect(await task(other.cookie)).toBeUndefined()
    const { tasks, taskCount } = (await world.query('organisations.home', undefined, other.cookie)).data
    expect(taskCount).toBe(tasks.length)
  })

  test('of a unit below sees only its own, and approves only that', async () => {
    const below = await makeAdmin(world, lab)
    const [inLab, inFirm] = [await makePerson(lab), await makePerson(firm)]
    const ids = await record(world, admin.cookie, plan, [inLab, inFirm])
    expect((await world.query('hours.groups', { planId: plan.id }, below.cookie)).data.rows).toMatchObject([
      { count: 1 },
    ])
    expect((await approve([ids[1] ?? ''], below.cookie)).code).toBe('notFound')
    expect((await approve([ids[0] ?? ''], below.cookie)).code).toBeNull()
  })

  test('staff may approve it too, and have it in their queue only when they ask for it', async () => {
    const ids = await record(world, admin.cookie, plan, [await makePerson()])
    expect((await groups({ waitsFor: 'staff' })).data.rows).toEqual([])
    expect((await groups({ waitsFor: 'secondAdmin' })).data.rows).toHaveLength(1)
    expect((await approve(ids)).code).toBeNull()
  })

  test('where there is none it waits for staff', async () => {
    const alone = await makeOrganisation(world)
    await setRule(world, alone, 'secondAdmin')
    const only = await makeAdmin(world, alone)
    const ids = await record(world, only.cookie, plan, [await makePerson(alone)])
    expect((await groups({ waitsFor: 'staff' })).data.rows).toMatchObject([{ organisation: { id: alone.id } }])
    expect(refusal(await approve(ids, only.cookie))).toEqual({ code: 'hoursNotYours', why: 'own' })
    // A second one comes: it is theirs from then on, and not again when they are disabled.
    const later = await makeAdmin(world, alone)
    expect((await groups({ waitsFor: 'staff' })).data.rows).toEqual([])
    await world.deps.db.account.update({ where: { id: later.id }, data: { enabled: false } })
    expect((await groups({ waitsFor: 'staff' })).data.rows).toHaveLength(1)
  })

  test('may not decide what waits for staff', async () => {
    await setRule(world, firm, 'staff')
    const ids = await record(world, admin.cookie, plan, [await makePerson()])
    expect(refusal(await approve(ids, second.cookie))).toEqual({ code: 'hoursNotYours', why: 'staff' })
    expect((await approve(ids, finance.cookie)).code).toBe('notAllowed')
    const stranger = await makeAdmin(world, await makeOrganisation(world))
    expect((await approve(ids, stranger.cookie)).code).toBe('notFound')
  })
})

describe('the queue', () => {
  test('gathers what waits by training, the earliest due first, page by page', async () => {
    const other = await makeOrganisation(world)
    const otherAdmin = await makeAdmin(world, other)
    await record(world, otherAdmin.cookie, plan, [await makePerson(other)], { title: '乙类培训', hours: 200 })
    world.clock.advance(3_600_000)
    const [a, b] = [await makePerson(), await makePerson(lab)]
    await record(world, admin.cookie, plan, [a], { title: '甲类培训', hours: 100, evidence: '名单' })
    await record(world, second.cookie, plan, [b], { title: '甲类培训', hours: 300 })
    const first = (await groups({ limit: 1 })).data
    expect(first.rows).toMatchObject([
      { title: '乙类培训', count: 1, hours: 200, organisation: { name: other.name }, own: false },
    ])
    const next = (await groups({ limit: 1, cursor: first.nextCursor })).data
    expect(next).toMatchObject({
      rows: [
        {
          title: '甲类培训',
          count: 2,
          hours: 400,
          from: 100,
          to: 300,
          evidence: '名单',
          createdByName: admin.name,
          organisation: { id: firm.id },
        },
      ],
      nextCursor: null,
    })
    expect((await groups({ search: '乙类' })).data.rows).toHaveLength(1)
    expect((await groups({ organisationId: firm.id })).data.rows).toHaveLength(1)
    expect((await groups({ cursor: 'nonsense' })).code).toBe('inputInvalid')
  })

  test('a group is approved at once, as many as the person saw, without those rejected before', async () => {
    const learners = await Promise.all([makePerson(), makePerson(), makePerson()])
    const ids = await record(world, admin.cookie, plan, learners)
    const [group] = (await groups()).data.rows
    const { planId, organisationId, kind, title, studiedOn, importId, waitsFor } = group
    const picked = { planId, organisationId, kind, title, studiedOn, importId, waitsFor }
    const rows = (await world.query('hours.reviewRows', { group: picked }, reviewer.cookie)).data.rows
    expect(rows.map((row: { id: string }) => row.id).sort()).toEqual([...ids].sort())
    expect(rows[0].may).toEqual({ decide: true, withdraw: true, correct: false })
    await reject([ids[0] ?? ''])
    const all = (expectedCount: number) => decided(world, reviewer.cookie, { group: picked, expectedCount })
    expect(refusal(await all(3))).toEqual({ code: 'selectionChanged', expectedCount: 3, count: 2 })
    expect((await all(2)).data).toMatchObject({ decided: 2 })
    expect(await world.deps.db.hourRecord.count({ where: { planId: plan.id, state: 'approved' } })).toBe(2)
  })

  test('counts what waits and what is overdue, of what waits for staff', async () => {
    const counts = async () => (await world.query('hours.reviewCounts', undefined, finance.cookie)).data
    const before = await counts()
    await record(world, admin.cookie, plan, [await makePerson(), await makePerson()])
    expect(await counts()).toMatchObject({ waiting: before.waiting + 2, groups: before.groups + 1 })
    const now = world.clock.now()
    world.clock.advance(7 * 86_400_000)
    expect((await counts()).overdue).toBeGreaterThanOrEqual(2)
    world.clock.set(now)
  })
})

describe("an organisation's rule", () => {
  test('is set by reviewers, inherited downwards, and read by its admins; it is audited', async () => {
    const set = (approval: string | null, cookie = reviewer.cookie) =>
      world.mutate('hours.setApproval', { organisationId: firm.id, approval }, cookie)
    expect((await set('secondAdmin')).data).toMatchObject({
      own: 'secondAdmin',
      approval: 'secondAdmin',
      from: null,
      admins: 2,
    })
    expect((await world.query('hours.approval', { organisationId: lab.id }, admin.cookie)).data).toMatchObject({
      own: null,
      approval: 'secondAdmin',
      from: { id: firm.id, name: firm.name },
    })
    expect((await set('immediate', admin.cookie)).code).toBe('notAllowed')
    expect((await set('immediate', finance.cookie)).code).toBe('notAllowed')
    expect((await set(null)).data).toMatchObject({ own: null, approval: 'staff', from: null })
    const audits = await world.deps.db.auditEntry.findMany({
      where: { action: 'organisation.hoursApprovalSet', subjectId: firm.id },
    })
    expect(audits).toHaveLength(2)
    const stranger = await makeAdmin(world, await makeOrganisation(world))
    expect((await world.query('hours.approval', { organisationId: firm.id }, stranger.cookie)).code).toBe('notFound')
  })
})
