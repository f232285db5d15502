import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeEnrolment, makeOfflinePlan } from '../../support/enrolments.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { makePlan } from '../orders/arrange.ts'

let world: World
let organisation: MadeOrganisation
let admin: { cookie: string }

beforeAll(async () => {
  world = await openWorld()
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
})
afterAll(() => world.close())

test('organisations choose from published plans, by name and year, the latest first', async () => {
  const old = await makePlan(world, { name: '2025年公共知识培训', year: 2025 })
  const sampling = await makePlan(world, { name: '见证取样员培训' })
  const knowledge = await makePlan(world, { name: '2026年公共知识培训' })
  await makePlan(world, { name: '公共知识草稿', state: 'draft' })
  await makePlan(world, { name: '公共知识已关闭', state: 'closed' })
  const list = async (input: object) =>
    (await world.query('plans.list', input, admin.cookie)).data.rows.map(({ id }: { id: string }) => id)
  expect(await list({})).toEqual([knowledge.id, sampling.id, old.id])
  expect(await list({ name: '公共知识' })).toEqual([knowledge.id, old.id])
  expect(await list({ name: '公共知识', year: 2025 })).toEqual([old.id])
  expect(await list({ name: '%' })).toEqual([])
  const first = (await world.query('plans.list', { limit: 2 }, admin.cookie)).data
  const second = (await world.query('plans.list', { limit: 2, cursor: first.nextCursor }, admin.cookie)).data
  expect([second.rows.map(({ id }: { id: string }) => id), second.nextCursor]).toEqual([[old.id], null])
})

test('上传缴费凭证 offers the plans that still take money, of earlier years too, and the years that there are', async () => {
  const mark = `收费${Date.now()}`
  const past = new Date(Date.now() - 86_400_000)
  const old = await makePlan(world, { name: mark, year: 2021 })
  const recent = await makePlan(world, { name: mark, year: 2024 })
  await makePlan(world, { name: mark, year: 2019, endsAt: past })
  await makePlan(world, { name: mark, year: 2018, state: 'closed' })
  await makePlan(world, { name: mark, year: 2017, state: 'draft' })
  const list = async (input: object) =>
    (await world.query('plans.list', { name: mark, ...input }, admin.cookie)).data.rows.map(
      ({ id }: { id: string }) => id,
    )
  expect(await list({ takingOrders: true })).toEqual([recent.id, old.id])
  expect(await list({ takingOrders: true, year: 2021 })).toEqual([old.id])
  expect(await list({ takingOrders: true, withOwnClosed: true })).toEqual([recent.id, old.id])
  const years = async (takingOrders: boolean) =>
    (await world.query('plans.years', { takingOrders }, admin.cookie)).data.years as number[]
  expect(await years(true)).toEqual(expect.arrayContaining([2024, 2021]))
  expect(await years(true)).not.toContain(2019)
  expect(await years(false)).toEqual([...(await years(false))].sort((a, b) => b - a))
  expect(await years(false)).toContain(2019)
  for (const year of [2018, 2017]) expect(await years(false)).not.toContain(year)
})

test('closed plans are listed where it is asked for and people of the own subtree are in them', async () => {
  const mark = `往年${Date.now()}`
  const branch = await makeOrganisation(world, { name: '分公司', parent: organisation })
  const strange = await makeOrganisation(world)
  const closed = await Promise.all([1, 2, 3].map(() => makeOfflinePlan(world, { name: mark, state: 'closed' })))
  for (const [index, unit] of [branch, strange].entries()) {
    const plan = closed[index]
    if (!plan) throw new Error('no plan')
    await makeEnrolment(world, {
      plan,
      learner: await makeLearner(world, unit),
      organisation: unit,
      state: 'confirmed',
    })
  }
  const open = await makePlan(world, { name: mark })
  const list = async (input: object, cookie = admin.cookie) =>
    (await world.query('plans.list', { name: mark, ...input }, cookie)).data.rows.map(({ id }: { id: string }) => id)
  expect(await list({})).toEqual([open.id])
  expect(await list({ withOwnClosed: true })).toEqual(expect.arrayContaining([open.id, closed[0]?.id]))
  expect(await list({ withOwnClosed: true })).toHaveLength(2)
  expect(await list({ withOwnClosed: true, openOnly: true })).toEqual([open.id])
  const staff = await makeStaff(world, 'reviewer')
  expect(await list({ withOwnClosed: true }, staff.cookie)).toEqual([open.id])
})

test("a plan has the manual's columns", async () => {
  const { id, number } = await makePlan(world)
  expect((await world.query('plans.get', { id }, admin.cookie)).data).toMatchObject({
    number,
    publisher: '江苏建科建筑技术培训中心',
    standard: 'hours',
    requiredHours: 3000,
    year: 2026,
    startsAt: '2019-12-31T16:00:00.000Z',
    lateChangesAllowed: false,
    feePerLearnerFen: 32_000,
    takesOrders: true,
  })
})

test('a plan that is over or closed takes no orders', async () => {
  world.clock.set('2026-05-08T06:00:00Z')
  const over = await makePlan(world, { endsAt: new Date('2026-05-08T06:00:00Z') })
  expect((await world.query('plans.get', { id: over.id }, admin.cookie)).data.takesOrders).toBe(false)
  const closed = await makePlan(world, { state: 'closed' })
  expect((await world.query('plans.get', { id: closed.id }, admin.cookie)).data.takesOrders).toBe(false)
})

test("a draft is the centre's own matter", async () => {
  const { id } = await makePlan(world, { state: 'draft' })
  const staff = await makeStaff(world, 'reviewer')
  expect((await world.query('plans.get', { id }, admin.cookie)).code).toBe('notFound')
  expect((await world.query('plans.get', { id }, staff.cookie)).data.state).toBe('draft')
  expect((await world.query('plans.list', {})).code).toBe('notSignedIn')
})
