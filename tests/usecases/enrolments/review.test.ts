import { afterAll, beforeAll, expect, test } from 'vitest'
import { fen } from '../../../server/core/money.ts'
import { makeEnrolment, makeOfflinePlan } from '../../support/enrolments.ts'
import { makeOrder } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let firm: MadeOrganisation
let lab: MadeOrganisation
let admin: { id: string; cookie: string }
let reviewer: { cookie: string; name: string }
let finance: { cookie: string }
beforeAll(async () => {
  world = await openWorld()
  firm = await makeOrganisation(world)
  lab = await makeOrganisation(world, { parent: firm, billing: false })
  admin = await makeAdmin(world, firm)
  reviewer = await makeStaff(world, 'reviewer')
  finance = await makeStaff(world, 'finance')
})
afterAll(() => world.close())

const enrolled = async (
  plan: Parameters<typeof makeEnrolment>[1]['plan'],
  organisation: MadeOrganisation,
  state: Parameters<typeof makeEnrolment>[1]['state'] = 'submitted',
) => {
  const learner = await makeLearner(world, organisation)
  return { ...(await makeEnrolment(world, { plan, learner, organisation, state })), learner }
}
const rowOf = (id: string) => world.deps.db.enrolment.findUniqueOrThrow({ where: { id } })
const noticesOf = (kind: string) =>
  world.deps.db.notice.findMany({ where: { kind, channel: 'app' }, orderBy: { id: 'asc' } })
const pick = (one: { id: string; version?: number }) => ({ id: one.id, version: one.version ?? 1 })

test('reviewers see what waits by plan and organisation, the earliest due first, and one by one', async () => {
  const [early, late] = [await makeOfflinePlan(world), await makeOfflinePlan(world)]
  const other = await makeOrganisation(world)
  const a = await enrolled(late, other)
  await enrolled(early, firm)
  const b = await enrolled(early, lab)
  await world.deps.db.enrolment.updateMany({
    where: { planId: early.id },
    data: { dueAt: new Date('2026-01-05T01:00:00Z') },
  })
  await world.deps.db.enrolment.update({ where: { id: b.id }, data: { dueAt: new Date('2026-01-04T01:00:00Z') } })
  const groups = (input: object) => world.query('enrolments.reviewGroups', input, reviewer.cookie)
  const first = (await groups({ limit: 1 })).data
  expect(first.rows).toMatchObject([
    {
      plan: { id: early.id },
      organisation: { id: firm.id, name: firm.name },
      count: 2,
      feeFen: 160_000,
      dueAt: '2026-01-04T01:00:00.000Z',
    },
  ])
  const next = (await groups({ limit: 1, cursor: first.nextCursor })).data
  expect(next.rows).toMatchObject([{ plan: { id: late.id }, organisation: { id: other.id }, count: 1 }])
  expect((await groups({ search: other.name })).data.rows).toHaveLength(1)

  const queue = (input: object) => world.query('enrolments.reviewQueue', input, reviewer.cookie)
  const one = (await queue({ limit: 1 })).data
  expect(one.rows).toMatchObject([{ id: b.id }])
  const rest = (await queue({ limit: 10, cursor: one.nextCursor })).data
  expect(rest.rows).toHaveLength(2)
  expect((await queue({ planId: early.id, organisationId: lab.id })).data.rows).toMatchObject([{ id: b.id }])
  expect((await queue({ search: a.learner.idNumber })).data.rows).toMatchObject([{ id: a.id }])
  expect((await world.query('enrolments.reviewCounts', undefined, finance.cookie)).data).toEqual({
    submitted: 3,
    overdue: 3 - 1,
  })
})

test('many are decided in one go, and their organisation is told once for the plan', async () => {
  const plan = await makeOfflinePlan(world, { name: '判定计划' })
  const [a, b, c, d] = [
    await enrolled(plan, firm),
    await enrolled(plan, lab),
    await enrolled(plan, lab),
    await enrolled(plan, firm),
  ]
  const { data } = await world.mutate(
    'enrolments.decide',
    {
      confirm: [pick(a), pick(b)],
      reject: [
        { ...pick(c), reason: '身份证照片不清楚' },
        { ...pick(d), reason: '科目选错了' },
      ],
    },
    reviewer.cookie,
  )
  expect(data).toEqual({ confirmed: 2, rejected: 2 })
  expect(await rowOf(a.id)).toMatchObject({ state: 'confirmed', reason: null, version: 2, feeFen: 80_000n })
  expect((await world.query('enrolments.get', { id: c.id }, admin.cookie)).data).toMatchObject({
    state: 'rejected',
    reason: '身份证照片不清楚',
    paymentStatus: 'none',
    may: { submit: true, changeSubjects: true, withdraw: true, remove: false },
  })
  const confirmed = (await noticesOf('enrolmentsConfirmed')).filter((notice) => notice.organisationId === firm.id)
  expect(confirmed.map((notice) => notice.data)).toMatchObject([
    { planName: '判定计划', count: 2, feeFen: fen(160_000), names: [a.learner.name, b.learner.name] },
  ])
  const rejected = (await noticesOf('enrolmentsRejected')).filter((notice) => notice.organisationId === firm.id)
  expect(rejected.map((notice) => notice.data)).toMatchObject([
    { count: 2, reason: expect.stringContaining('身份证照片不清楚') },
  ])
  // An organisation reads the centre's name under what reviewers did, staff read who it was.
  const named = async (cookie: string) =>
    (await world.query('enrolments.get', { id: a.id }, cookie)).data.history.at(-1)
  expect(await named(reviewer.cookie)).toMatchObject({ what: 'confirmed', byName: reviewer.name })
  expect((await named(admin.cookie)).byName).not.toBe(reviewer.name)
})

test('a department with an admin of its own is told itself', async () => {
  const plan = await makeOfflinePlan(world)
  const branch = await makeOrganisation(world, { parent: firm, billing: false })
  await makeAdmin(world, branch)
  const one = await enrolled(plan, branch)
  await world.mutate('enrolments.decide', { confirm: [pick(one)], reject: [] }, reviewer.cookie)
  const notices = (await noticesOf('enrolmentsConfirmed')).filter((notice) => notice.organisationId === branch.id)
  expect(notices).toHaveLength(1)
})

test('everything of a group is decided together when it is as many as the page said', async () => {
  const plan = await makeOfflinePlan(world)
  for (const unit of [firm, lab, lab]) await enrolled(plan, unit)
  const decide = (expectedCount: number) =>
    world.mutate(
      'enrolments.decide',
      {
        all: { planId: plan.id, organisationId: firm.id },
        expectedCount,
        verdict: { kind: 'reject', reason: '计划有变' },
      },
      reviewer.cookie,
    )
  expect(await decide(2)).toMatchObject({ code: 'selectionChanged', details: { expectedCount: 2, count: 3 } })
  expect((await decide(3)).data).toEqual({ confirmed: 0, rejected: 3 })
})

test('what was decided, taken back or changed since the page was loaded is a conflict, and nothing is decided', async () => {
  const plan = await makeOfflinePlan(world)
  const [a, b] = [await enrolled(plan, firm), await enrolled(plan, firm)]
  await world.mutate('enrolments.withdrawSubmission', { selection: { picks: [pick(b)] } }, admin.cookie)
  const decide = (confirm: object[]) => world.mutate('enrolments.decide', { confirm, reject: [] }, reviewer.cookie)
  expect((await decide([pick(a), pick(b)])).code).toBe('conflict')
  expect((await decide([pick(a), { id: b.id, version: 2 }])).code).toBe('conflict')
  expect((await rowOf(a.id)).state).toBe('submitted')
  expect((await decide([pick(a)])).data).toEqual({ confirmed: 1, rejected: 0 })
  expect((await decide([])).code).toBe('selectionEmpty')
})

test('a decision whose answer was lost is answered again, once done; another one is a conflict', async () => {
  const plan = await makeOfflinePlan(world)
  const [a, b] = [await enrolled(plan, firm), await enrolled(plan, firm)]
  const input = { confirm: [pick(a)], reject: [{ ...pick(b), reason: '照片不清' }] }
  const decide = (changed: object = {}, cookie = reviewer.cookie) =>
    world.mutate('enrolments.decide', { ...input, ...changed }, cookie)
  const told = (await noticesOf('enrolmentsConfirmed')).length
  expect((await decide()).data).toEqual({ confirmed: 1, rejected: 1 })
  expect((await decide()).data).toEqual({ confirmed: 1, rejected: 1 })
  expect((await noticesOf('enrolmentsConfirmed')).length).toBe(told + 1)
  expect((await rowOf(a.id)).version).toBe(2)
  const second = await makeStaff(world, 'reviewer')
  expect((await decide({}, second.cookie)).code).toBe('conflict')
  expect((await decide({ reject: [{ ...pick(b), reason: '别的原因' }] })).code).toBe('conflict')
  expect((await decide({ confirm: [pick(b)], reject: [{ ...pick(a), reason: '照片不清' }] })).code).toBe('conflict')
  expect((await decide({ confirm: [pick(a), pick(await enrolled(plan, firm))] })).code).toBe('conflict')
  // What was decided on the page as it is now is over.
  expect((await decide({ confirm: [{ id: a.id, version: 2 }], reject: [] })).code).toBe('conflict')
})

test('a reviewer does not confirm another person than the one that they read', async () => {
  const plan = await makeOfflinePlan(world)
  const one = await enrolled(plan, firm)
  const learner = (await world.query('learners.get', { id: one.learner.id }, admin.cookie)).data
  const { id, updatedAt, mobile, email, post, education } = learner
  const change = { id, updatedAt, organisationId: firm.id, name: '换了个人', mobile, email, post, education }
  expect((await world.mutate('learners.update', change, admin.cookie)).code).toBeNull()
  expect((await world.mutate('enrolments.decide', { confirm: [pick(one)], reject: [] }, reviewer.cookie)).code).toBe(
    'conflict',
  )
})

test('staff revoke what is confirmed and in no order, with a reason that the organisation is told', async () => {
  const plan = await makeOfflinePlan(world)
  const [free, ordered, paid, waiting] = [
    await enrolled(plan, firm, 'confirmed'),
    await enrolled(plan, firm, 'confirmed'),
    await enrolled(plan, firm, 'confirmed'),
    await enrolled(plan, firm),
  ]
  const open = await makeOrder(world, firm)
  const done = await makeOrder(world, firm, { state: 'paid' })
  await world.deps.db.enrolment.update({ where: { id: ordered.id }, data: { orderId: open.id } })
  await world.deps.db.enrolment.update({ where: { id: paid.id }, data: { orderId: done.id } })
  const revoke = (one: { id: string }) =>
    world.mutate('enrolments.revoke', { picks: [pick(one)], reason: '开班取消' }, reviewer.cookie)
  expect(await revoke(ordered)).toMatchObject({
    code: 'enrolmentHasOrder',
    details: { name: ordered.learner.name, orderNumber: open.number },
  })
  expect(await revoke(paid)).toMatchObject({ code: 'enrolmentPaid', details: { name: paid.learner.name } })
  expect((await revoke(waiting)).code).toBe('enrolmentNotConfirmed')
  expect((await revoke(free)).data).toEqual({ changed: 1 })
  const view = (await world.query('enrolments.get', { id: free.id }, admin.cookie)).data
  expect(view).toMatchObject({ state: 'revoked', reason: '开班取消', paymentStatus: 'none' })
  expect(await noticesOf('enrolmentRevoked')).toHaveLength(1)
  // The seat is free, and the person can be added anew.
  const again = { planId: plan.id, subjectIds: [], learners: { ids: [free.learner.id] } }
  expect((await world.mutate('enrolments.add', again, admin.cookie)).data).toMatchObject({ added: 1 })
})

test('finance staff read enrolments and decide nothing', async () => {
  const plan = await makeOfflinePlan(world)
  const one = await enrolled(plan, firm)
  const listed = await world.query('enrolments.staffList', { planId: plan.id }, finance.cookie)
  expect(listed.data.rows).toMatchObject([{ id: one.id }])
  const decide = await world.mutate('enrolments.decide', { confirm: [pick(one)], reject: [] }, finance.cookie)
  expect(decide.code).toBe('notAllowed')
  expect((await world.query('enrolments.reviewQueue', {}, admin.cookie)).code).toBe('notAllowed')
})

test('staff read a department with the company above it, an admin from their own unit down', async () => {
  const plan = await makeOfflinePlan(world)
  const team = await makeOrganisation(world, { parent: lab, billing: false })
  const one = await enrolled(plan, team)
  const namesFor = async (path: string, cookie: string) => {
    const { rows } = (await world.query(path, { planId: plan.id, limit: 10 }, cookie)).data
    return rows.map((row: { organisation: { names: string[] } }) => row.organisation.names)
  }
  const all = [firm.name, lab.name, team.name]
  expect(await namesFor('enrolments.staffList', finance.cookie)).toEqual([all])
  expect(await namesFor('enrolments.reviewQueue', reviewer.cookie)).toEqual([all])
  expect(await namesFor('enrolments.list', admin.cookie)).toEqual([all])
  const below = await makeAdmin(world, lab)
  expect(await namesFor('enrolments.list', below.cookie)).toEqual([[lab.name, team.name]])
  const view = (await world.query('enrolments.get', { id: one.id }, below.cookie)).data
  expect(view.organisation.names).toEqual([lab.name, team.name])
})
