import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import { loadBalance } from '../../../server/features/ledger/load-balance.ts'
import { lockOrder, settleOrder } from '../../../server/features/orders/load-order.ts'
import { giveBackCards, takeBackCards } from '../../../server/features/study-cards/take-back-cards.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { makeOrder } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { payOrder } from '../orders/arrange.ts'

let world: World
let organisation: MadeOrganisation
let admin: { id: string; cookie: string }
const system = systemActor('test')

beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
})

const settle = (id: string) =>
  inTransaction(world.deps, async (tx) => settleOrder(world.deps, tx, system, await lockOrder(tx, id)))
async function paidOrder(amountFen = 5_000): Promise<{ id: string; planId: string; batchId: string }> {
  const { id, planId } = await makeOrder(world, organisation, { amountFen })
  await payOrder(world, id, amountFen)
  await settle(id)
  return { id, planId, batchId: (await viewOf(id)).cardBatch.id }
}
const viewOf = async (id: string) => (await world.query('orders.get', { id }, admin.cookie)).data
const takeBack = (orderId: string, amountFen: number, refundId = newId()) =>
  inTransaction(world.deps, (tx) =>
    takeBackCards(world.deps, tx, system, {
      orderId,
      amountFen: fen(amountFen),
      causeType: 'refund',
      causeId: refundId,
    }),
  )
const giveBack = (orderId: string, amountFen: number, refundId: string) =>
  inTransaction(world.deps, (tx) =>
    giveBackCards(world.deps, tx, system, {
      orderId,
      amountFen: fen(amountFen),
      causeType: 'refund',
      causeId: refundId,
    }),
  )

test('a study-card order gives out its batch when it is paid, and not before', async () => {
  const { id, planId } = await makeOrder(world, organisation, { amountFen: 5_000 })
  await payOrder(world, id, 4_999)
  await settle(id)
  expect((await viewOf(id)).cardBatch).toBeNull()
  await payOrder(world, id, 1)
  await settle(id)
  const { cardBatch } = await viewOf(id)
  expect(cardBatch).toMatchObject({ leftFen: 5_000 })
  expect(await world.deps.db.studyCardBatch.findMany({ where: { orderId: id } })).toMatchObject([
    { id: cardBatch.id, planId, organisationId: organisation.id },
  ])
  expect(await loadBalance(world.deps.db, { kind: 'cardIssue', ownerId: planId })).toBe(-5_000)
  expect(await world.deps.db.auditEntry.count({ where: { subjectId: cardBatch.id, action: 'cardBatch.issued' } })).toBe(
    1,
  )
})

test('settled again, an order has the one batch', async () => {
  const { id, batchId } = await paidOrder()
  await Promise.all([settle(id), settle(id)])
  expect((await viewOf(id)).cardBatch).toEqual({ id: batchId, leftFen: 5_000 })
})

test('a refund takes its cards back, once, and gives them back when it fails', async () => {
  const { id } = await paidOrder()
  const refundId = newId()
  await takeBack(id, 2_000, refundId)
  await takeBack(id, 2_000, refundId)
  expect((await viewOf(id)).cardBatch.leftFen).toBe(3_000)
  await giveBack(id, 2_000, refundId)
  await giveBack(id, 2_000, refundId)
  expect((await viewOf(id)).cardBatch.leftFen).toBe(5_000)
})

test('cards that were spent are not taken back, and the refusal says what is left', async () => {
  const { id } = await paidOrder()
  await takeBack(id, 4_000)
  await expect(takeBack(id, 1_001)).rejects.toMatchObject({ code: 'cardsSpent', details: { leftFen: 1_000 } })
  expect((await viewOf(id)).cardBatch.leftFen).toBe(1_000)
})

test('two refunds at once never take back more than there is', async () => {
  for (let round = 0; round < 4; round++) {
    const { id } = await paidOrder()
    const taken = await Promise.allSettled([takeBack(id, 3_000), takeBack(id, 3_000)])
    expect(taken.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await viewOf(id)).cardBatch.leftFen).toBe(2_000)
  }
})

test('an order that gave out no cards has none to take back', async () => {
  const { id } = await makeOrder(world, organisation)
  await takeBack(id, 100)
  expect((await viewOf(id)).cardBatch).toBeNull()
})
