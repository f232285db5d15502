import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { EnrolmentState } from '../../../server/features/enrolments/enrolments.schema.ts'
import { type MadePlan, makeEnrolment, makeOfflinePlan } from '../../support/enrolments.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let organisation: MadeOrganisation
let admin: { id: string; cookie: string }

const hourMs = 3_600_000
const inHours = (hours: number) => new Date(world.clock.now().getTime() + hours * hourMs)

beforeAll(async () => {
  world = await openWorld()
})
beforeEach(async () => {
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
})
afterAll(() => world.close())

async function enrol(plan: MadePlan, state: EnrolmentState, options: { unit?: MadeOrganisation } = {}) {
  const unit = options.unit ?? organisation
  const learner = await makeLearner(world, unit)
  await makeEnrolment(world, { plan, learner, organisation: unit, state })
}

const home = async (cookie = admin.cookie) => (await world.query('organisations.home', undefined, cookie)).data

test('what waits in a plan is a task for each state: what came back first, with who and why', async () => {
  const plan = await makeOfflinePlan(world, { enrolmentClosesAt: inHours(5) })
  await enrol(plan, 'rejected')
  for (let n = 0; n < 3; n++) await enrol(plan, 'rejected')
  await enrol(plan, 'draft')
  await enrol(plan, 'draft')
  await enrol(plan, 'confirmed')
  await enrol(plan, 'submitted')
  await enrol(plan, 'withdrawn')
  const data = await home()
  expect(data.tasks).toMatchObject([
    { kind: 'enrolmentsRejected', planId: plan.id, planName: plan.name, count: 4 },
    { kind: 'enrolmentsPayable', planId: plan.id, count: 1, amountFen: 80_000 },
    { kind: 'enrolmentsDraft', planId: plan.id, count: 2, closesAt: inHours(5).toISOString() },
  ])
  expect(data.tasks[0].people).toHaveLength(3)
  expect(data.tasks[0].people).toContainEqual({ name: expect.any(String), reason: '资料不全' })
  expect(data.atCentre).toEqual({ enrolments: 1, vouchers: 0, invoices: 0 })
})

test('drafts of a plan that takes no more of them are no task; 是否修改 keeps them one until its end', async () => {
  const over = { enrolmentClosesAt: inHours(-1) }
  await enrol(await makeOfflinePlan(world, over), 'draft')
  await enrol(await makeOfflinePlan(world, { enrolmentOpensAt: inHours(1) }), 'draft')
  await enrol(await makeOfflinePlan(world, { state: 'closed' }), 'draft')
  await enrol(await makeOfflinePlan(world, over), 'rejected')
  expect((await home()).tasks).toEqual([])
  const late = await makeOfflinePlan(world, { ...over, lateChangesAllowed: true, endsAt: inHours(50) })
  await enrol(late, 'draft')
  expect((await home()).tasks).toMatchObject([{ kind: 'enrolmentsDraft', closesAt: inHours(50).toISOString() }])
})

test('confirmed people are payable while no order asks for them, and never where nothing is to be paid', async () => {
  await enrol(await makeOfflinePlan(world, { subjects: [], feePerLearnerFen: 0 }), 'confirmed')
  expect((await home()).tasks).toEqual([])
  const closed = await makeOfflinePlan(world, { state: 'closed' })
  await enrol(closed, 'confirmed')
  expect((await home()).tasks).toMatchObject([{ kind: 'enrolmentsPayable', planId: closed.id }])
})

test('an admin sees what their subtree enrolled, and nobody else’s', async () => {
  const plan = await makeOfflinePlan(world)
  const below = await makeOrganisation(world, { parent: organisation })
  await enrol(plan, 'draft', { unit: below })
  await enrol(plan, 'draft')
  expect((await home()).tasks).toMatchObject([{ kind: 'enrolmentsDraft', count: 2 }])
  expect((await home((await makeAdmin(world, below)).cookie)).tasks).toMatchObject([{ count: 1 }])
  expect((await home((await makeAdmin(world, await makeOrganisation(world))).cookie)).tasks).toEqual([])
})
