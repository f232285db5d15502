import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import { postTransfers } from '../../../server/features/ledger/post-transfers.ts'
import { expireOrders } from '../../../server/features/orders/expire-orders.ts'
import { loadOpenLines } from '../../../server/features/statements/open-lines.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { type MadeOrder, makeOrder } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { makeLine, makeSuggestion } from '../../support/statements.ts'
import { openWorld, type World } from '../../support/world.ts'
import { makeEnrolled } from '../orders/arrange-enrolments.ts'

let world: World
let clerk: { id: string; name: string; cookie: string }
let organisation: MadeOrganisation

beforeAll(async () => {
  world = await openWorld()
  clerk = await makeStaff(world, 'finance')
  organisation = await makeOrganisation(world)
})
afterAll(() => world.close())

async function settled(order: MadeOrder, amountFen: number): Promise<string> {
  const allocationId = newId()
  const { id: lineId } = await makeLine(world, { amountFen })
  const parts = [{ allocationId, orderId: order.id, amountFen }]
  expect((await world.mutate('reconciliation.allocate', { lineId, parts }, clerk.cookie)).code).toBeNull()
  return allocationId
}
const undo = (allocationId: string) =>
  world.mutate('reconciliation.undo', { allocationId, reason: '对错了单位' }, clerk.cookie)
const orderOf = async (order: MadeOrder) => (await world.query('orders.get', { id: order.id }, clerk.cookie)).data
/** Sums that live requests of an order ask for. */
const askedOf = async (order: MadeOrder) => {
  const rows = await world.deps.db.invoiceRequest.findMany({
    where: { orderId: order.id, state: { not: 'rejected' } },
    orderBy: { createdAt: 'asc' },
  })
  return rows.map((row) => Number(row.amountFen))
}
const setAside = (order: MadeOrder, amountFen: number, refundId = newId()) =>
  inTransaction(world.deps, (tx) =>
    postTransfers(tx, systemActor('test'), [
      {
        idempotencyKey: `refund:${refundId}:aside`,
        kind: 'refundFromOrder',
        debit: { kind: 'order', ownerId: order.id },
        credit: { kind: 'refund', ownerId: refundId },
        amountFen: fen(amountFen),
        causeType: 'refund',
        causeId: refundId,
      },
    ]),
  )

describe('an order of which money went back', () => {
  test('is not opened again by undoing a double payment that was all credit', async () => {
    const order = await makeOrder(world, organisation)
    await settled(order, 320_000)
    const double = await settled(order, 320_000)
    await setAside(order, 320_000)
    expect((await undo(double)).code).toBeNull()
    expect(await orderOf(order)).toMatchObject({ state: 'paid', paidFen: 0, refundedFen: 320_000 })
  })

  test('keeps the payments that paid it, since nobody can say whose money went back', async () => {
    const order = await makeOrder(world, organisation, { amountFen: 500_000 })
    await settled(order, 200_000)
    const second = await settled(order, 300_000)
    await setAside(order, 150_000)
    expect(await undo(second)).toMatchObject({ code: 'allocationSpent', details: { why: 'refund' } })
    expect(await orderOf(order)).toMatchObject({ state: 'paid', paidFen: 350_000 })
  })
})

describe('invoices of an order that was paid in parts', () => {
  test('the request of the payment that is undone goes, those of the others stay, and nothing stays unasked', async () => {
    const order = await makeOrder(world, organisation, { amountFen: 500_000 })
    const first = await settled(order, 200_000)
    await settled(order, 300_000)
    await undo(first)
    expect(await askedOf(order)).toEqual([300_000])
    await settled(order, 200_000)
    expect(await askedOf(order)).toEqual([300_000, 200_000])
  })

  test('one request for two lines is asked anew for the line that stays', async () => {
    const order = await makeOrder(world, organisation, { amountFen: 500_000 })
    const lines = [await makeLine(world, { amountFen: 200_000 }), await makeLine(world, { amountFen: 300_000 })]
    const suggestion = await makeSuggestion(world, lines, order)
    const allocationIds = [newId(), newId()]
    await world.mutate(
      'reconciliation.confirm',
      { suggestionId: suggestion.id, key: suggestion.key, allocationIds },
      clerk.cookie,
    )
    expect(await askedOf(order)).toEqual([500_000])
    const before = await world.deps.db.invoiceRequest.findFirstOrThrow({ where: { orderId: order.id } })
    await undo(allocationIds[1] ?? '')
    expect(await askedOf(order)).toEqual([200_000])
    expect(
      await world.deps.db.invoiceRequest.findFirst({ where: { orderId: order.id, state: 'requested' } }),
    ).toMatchObject({ title: before.title, taxNumber: before.taxNumber, email: before.email })
    await settled(order, 300_000)
    expect(await askedOf(order)).toEqual([200_000, 300_000])
  })
})

test('the organisation reads in its credit what was taken back, each on its own day', async () => {
  const payer = await makeOrganisation(world)
  const { cookie } = await makeAdmin(world, payer)
  const order = await makeOrder(world, payer, { amountFen: 300_000 })
  const allocationId = await settled(order, 320_000)
  const paidAt = world.clock.now().toISOString()
  world.clock.advance(86_400_000)
  await undo(allocationId)
  const { data } = await world.query('credit.entries', { organisationId: payer.id }, cookie)
  expect(data.rows).toMatchObject([
    { cause: 'reversed', amountFen: -20_000, balanceFen: 0, reason: '对错了单位' },
    { cause: 'over', amountFen: 20_000, at: paidAt },
  ])
})

test('a line whose money the bank took back is given to nobody again, once what it had paid is undone', async () => {
  const [order, other] = [await makeOrder(world, organisation), await makeOrder(world, organisation)]
  const line = await makeLine(world)
  const give = (amountFen: number, allocationId = newId()) =>
    world.mutate(
      'reconciliation.allocate',
      { lineId: line.id, parts: [{ allocationId, orderId: order.id, amountFen }] },
      clerk.cookie,
    )
  const allocationId = newId()
  expect((await give(200_000, allocationId)).code).toBeNull()
  const reversal = await makeLine(world, { direction: 'out' })
  await world.deps.db.statementLine.update({
    where: { id: reversal.id },
    data: { category: 'reversal', reversesId: line.id, state: 'ignored', ignoredReason: 'reversal' },
  })
  expect(await give(120_000)).toMatchObject({ code: 'lineNotOpen', details: { state: 'reversed' } })
  expect((await loadOpenLines(world.deps.db)).filter(({ id }) => id === line.id)).toEqual([])
  expect((await undo(allocationId)).code).toBeNull()
  expect(await world.deps.db.statementLine.findUniqueOrThrow({ where: { id: line.id } })).toMatchObject({
    state: 'ignored',
    category: 'reversed',
    ignoredReason: 'reversed',
    allocatedFen: 0n,
  })
  expect(
    await world.deps.db.auditEntry.count({ where: { subjectId: line.id, action: 'statementLine.reversed' } }),
  ).toBe(1)
  const parts = [{ allocationId: newId(), orderId: other.id, amountFen: 320_000 }]
  expect((await world.mutate('reconciliation.allocate', { lineId: line.id, parts }, clerk.cookie)).code).toBe(
    'lineNotOpen',
  )
})

test('people of an order that is open again owe their fee, and are free once its new time is over', async () => {
  const order = await makeOrder(world, organisation)
  const enrolled = await makeEnrolled(world, organisation, { id: order.planId })
  const { db } = world.deps
  await db.order.update({ where: { id: order.id }, data: { kind: 'enrolments' } })
  await db.enrolment.update({ where: { id: enrolled.id }, data: { orderId: order.id } })
  const status = async () => (await world.query('enrolments.get', { id: enrolled.id }, clerk.cookie)).data.paymentStatus
  const allocationId = await settled(order, 320_000)
  expect(await status()).toBe('paid')
  await undo(allocationId)
  expect(await status()).not.toBe('paid')
  expect(await db.enrolment.findUniqueOrThrow({ where: { id: enrolled.id } })).toMatchObject({
    orderId: order.id,
    state: 'confirmed',
  })
  await db.order.update({ where: { id: order.id }, data: { expiresAt: new Date(Date.now() - 1000) } })
  await expireOrders(world.deps, systemActor('test'))
  expect(await orderOf(order)).toMatchObject({ state: 'expired' })
  expect(await db.enrolment.findUniqueOrThrow({ where: { id: enrolled.id } })).toMatchObject({
    orderId: null,
    state: 'confirmed',
  })
})

test('a payment that was taken back brought nothing to anybody', async () => {
  const order = await makeOrder(world, organisation, { amountFen: 300_000 })
  const id = await settled(order, 320_000)
  const shown = async () => (await world.query('payments.get', { id }, clerk.cookie)).data
  expect(await shown()).toMatchObject({ state: 'confirmed', toOrderFen: 300_000, toCreditFen: 20_000 })
  await undo(id)
  expect(await shown()).toMatchObject({ state: 'reversed', receivedFen: 320_000, toOrderFen: 0, toCreditFen: 0 })
})

test('a clerk who says no while another confirms does not say no to what is settled', async () => {
  for (let round = 0; round < 6; round++) {
    const order = await makeOrder(world, organisation)
    const line = await makeLine(world)
    const { id: suggestionId, key } = await makeSuggestion(world, [line], order)
    const ask = { suggestionId, key }
    const [confirmed, dismissed] = await Promise.all([
      world.mutate('reconciliation.confirm', { ...ask, allocationIds: [newId()] }, clerk.cookie),
      world.mutate('reconciliation.dismiss', ask, clerk.cookie),
    ])
    expect([confirmed.code, dismissed.code].filter((code) => code === null)).toHaveLength(1)
    const noes = await world.deps.db.dismissedMatch.count({ where: { lineId: line.id } })
    const allocations = await world.deps.db.lineAllocation.count({ where: { lineId: line.id } })
    expect(noes + allocations).toBe(1)
  }
})
