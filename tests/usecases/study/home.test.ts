import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { makeCourse, makePlatform, statementOf, takePart, xapi } from '../../support/learning.ts'
import { makePlan } from '../../support/orders.ts'
import {
  type MadeOrganisation,
  makeAccount,
  makeAdmin,
  makeLearner,
  makeOrganisation,
  makeStaff,
} from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

/** A learner's home, asked for as their phone does. */
let world: World
let organisation: MadeOrganisation
beforeAll(async () => {
  world = await openWorld()
  organisation = await makeOrganisation(world)
})
afterAll(() => world.close())

async function makeStudent(at: MadeOrganisation = organisation) {
  const account = await makeAccount(world)
  const learner = await makeLearner(world, at, { accountId: account.id })
  return { ...learner, cookie: await world.openSession(account.id) }
}

async function record(
  learnerId: string,
  planId: string,
  at: MadeOrganisation,
  options: {
    kind?: 'compulsory' | 'elective'
    hours?: number
    state?: 'pending' | 'approved' | 'rejected'
    title?: string
    studiedOn?: string
    rejectedReason?: string
  } = {},
) {
  const id = newId()
  const state = options.state ?? 'approved'
  await world.deps.db.hourRecord.create({
    data: {
      id,
      learnerId,
      planId,
      organisationId: at.id,
      organisationPath: at.path,
      kind: options.kind ?? 'compulsory',
      source: 'offline',
      title: options.title ?? '线下实训',
      hours: options.hours ?? 100,
      studiedOn: new Date(options.studiedOn ?? '2026-04-26'),
      state,
      dueAt: state === 'pending' ? new Date('2026-05-11T09:00:00Z') : null,
      rejectedReason: state === 'rejected' ? (options.rejectedReason ?? '材料不全') : null,
      createdByName: '王芳',
    },
  })
  return id
}

const home = async (cookie: string) => {
  const answer = await world.query('study.home', undefined, cookie)
  if (answer.code) throw new Error(answer.code)
  return answer.data
}

test('somebody new has a name and nothing else', async () => {
  const student = await makeStudent()
  expect(await home(student.cookie)).toMatchObject({
    learner: { id: student.id, name: student.name, organisationName: organisation.name },
    plans: [],
    records: [],
    certificates: [],
    wallets: [],
    balanceFen: 0,
  })
})

test('the ring’s numbers, what is missing and whom it waits for', async () => {
  const student = await makeStudent()
  const planId = await makePlan(world)
  await world.deps.db.plan.update({
    where: { id: planId },
    data: { compulsoryMin: 2000, electiveMin: 900, electiveCap: 1000 },
  })
  await takePart(world, student.id, planId, organisation)
  await record(student.id, planId, organisation, { hours: 1600 })
  await record(student.id, planId, organisation, { hours: 600, kind: 'elective' })
  await record(student.id, planId, organisation, {
    hours: 600,
    kind: 'elective',
    state: 'pending',
    title: '现场检测实训',
  })
  await record(student.id, planId, organisation, { hours: 400, state: 'rejected' })
  const { plans } = await home(student.cookie)
  expect(plans).toHaveLength(1)
  expect(plans[0]).toMatchObject({
    missing: {
      reached: false,
      counted: 2200,
      pending: 600,
      items: [
        { kind: 'compulsory', missing: 400, pending: 0 },
        { kind: 'elective', missing: 300, pending: 600 },
        { kind: 'any', missing: 100, pending: 600 },
      ],
    },
    waiting: [
      {
        title: '现场检测实训',
        hours: 600,
        kind: 'elective',
        waitsFor: 'staff',
        dueAt: '2026-05-11T09:00:00.000Z',
        organisationName: organisation.name,
      },
    ],
    chain: {
      payment: { state: 'done', point: 'cardsBought' },
      card: { state: 'done', point: 'opened' },
      hours: { state: 'now', point: 'inReview', waitsFor: 'centre', until: '2026-05-11T09:00:00.000Z' },
      certificate: { state: 'later', point: 'whenReached' },
    },
  })
})

test('who moved on sees everything, with where it was recorded; their new organisation all but the other’s name', async () => {
  const [before, after] = [await makeOrganisation(world), await makeOrganisation(world)]
  const student = await makeStudent(before)
  const planId = await makePlan(world)
  await record(student.id, planId, before, { hours: 500, title: '在原单位' })
  await world.deps.db.learner.update({
    where: { id: student.id },
    data: { organisationId: after.id, organisationPath: after.path },
  })
  await record(student.id, planId, after, { hours: 300, title: '在新单位', studiedOn: '2026-05-01' })
  const shown = ({ records }: { records: { title: string; organisationName: string }[] }) =>
    records.map(({ title, organisationName }) => [title, organisationName])
  expect(shown(await home(student.cookie))).toEqual([
    ['在新单位', after.name],
    ['在原单位', before.name],
  ])
  const of = async (cookie: string) => world.query('study.ofLearner', { learnerId: student.id }, cookie)
  const theirs = await of((await makeAdmin(world, after)).cookie)
  expect(shown(theirs.data)).toEqual([
    ['在新单位', after.name],
    ['在原单位', ''],
  ])
  expect(theirs.data.plans[0].sums.compulsoryApproved).toBe(800)
  expect(shown((await of((await makeStaff(world, 'finance')).cookie)).data)).toEqual([
    ['在新单位', after.name],
    ['在原单位', before.name],
  ])
  expect((await of((await makeAdmin(world, before)).cookie)).code).toBe('notFound')
})

test('online courses say what they gave, and lead to their page', async () => {
  const student = await makeStudent()
  const platform = await makePlatform(world)
  const course = await makeCourse(world, platform, { hours: 200, title: '安全生产法与岗位责任' })
  await makeCourse(world, platform, {
    planId: course.planId,
    activityId: `urn:course:${newId()}`,
    kind: 'elective',
    title: '岗位实务',
  })
  await takePart(world, student.id, course.planId, organisation)
  const studying = { platform, course, learner: student }
  await xapi(world, platform, 'POST', '/statements', { body: statementOf(studying, { duration: 'PT45M' }) })
  const { plans, records } = await home(student.cookie)
  expect(plans[0].courses).toMatchObject([
    { title: '安全生产法与岗位责任', hours: 200, done: 100, url: course.activityId, platformName: platform.name },
    { title: '岗位实务', done: 0, lastAt: null, url: null },
  ])
  expect(records).toMatchObject([{ source: 'online', platformName: platform.name, hours: 100 }])
})

test('hours that are enough have a day, and the certificate comes by itself', async () => {
  const student = await makeStudent()
  const planId = await makePlan(world)
  await takePart(world, student.id, planId, organisation)
  await record(student.id, planId, organisation, { hours: 3000 })
  const { plans } = await home(student.cookie)
  expect(plans[0].chain).toMatchObject({
    hours: { state: 'done', point: 'reached', at: expect.stringMatching(/^20/) },
    certificate: { state: 'now', point: 'issuing', waitsFor: 'system' },
  })
})

test('a record that was rejected says why, one that was taken back does not read as rejected', async () => {
  const student = await makeStudent()
  const planId = await makePlan(world)
  await record(student.id, planId, organisation, { state: 'rejected', rejectedReason: '没有签到表' })
  await record(student.id, planId, organisation, {
    state: 'rejected',
    rejectedReason: 'withdrawn',
    studiedOn: '2026-04-01',
  })
  const { records } = await home(student.cookie)
  expect(records).toMatchObject([
    { state: 'rejected', reason: '没有签到表' },
    { state: 'withdrawn', reason: '' },
  ])
})

test('a draft plan and a plan of somebody else do not appear', async () => {
  const student = await makeStudent()
  const draft = await makePlan(world)
  await world.deps.db.plan.update({ where: { id: draft }, data: { state: 'draft' } })
  await record(student.id, draft, organisation)
  const other = await makeStudent()
  await record(other.id, await makePlan(world), organisation)
  expect((await home(student.cookie)).plans).toEqual([])
})

test('who is no learner has no home', async () => {
  const { cookie } = await makeAdmin(world, organisation)
  expect((await world.query('study.home', undefined, cookie)).code).toBe('notAllowed')
})
