import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import { expireOrders } from '../../../server/features/orders/expire-orders.ts'
import { remindOrders } from '../../../server/features/orders/remind-orders.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { makePayee, makePlan, makeVoucher, payOrder } from './arrange.ts'
import { makeEnrolled, makeSubjectPlan, type SubjectPlan } from './arrange-enrolments.ts'

let world: World
let organisation: MadeOrganisation
let branch: MadeOrganisation
let admin: { id: string; name: string; cookie: string }
let plan: SubjectPlan
const system = systemActor('test')

beforeAll(async () => {
  world = await openWorld()
  await makePayee(world)
})
afterAll(() => world.close())
beforeEach(async () => {
  organisation = await makeOrganisation(world)
  branch = await makeOrganisation(world, { parent: organisation })
  admin = await makeAdmin(world, organisation)
  plan = await makeSubjectPlan(world, [['理论', 20_000]])
})

type Made = { id: string; number: string; organisationId: string; people: string[] }

/** An open order of the organisation for one person of each of the units. */
async function makeOrder(...units: MadeOrganisation[]): Promise<Made> {
  const people = await Promise.all(units.map((unit) => makeEnrolled(world, unit, plan)))
  const ids = people.map((person) => person.id)
  const expected = { peopleCount: ids.length, amountFen: 20_000 * ids.length }
  const input = { id: newId(), selection: { ids }, mode: 'payFirst', expected }
  const { data } = await world.mutate('orders.createFromEnrolments', input, admin.cookie)
  return { ...data.orders[0], people: ids }
}
const get = async (id: string) => (await world.query('orders.get', { id }, admin.cookie)).data
const orderOf = async (enrolmentId: string) =>
  (await world.deps.db.enrolment.findUniqueOrThrow({ where: { id: enrolmentId } })).orderId
const auditOf = (subjectId: string, action: string) => world.deps.db.auditEntry.count({ where: { subjectId, action } })
const merge = (orderIds: string[], id = newId(), cookie = admin.cookie) =>
  world.mutate('orders.merge', { id, orderIds, mode: 'payFirst' }, cookie)
const split = (orderId: string, id = newId(), cookie = admin.cookie) =>
  world.mutate('orders.split', { id, orderId }, cookie)
const overdue = (id: string) =>
  world.deps.db.order.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1_000) } })
/** An attempt to pay online, `age` ms old. */
const attempt = (orderId: string, state: 'pending' | 'expired' | 'failed', age: number, closed = false) =>
  world.deps.db.payment.create({
    data: {
      id: newId(),
      orderId,
      method: 'card',
      provider: 'sandbox',
      merchant: 'M1',
      tradeNo: newId().slice(-12),
      state,
      amountFen: 20_000n,
      createdAt: new Date(Date.now() - age),
      expiresAt: new Date(Date.now() - age + 1_800_000),
      closedAt: closed ? new Date() : null,
    },
  })

test('orders that nobody paid are merged into one, which says so on both sides', async () => {
  const [a, b] = [await makeOrder(organisation), await makeOrder(organisation, branch)]
  const { data, code } = await merge([a.id, b.id])
  expect(code).toBeNull()
  expect(data).toMatchObject({ state: 'open', amountFen: 60_000, peopleCount: 3 })
  expect(data.items).toMatchObject([{ description: '理论', quantity: 3, amountFen: 60_000 }])
  expect(data.replaces.map((one: { number: string }) => one.number).sort()).toEqual([a.number, b.number].sort())
  const old = await get(a.id)
  expect(old).toMatchObject({ state: 'cancelled', replacedBy: [{ id: data.id, number: data.number }] })
  for (const person of [...a.people, ...b.people]) expect(await orderOf(person)).toBe(data.id)
  expect([await auditOf(a.id, 'order.merged'), await auditOf(b.id, 'order.merged')]).toEqual([1, 1])
})

test('merging twice with the same id makes one order; with other orders it is refused', async () => {
  const [a, b, c] = [await makeOrder(organisation), await makeOrder(organisation), await makeOrder(organisation)]
  const id = newId()
  const answers = await Promise.all([merge([a.id, b.id], id), merge([b.id, a.id], id)])
  expect(answers.map((answer) => answer.code)).toEqual([null, null])
  expect((await merge([a.id, c.id], id)).code).toBe('idempotencyKeyReused')
})

test('orders of two units, of study cards, with money, in review, ended or of others are not merged', async () => {
  const a = await makeOrder(organisation)
  const ofBranch = await makeOrder(branch)
  await world.deps.db.order.update({ where: { id: ofBranch.id }, data: { organisationId: branch.id } })
  expect((await merge([a.id, ofBranch.id])).code).toBe('ordersDiffer')
  const cards = {
    id: newId(),
    planId: (await makePlan(world)).id,
    organisationId: organisation.id,
    amountFen: 100,
    mode: 'payFirst',
  }
  await world.mutate('orders.createStudyCardOrder', cards, admin.cookie)
  expect((await merge([a.id, cards.id])).code).toBe('ordersDiffer')
  expect((await merge([a.id, a.id])).code).toBe('ordersDiffer')
  const paid = await makeOrder(organisation)
  await payOrder(world, paid.id, 1)
  expect((await merge([a.id, paid.id])).code).toBe('orderHasMoney')
  const claimed = await makeOrder(organisation)
  await makeVoucher(world, claimed, 'submitted')
  expect((await merge([a.id, claimed.id])).code).toBe('orderHasVoucherInReview')
  const gone = await makeOrder(organisation)
  await world.mutate('orders.cancel', { id: gone.id, reason: '不要了' }, admin.cookie)
  expect((await merge([a.id, gone.id])).code).toBe('orderNotPayable')
  const stranger = await makeAdmin(world, await makeOrganisation(world))
  expect((await merge([a.id, claimed.id], newId(), stranger.cookie)).code).toBe('notFound')
  expect((await get(a.id)).state).toBe('open')
})

test('an order is split by unit, and the people go with it', async () => {
  const order = await makeOrder(organisation, branch, branch)
  const { data, code } = await split(order.id)
  expect(code).toBeNull()
  expect(
    data.orders.map((one: { organisationId: string; amountFen: number }) => [one.organisationId, one.amountFen]),
  ).toEqual([
    [organisation.id, 20_000],
    [branch.id, 40_000],
  ])
  const old = await get(order.id)
  expect(old.state).toBe('cancelled')
  expect(old.replacedBy.map((one: { id: string }) => one.id).sort()).toEqual(
    data.orders.map((one: { id: string }) => one.id).sort(),
  )
  expect((await get(data.orders[1].id)).replaces).toEqual([{ id: order.id, number: order.number }])
  expect(await auditOf(order.id, 'order.split')).toBe(1)
})

test('splitting twice with the same id is once, and there must be something to split', async () => {
  const order = await makeOrder(organisation, branch)
  const id = newId()
  const first = await split(order.id, id)
  expect((await split(order.id, id)).data).toEqual(first.data)
  expect((await split((await makeOrder(branch)).id)).code).toBe('orderOneUnit')
  const stranger = await makeAdmin(world, await makeOrganisation(world))
  expect((await split(order.id, newId(), stranger.cookie)).code).toBe('notFound')
})

test('a cancelled order lets its people go, and they are ordered anew', async () => {
  const order = await makeOrder(organisation, branch)
  const input = { id: order.id, reason: '人数有变' }
  expect((await world.mutate('orders.cancel', input, admin.cookie)).data.state).toBe('cancelled')
  for (const person of order.people) expect(await orderOf(person)).toBeNull()
  const again = {
    id: newId(),
    selection: { ids: order.people },
    mode: 'payFirst',
    expected: { peopleCount: 2, amountFen: 40_000 },
  }
  const { data } = await world.mutate('orders.createFromEnrolments', again, admin.cookie)
  expect(data.orders[0].peopleCount).toBe(2)
  const history = (await world.query('orders.people', { id: order.id }, admin.cookie)).data.rows
  expect(history.map((row: { elsewhere: boolean }) => row.elsewhere)).toEqual([true, true])
})

test('an order that expires lets its people go and is announced', async () => {
  const order = await makeOrder(organisation)
  await overdue(order.id)
  expect(await expireOrders(world.deps, system)).toBe(1)
  expect(await orderOf(order.people[0] ?? '')).toBeNull()
  const notices = await world.deps.db.notice.findMany({
    where: { kind: 'orderExpired', organisationId: organisation.id },
  })
  expect(notices.map((notice) => notice.accountId)).toContain(admin.id)
})

test('an attempt that is under way, or whose provider has not said its last word, keeps an order from expiring', async () => {
  const hour = 3_600_000
  const cases = [
    { state: 'pending', age: 0, stays: true },
    { state: 'expired', age: 2 * hour, stays: true },
    { state: 'failed', age: 23 * hour, stays: true },
    { state: 'expired', age: 25 * hour, stays: false },
    { state: 'failed', age: hour, closed: true, stays: false },
  ] as const
  for (const { state, age, stays, ...rest } of cases) {
    const order = await makeOrder(organisation)
    await attempt(order.id, state, age, 'closed' in rest)
    await overdue(order.id)
    await expireOrders(world.deps, system)
    expect((await get(order.id)).state, `${state} after ${age} ms`).toBe(stays ? 'open' : 'expired')
  }
})

test('cancel, merge and expiry at once: one of them gets the order, and its people are in one place', async () => {
  for (let round = 0; round < 4; round++) {
    const [a, b] = [await makeOrder(organisation), await makeOrder(organisation, branch)]
    await overdue(a.id)
    const [merged, cancelled] = await Promise.all([
      merge([a.id, b.id]),
      world.mutate('orders.cancel', { id: b.id, reason: '不要了' }, admin.cookie),
      expireOrders(world.deps, system),
    ])
    expect([merged.code, cancelled.code].filter((code) => code === null).length).toBeLessThanOrEqual(1)
    const open = await world.deps.db.order.findMany({
      where: { state: 'open', people: { some: { enrolmentId: { in: [...a.people, ...b.people] } } } },
      include: { enrolments: true, items: true },
    })
    for (const order of open) {
      expect(order.enrolments.length).toBe(order.items.reduce((sum, item) => sum + item.quantity, 0))
    }
    for (const person of [...a.people, ...b.people]) {
      const held = await orderOf(person)
      if (held !== null) expect(open.map((order) => order.id)).toContain(held)
    }
  }
})

test('an order is reminded of once, within the hours that the centre has set', async () => {
  const due = await makeOrder(organisation)
  const later = await makeOrder(organisation)
  const claimed = await makeOrder(organisation)
  await makeVoucher(world, claimed, 'submitted')
  const fresh = await makeOrder(organisation)
  const made = new Date(Date.now() - 2 * 3_600_000)
  const soon = { createdAt: made, expiresAt: new Date(Date.now() + 23 * 3_600_000) }
  for (const { id } of [due, claimed]) await world.deps.db.order.update({ where: { id }, data: soon })
  await world.deps.db.order.update({
    where: { id: later.id },
    data: { createdAt: made, expiresAt: new Date(Date.now() + 25 * 3_600_000) },
  })
  await world.deps.db.order.update({
    where: { id: fresh.id },
    data: { createdAt: new Date(), expiresAt: soon.expiresAt },
  })
  expect(await remindOrders(world.deps)).toBe(1)
  expect(await remindOrders(world.deps)).toBe(0)
  const notices = await world.deps.db.notice.findMany({
    where: { kind: 'orderExpiring', organisationId: organisation.id, channel: 'app' },
  })
  expect(notices.map((notice) => [notice.accountId, notice.subjectId])).toEqual([[admin.id, due.id]])
})

test('two workers remind once', async () => {
  const orders = await Promise.all(Array.from({ length: 6 }, () => makeOrder(organisation)))
  const data = { createdAt: new Date(Date.now() - 2 * 3_600_000), expiresAt: new Date(Date.now() + 3_600_000) }
  for (const { id } of orders) await world.deps.db.order.update({ where: { id }, data })
  const counts = await Promise.all([remindOrders(world.deps), remindOrders(world.deps)])
  expect(counts[0] + counts[1]).toBe(6)
})

test('the list shows how many people an order is for, and whether it is being paid', async () => {
  const order = await makeOrder(organisation, branch)
  await attempt(order.id, 'pending', 0)
  const rows = (await world.query('orders.list', { organisationId: organisation.id }, admin.cookie)).data.rows
  expect(rows.find((row: { id: string }) => row.id === order.id)).toMatchObject({
    peopleCount: 2,
    underWay: { attempt: true, voucher: false },
    paidOnlineFen: 0,
  })
})
