import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { loadOrdersOfPlan } from '../../../server/features/orders/orders-of-plan.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation } from '../../support/people.ts'
import { makeRefund } from '../../support/refunds.ts'
import { openWorld, type World } from '../../support/world.ts'
import { makePayee, payOrder } from './arrange.ts'
import { makeEnrolled, makeSubjectPlan, type SubjectPlan } from './arrange-enrolments.ts'

let world: World
let company: MadeOrganisation
let unit: MadeOrganisation
let cookie: string
let plan: SubjectPlan
let other: SubjectPlan

beforeAll(async () => {
  world = await openWorld()
  await makePayee(world)
})
afterAll(() => world.close())

/** A tree and two plans of their own for each test: what is counted is everything of them. */
async function arrange() {
  company = await makeOrganisation(world)
  unit = await makeOrganisation(world, { parent: company, billing: false })
  await world.deps.db.organisation.update({ where: { id: unit.id }, data: { kind: 'department', creditCode: null } })
  cookie = (await makeAdmin(world, company)).cookie
  plan = await makeSubjectPlan(world, [['低应变', 50_000]])
  other = await makeSubjectPlan(world, [['静载', 30_000]])
}
const enrol = (where: MadeOrganisation, which = plan) =>
  makeEnrolled(world, where, which, { subjects: which.subjects, feeFen: which.subjects[0]?.feeFen ?? 0 })

async function order(people: readonly { id: string; feeFen: number }[]): Promise<{ id: string; number: string }> {
  const amountFen = people.reduce((sum, one) => sum + one.feeFen, 0)
  const { data, code } = await world.mutate(
    'orders.createFromEnrolments',
    {
      id: newId(),
      selection: { ids: people.map((one) => one.id) },
      mode: 'payFirst',
      expected: { peopleCount: people.length, amountFen },
    },
    cookie,
  )
  if (code !== null) throw new Error(code)
  return data.orders[0]
}
const pay = async (orderId: string, amountFen: number, whole: boolean) => {
  await payOrder(world, orderId, amountFen)
  if (whole) await world.deps.db.order.update({ where: { id: orderId }, data: { state: 'paid' } })
}
const load = async (path: string, planId = plan.id) =>
  (await loadOrdersOfPlan(world.deps.db, planId, path)).map(({ id, amountFen, paidFen, state, shared }) => ({
    id,
    amountFen,
    paidFen,
    state,
    shared,
  }))

test('an order of the plan alone: what it asks and what the ledger says was paid, in part too; a cancelled one is none', async () => {
  await arrange()
  const { id } = await order([await enrol(company), await enrol(company)])
  const gone = await order([await enrol(company)])
  await world.mutate('orders.cancel', { id: gone.id, reason: '不培训了' }, cookie)
  expect(await load(company.path)).toEqual([{ id, amountFen: 100_000, paidFen: 0, state: 'open', shared: false }])
  await pay(id, 40_000, false)
  expect(await load(company.path)).toMatchObject([{ amountFen: 100_000, paidFen: 40_000 }])
  await pay(id, 60_000, true)
  expect(await load(company.path)).toMatchObject([{ amountFen: 100_000, paidFen: 100_000, state: 'paid' }])
})

test('of an order across two plans each has its own share, which is paid when the whole is', async () => {
  await arrange()
  const { id } = await order([await enrol(company), await enrol(company, other)])
  await pay(id, 50_000, false)
  expect(await load(company.path)).toMatchObject([{ id, amountFen: 50_000, paidFen: 0 }])
  expect(await load(company.path, other.id)).toMatchObject([{ id, amountFen: 30_000, paidFen: 0 }])
  await pay(id, 30_000, true)
  expect(await load(company.path)).toMatchObject([{ amountFen: 50_000, paidFen: 50_000 }])
  expect(await load(company.path, other.id)).toMatchObject([{ amountFen: 30_000, paidFen: 30_000 }])
})

test('what an organisation above ordered for the people of a unit is the unit’s share of it, and counts once above', async () => {
  await arrange()
  const [above, below] = [await enrol(company), await enrol(unit)]
  const { id } = await order([above, below])
  expect(await load(unit.path)).toEqual([{ id, amountFen: 50_000, paidFen: 0, state: 'open', shared: true }])
  expect(await load(company.path)).toEqual([{ id, amountFen: 100_000, paidFen: 0, state: 'open', shared: false }])
  await pay(id, 100_000, true)
  expect(await load(unit.path)).toMatchObject([{ paidFen: 50_000 }])
  const beside = await makeOrganisation(world, { parent: company })
  expect(await load(beside.path)).toEqual([])
})

test('a refunded person is no longer paid for', async () => {
  await arrange()
  const [kept, refunded] = [await enrol(unit), await enrol(unit)]
  const { id } = await order([await enrol(company), kept, refunded])
  await pay(id, 150_000, true)
  expect(await load(unit.path)).toMatchObject([{ amountFen: 100_000, paidFen: 100_000 }])
  const refundId = await makeRefund(world, { organisationId: company.id, orderId: id, requestedById: newId() })
  await world.deps.db.enrolment.update({
    where: { id: refunded.id },
    data: { state: 'revoked', reason: '退费', refundId, refundedAt: new Date() },
  })
  expect(await load(unit.path)).toMatchObject([{ paidFen: 50_000 }])
})
