import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import { expireOrders } from '../../../server/features/orders/expire-orders.ts'
import { lockOrder, settleOrder } from '../../../server/features/orders/load-order.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { untilBlocked } from '../../support/until-blocked.ts'
import { openWorld, type World } from '../../support/world.ts'
import { makePayee, makePlan, makeVoucher, payOrder } from './arrange.ts'

let world: World
let organisation: MadeOrganisation
let admin: { id: string; name: string; cookie: string }
let plan: { id: string; name: string }
const system = systemActor('test')

beforeAll(async () => {
  world = await openWorld()
  await makePayee(world)
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
  plan = await makePlan(world)
})
afterAll(() => world.close())

async function makeOrder(amountFen = 320_000): Promise<{ id: string; organisationId: string; number: string }> {
  const input = { id: newId(), planId: plan.id, organisationId: organisation.id, amountFen, mode: 'payFirst' }
  return (await world.mutate('orders.createStudyCardOrder', input, admin.cookie)).data
}

const stateOf = async (id: string) => (await world.query('orders.get', { id }, admin.cookie)).data.state
const auditOf = (subjectId: string, action: string) => world.deps.db.auditEntry.count({ where: { subjectId, action } })
const settle = (id: string) =>
  inTransaction(world.deps, async (tx) => settleOrder(world.deps, tx, system, await lockOrder(tx, id)))

test('what is paid and outstanding comes from the ledger', async () => {
  const { id } = await makeOrder()
  await payOrder(world, id, 120_000)
  expect((await world.query('orders.get', { id }, admin.cookie)).data).toMatchObject({
    paidFen: 120_000,
    outstandingFen: 200_000,
  })
  await payOrder(world, id, 300_000)
  expect((await world.query('orders.get', { id }, admin.cookie)).data).toMatchObject({
    paidFen: 420_000,
    outstandingFen: 0,
  })
})

test('an order is settled once the ledger holds its whole amount, and not before', async () => {
  const { id } = await makeOrder()
  await payOrder(world, id, 319_999)
  expect(await settle(id)).toMatchObject({ state: 'open', outstandingFen: 1 })
  expect(await stateOf(id)).toBe('open')
  await payOrder(world, id, 1)
  expect(await settle(id)).toMatchObject({ state: 'paid', outstandingFen: 0 })
  expect(await stateOf(id)).toBe('paid')
  expect(await auditOf(id, 'order.paid')).toBe(1)
  expect((await settle(id)).state).toBe('paid')
  expect(await auditOf(id, 'order.paid')).toBe(1)
})

test('a lock waits for the other transaction and then sees its money', async () => {
  const { id } = await makeOrder()
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  let locked = () => {}
  const whenLocked = new Promise<void>((resolve) => {
    locked = resolve
  })
  const first = inTransaction(world.deps, async (tx) => {
    await lockOrder(tx, id)
    locked()
    await held
    await tx.ledgerTransfer.count()
  })
  await whenLocked
  const second = inTransaction(world.deps, (tx) => lockOrder(tx, id))
  let secondDone = false
  second.then(() => {
    secondDone = true
  })
  await payOrder(world, id, 320_000)
  await untilBlocked(world, 1, second)
  expect(secondDone).toBe(false)
  release()
  await first
  // A single locking statement would still say 0: its snapshot is older than the money.
  expect((await second).paidFen).toBe(320_000)
})

test('an open order is cancelled with a reason, and twice is once', async () => {
  const { id } = await makeOrder()
  const input = { id, reason: '计划选错了' }
  const first = await world.mutate('orders.cancel', input, admin.cookie)
  expect(first.data).toMatchObject({ state: 'cancelled', cancelReason: '计划选错了' })
  expect((await world.mutate('orders.cancel', input, admin.cookie)).data).toEqual(first.data)
  expect(await auditOf(id, 'order.cancelled')).toBe(1)
  expect((await world.mutate('orders.cancel', { id, reason: '另一个' }, admin.cookie)).code).toBe('conflict')
})

test('an order with money or a voucher in review is not cancelled', async () => {
  const paid = await makeOrder()
  await payOrder(world, paid.id, 1)
  expect(await world.mutate('orders.cancel', { id: paid.id, reason: '不要了' }, admin.cookie)).toMatchObject({
    code: 'orderHasMoney',
    details: { paidFen: 1 },
  })
  const claimed = await makeOrder()
  await makeVoucher(world, claimed, 'submitted')
  expect((await world.mutate('orders.cancel', { id: claimed.id, reason: '不要了' }, admin.cookie)).code).toBe(
    'orderHasVoucherInReview',
  )
  expect([await stateOf(paid.id), await stateOf(claimed.id)]).toEqual(['open', 'open'])
})

test('a draft or a rejected voucher does not keep an order from being cancelled', async () => {
  const order = await makeOrder()
  await makeVoucher(world, order, 'draft')
  await makeVoucher(world, order, 'rejected')
  expect((await world.mutate('orders.cancel', { id: order.id, reason: '不要了' }, admin.cookie)).data.state).toBe(
    'cancelled',
  )
})

test('a reason is needed', async () => {
  const { id } = await makeOrder()
  expect((await world.mutate('orders.cancel', { id, reason: '  ' }, admin.cookie)).details).toMatchObject({
    field: 'reason',
  })
})

test('another organisation neither sees nor cancels it; staff do both', async () => {
  const { id } = await makeOrder()
  const stranger = await makeAdmin(world, await makeOrganisation(world))
  expect((await world.query('orders.get', { id }, stranger.cookie)).code).toBe('notFound')
  expect((await world.mutate('orders.cancel', { id, reason: '试' }, stranger.cookie)).code).toBe('notFound')
  expect((await world.query('orders.get', { id: newId() }, stranger.cookie)).code).toBe('notFound')
  expect((await world.query('orders.get', { id: 'x' }, stranger.cookie)).code).toBe('inputInvalid')
  const staff = await makeStaff(world, 'finance')
  expect((await world.query('orders.get', { id }, staff.cookie)).data.id).toBe(id)
  expect((await world.mutate('orders.cancel', { id, reason: '单位来电' }, staff.cookie)).data.state).toBe('cancelled')
})

test('a cancellation and a settlement at once: one wins, and the money decides', async () => {
  for (let round = 0; round < 5; round++) {
    const { id } = await makeOrder()
    await payOrder(world, id, 320_000)
    const [cancelled, settled] = await Promise.all([
      world.mutate('orders.cancel', { id, reason: '不要了' }, admin.cookie),
      settle(id),
    ])
    expect(settled.state).toBe('paid')
    expect(['orderHasMoney', 'conflict']).toContain(cancelled.code)
    expect(await stateOf(id)).toBe('paid')
  }
})

async function overdueOrder(): Promise<{ id: string; organisationId: string; number: string }> {
  const order = await makeOrder()
  await world.deps.db.order.update({ where: { id: order.id }, data: { expiresAt: new Date(Date.now() - 1000) } })
  return order
}

test('an order that nobody paid in time expires, with its audit row', async () => {
  const due = await overdueOrder()
  const early = await makeOrder()
  expect(await expireOrders(world.deps, system)).toBe(1)
  expect([await stateOf(due.id), await stateOf(early.id)]).toEqual(['expired', 'open'])
  expect(await auditOf(due.id, 'order.expired')).toBe(1)
  expect(await expireOrders(world.deps, system)).toBe(0)
})

test('part payments, a voucher in review and a fresh rejection keep an order open after its time', async () => {
  const part = await overdueOrder()
  await payOrder(world, part.id, 100)
  const claimed = await overdueOrder()
  await makeVoucher(world, claimed, 'submitted')
  const sentBack = await overdueOrder()
  await makeVoucher(world, sentBack, 'rejected', new Date(Date.now() - 71 * 3_600_000))
  const longAgo = await overdueOrder()
  await makeVoucher(world, longAgo, 'rejected', new Date(Date.now() - 73 * 3_600_000))
  const drafted = await overdueOrder()
  await makeVoucher(world, drafted, 'draft')
  expect(await expireOrders(world.deps, system)).toBe(2)
  const states = await Promise.all([part, claimed, sentBack, longAgo, drafted].map(({ id }) => stateOf(id)))
  expect(states).toEqual(['open', 'open', 'open', 'expired', 'expired'])
})

test('two workers at once expire each order once', async () => {
  const orders = await Promise.all(Array.from({ length: 12 }, overdueOrder))
  const counts = await Promise.all([expireOrders(world.deps, system), expireOrders(world.deps, system)])
  expect(counts[0] + counts[1]).toBe(12)
  for (const { id } of orders) expect(await auditOf(id, 'order.expired')).toBe(1)
})

test('a voucher that is being submitted holds its order, and the order does not expire under it', async () => {
  const order = await overdueOrder()
  await inTransaction(world.deps, async (tx) => {
    await lockOrder(tx, order.id)
    expect(await expireOrders(world.deps, system)).toBe(0)
  })
  // The positive control: without the lock the same order goes.
  expect(await expireOrders(world.deps, system)).toBe(1)
})
