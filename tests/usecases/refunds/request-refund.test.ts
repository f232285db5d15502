import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { openPayingWorld, type PayingWorld } from '../../support/paying.ts'
import { makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import type { World } from '../../support/world.ts'
import {
  approve,
  ask,
  askOfCredit,
  type Clerk,
  finishByCard,
  held,
  makeEnrolmentOrder,
  payByCard,
  toCredit,
  toSource,
  transferTo,
} from './arrange.ts'

let paying: PayingWorld
let world: World
let admin: Clerk
let finance: Clerk
let second: Clerk
beforeAll(async () => {
  paying = await openPayingWorld()
  world = paying.world
  admin = paying.admin
  finance = await makeStaff(world, 'finance')
  second = await makeStaff(world, 'finance')
})
afterAll(() => paying.close())

async function paidOrder(amountFen = 320_000): Promise<{ id: string; paymentId: string }> {
  const order = await paying.makeOrder({ amountFen })
  return { id: order.id, paymentId: await payByCard(paying, order.id) }
}
const preview = (cookie: string, orderId: string) =>
  world.query('refunds.preview', { from: { kind: 'order', orderId } }, cookie)
const auditOf = async (subjectId: string) =>
  (await world.deps.db.auditEntry.findMany({ where: { subjectId }, orderBy: { id: 'asc' } })).map(
    ({ action }) => action,
  )

describe('what can go back', () => {
  test('is what was paid, less what is asked for; each online payment at most what it brought', async () => {
    const { id, paymentId } = await paidOrder()
    expect((await preview(admin.cookie, id)).data).toMatchObject({
      heldFen: 320_000,
      refundedFen: 0,
      requestedFen: 0,
      availableFen: 320_000,
      payments: [{ id: paymentId, method: 'card', provider: 'sandbox', availableFen: 320_000 }],
      canCredit: true,
      payee: { name: paying.organisation.name },
    })
    await ask(world, admin.cookie, id, toSource(20_000, paymentId))
    expect((await preview(admin.cookie, id)).data).toMatchObject({
      requestedFen: 20_000,
      availableFen: 300_000,
      payments: [{ availableFen: 300_000 }],
    })
  })

  test('an unpaid order has nothing to go back', async () => {
    const order = await paying.makeOrder()
    expect((await preview(admin.cookie, order.id)).data).toMatchObject({ availableFen: 0, payments: [] })
    expect(await ask(world, admin.cookie, order.id, toCredit(1))).toMatchObject({
      code: 'refundTooMuch',
      details: { mostFen: 0 },
    })
  })

  test('a part payment can go back while the order is open', async () => {
    const order = await paying.makeOrder({ amountFen: 320_000 })
    await payByCard(paying, order.id, 100_000)
    expect((await preview(admin.cookie, order.id)).data.availableFen).toBe(100_000)
    const { data } = await ask(world, admin.cookie, order.id, toCredit(100_000))
    await approve(world, finance, data)
    expect((await world.query('orders.get', { id: order.id }, admin.cookie)).data).toMatchObject({
      state: 'open',
      paidFen: 0,
      refundedFen: 100_000,
      outstandingFen: 320_000,
    })
  })

  test('a double payment is seen as credit, and can go back the way it came', async () => {
    const order = await paying.makeOrder({ amountFen: 50_000 })
    const [first, again] = [await paying.begin(order.id), await paying.begin(order.id)]
    await finishByCard(paying, first)
    await finishByCard(paying, again)
    const credit = await world.query(
      'refunds.preview',
      { from: { kind: 'credit', organisationId: paying.organisation.id } },
      admin.cookie,
    )
    expect(credit.data.payments).toContainEqual(expect.objectContaining({ id: again.id, availableFen: 50_000 }))
    expect(credit.data.payments.map((one: { id: string }) => one.id)).not.toContain(first.id)
    // Of the order itself, only the first one's money can go back.
    expect((await preview(admin.cookie, order.id)).data.payments.map((one: { id: string }) => one.id)).toEqual([
      first.id,
    ])
    const asked = await askOfCredit(world, admin.cookie, paying.organisation.id, toSource(50_000, again.id))
    expect(asked.data).toMatchObject({ state: 'requested', orderId: null, way: 'source', amountFen: 50_000 })
    expect((await askOfCredit(world, admin.cookie, paying.organisation.id, toSource(1, again.id))).code).toBe(
      'refundTooMuch',
    )
  })
})

describe('a request', () => {
  test('has a number, holds nothing yet, and tells finance', async () => {
    const { id } = await paidOrder()
    const { data } = await ask(world, admin.cookie, id, transferTo(10_000))
    expect(data).toMatchObject({
      state: 'requested',
      way: 'transfer',
      amountFen: 10_000,
      orderId: id,
      requestedByStaff: false,
      payee: { account: '6222000011112222' },
      payeeKnown: false,
      may: { withdraw: true, decide: false },
    })
    expect(data.number).toMatch(/^RF\d{2}[2-9A-HJKMNP-Z]{6}$/)
    expect(await held(world, 'order', id)).toBe(320_000)
    expect(await auditOf(data.id)).toEqual(['refund.requested'])
    const told = await world.deps.db.notice.findMany({ where: { kind: 'refundRequested', channel: 'app' } })
    expect(told.map((notice) => notice.accountId)).toEqual(expect.arrayContaining([finance.id, second.id]))
  })

  test('sent twice is one request; with another content it is refused', async () => {
    const { id } = await paidOrder()
    const key = newId()
    const first = await ask(world, admin.cookie, id, toCredit(10_000), key)
    expect((await ask(world, admin.cookie, id, toCredit(10_000), key)).data).toEqual(first.data)
    expect((await ask(world, admin.cookie, id, toCredit(10_001), key)).code).toBe('idempotencyKeyReused')
    expect((await ask(world, finance.cookie, id, toCredit(10_000), key)).code).toBe('idempotencyKeyReused')
  })

  test('of another organisation’s order is not found', async () => {
    const { id } = await paidOrder()
    const stranger = await makeAdmin(world, await makeOrganisation(world))
    expect((await ask(world, stranger.cookie, id, toCredit(1))).code).toBe('notFound')
    expect((await preview(stranger.cookie, id)).code).toBe('notFound')
    expect((await askOfCredit(world, stranger.cookie, paying.organisation.id, transferTo(1))).code).toBe('notFound')
    const { data } = await ask(world, admin.cookie, id, toCredit(1))
    expect((await world.query('refunds.get', { id: data.id }, stranger.cookie)).code).toBe('notFound')
    expect((await world.mutate('refunds.withdraw', { id: data.id, version: 1 }, stranger.cookie)).code).toBe('notFound')
    expect((await world.query('refunds.list', {}, stranger.cookie)).data.rows).toEqual([])
  })

  test('needs a reason, an amount above nothing, and for a transfer where it goes', async () => {
    const { id } = await paidOrder()
    expect((await ask(world, admin.cookie, id, { ...toCredit(1), reason: ' ' })).code).toBe('inputInvalid')
    expect((await ask(world, admin.cookie, id, toCredit(0))).code).toBe('inputInvalid')
    const noBank = { way: 'transfer', payee: { name: '某某', bank: ' ', account: '6222' } }
    expect(await ask(world, admin.cookie, id, { ...transferTo(1), to: noBank })).toMatchObject({
      code: 'refundPayeeMissing',
      details: { field: 'bank' },
    })
  })

  test('to the source needs an online payment of this very order', async () => {
    const [one, other] = [await paidOrder(), await paidOrder()]
    expect((await ask(world, admin.cookie, one.id, toSource(1, other.paymentId))).code).toBe('refundWayWrong')
    expect((await ask(world, admin.cookie, one.id, toSource(1, newId()))).code).toBe('refundWayWrong')
  })

  test('to another order needs one of the same organisation that lacks as much', async () => {
    const [from, target] = [await paidOrder(), await paying.makeOrder({ amountFen: 5_000 })]
    const to = (targetOrderId: string, amountFen = 5_000) => ({
      what: { kind: 'amount', amountFen },
      to: { way: 'order', targetOrderId },
      reason: '换订单',
    })
    expect(await ask(world, admin.cookie, from.id, to(target.id, 5_001))).toMatchObject({
      code: 'refundTooMuch',
      details: { mostFen: 5_000 },
    })
    expect((await ask(world, admin.cookie, from.id, to(from.id))).code).toBe('refundWayWrong')
    expect((await ask(world, admin.cookie, from.id, to((await paidOrder()).id))).code).toBe('orderNotPayable')
    expect((await ask(world, admin.cookie, from.id, to(target.id))).data.targetOrder).toMatchObject({ id: target.id })
  })

  test('can be withdrawn by whoever asked, until somebody decided', async () => {
    const { id } = await paidOrder()
    const { data } = await ask(world, admin.cookie, id, toCredit(10_000))
    const colleague = await makeAdmin(world, paying.organisation)
    expect((await world.mutate('refunds.withdraw', { id: data.id, version: 1 }, colleague.cookie)).code).toBe(
      'notAllowed',
    )
    const gone = await world.mutate('refunds.withdraw', { id: data.id, version: 1 }, admin.cookie)
    expect(gone.data.state).toBe('withdrawn')
    expect((await world.mutate('refunds.withdraw', { id: data.id, version: 1 }, admin.cookie)).data.state).toBe(
      'withdrawn',
    )
    expect((await approve(world, finance, data)).code).toBe('refundChanged')
    expect((await preview(admin.cookie, id)).data.availableFen).toBe(320_000)
  })
})

describe('people', () => {
  test('their agreed fees add up; they are held, and nobody is in two refunds', async () => {
    const order = await makeEnrolmentOrder(world, paying.organisation, [32_000, 40_000, 50_000])
    await payByCard(paying, order.id)
    const [first, other] = order.enrolmentIds
    const people = (...enrolmentIds: (string | undefined)[]) => ({
      what: { kind: 'people', enrolmentIds },
      to: { way: 'credit' },
      reason: '人员不参加了',
    })
    const asked = await ask(world, admin.cookie, order.id, people(first, other))
    expect(asked.data).toMatchObject({ amountFen: 72_000, peopleCount: 2 })
    expect((await preview(admin.cookie, order.id)).data.people.map((one: { state: string }) => one.state)).toEqual([
      'held',
      'held',
      'paid',
    ])
    expect((await ask(world, admin.cookie, order.id, people(other))).code).toBe('refundChanged')
    await world.mutate('refunds.reject', { id: asked.data.id, version: 1, reason: '已经开课' }, finance.cookie)
    expect((await ask(world, admin.cookie, order.id, people(other))).data.amountFen).toBe(40_000)
  })

  test('an amount leaves them enrolled; all that is left takes all who are left', async () => {
    const order = await makeEnrolmentOrder(world, paying.organisation, [30_000, 30_000])
    await payByCard(paying, order.id)
    const part = await ask(world, admin.cookie, order.id, toCredit(10_000))
    expect(part.data.peopleCount).toBe(0)
    const whole = await ask(world, admin.cookie, order.id, toCredit(50_000))
    expect(whole.data.peopleCount).toBe(2)
    await approve(world, finance, whole.data)
    const rows = await world.deps.db.enrolment.findMany({ where: { orderId: order.id } })
    expect(rows.map((row) => [row.state, row.refundedAt !== null, row.refundId])).toEqual([
      ['revoked', true, whole.data.id],
      ['revoked', true, whole.data.id],
    ])
  })

  test('of an order that is not paid cannot be ticked', async () => {
    const order = await makeEnrolmentOrder(world, paying.organisation, [30_000, 30_000])
    await payByCard(paying, order.id, 30_000)
    const input = {
      what: { kind: 'people', enrolmentIds: [order.enrolmentIds[0]] },
      to: { way: 'credit' },
      reason: '不来',
    }
    expect((await ask(world, admin.cookie, order.id, input)).code).toBe('refundChanged')
  })
})

describe('lists', () => {
  test('an admin sees the subtree, finance everything, by state, way, order, number and page', async () => {
    const { id } = await paidOrder()
    const asked = []
    for (const amountFen of [1_000, 2_000, 3_000])
      asked.push((await ask(world, admin.cookie, id, toCredit(amountFen))).data)
    const mine = (await world.query('refunds.list', { orderId: id, limit: 2 }, admin.cookie)).data
    expect(mine.rows.map((row: { amountFen: number }) => row.amountFen)).toEqual([3_000, 2_000])
    const rest = (await world.query('refunds.list', { orderId: id, limit: 2, cursor: mine.nextCursor }, admin.cookie))
      .data
    expect(rest.rows.map((row: { amountFen: number }) => row.amountFen)).toEqual([1_000])
    expect(rest.nextCursor).toBeNull()
    const found = await world.query(
      'refunds.listAll',
      { search: asked[0].number.toLowerCase(), limit: 10 },
      finance.cookie,
    )
    expect(found.data.rows.map((row: { id: string }) => row.id)).toEqual([asked[0].id])
    await approve(world, finance, asked[0])
    const idsOf = async (filter: object) =>
      (await world.query('refunds.listAll', { orderId: id, ...filter }, finance.cookie)).data.rows.map(
        (row: { id: string }) => row.id,
      )
    expect(await idsOf({ state: 'done' })).toEqual([asked[0].id])
    expect(await idsOf({ way: 'transfer' })).toEqual([])
    expect(await idsOf({ waiting: true })).toEqual([asked[2].id, asked[1].id])
    expect(await idsOf({ organisationId: newId() })).toEqual([])
    expect(await idsOf({ search: paying.organisation.name.slice(0, 4) })).toHaveLength(3)
    const { data } = await world.query('refunds.waiting', undefined, finance.cookie)
    expect(data.toDecide).toBeGreaterThanOrEqual(2)
  })
})
