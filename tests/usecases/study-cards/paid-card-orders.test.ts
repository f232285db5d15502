import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { endBatches } from '../../../server/features/study-cards/end-batches.ts'
import { settleDecision } from '../../../server/features/vouchers/settle-decision.ts'
import { heldOf, leftOf, recharge, runCards, startTakeBack } from '../../support/cards.ts'
import { makePayee, makePlan } from '../../support/orders.ts'
import { openPayingWorld, type PayingWorld } from '../../support/paying.ts'
import { makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { makeLine } from '../../support/statements.ts'
import { submitted } from '../../support/vouchers.ts'
import type { World } from '../../support/world.ts'
import { approve, ask, type Clerk, finishByCard, payByCard, toCredit } from '../refunds/arrange.ts'

/** 在线充值 is an order for study cards that is paid: whichever way the money comes, its batch is there, once, and can be given out. */
let paying: PayingWorld
let world: World
let clerk: Clerk
let reviewer: Clerk
let planId: string
let learner: { id: string }

beforeAll(async () => {
  paying = await openPayingWorld()
  world = paying.world
  clerk = await makeStaff(world, 'finance')
  reviewer = await makeStaff(world, 'reviewer')
  await makePayee(world)
  planId = await makePlan(world)
  learner = await makeLearner(world, paying.organisation)
})
afterAll(() => paying.close())

const cookie = () => paying.admin.cookie
/** Ordered as the page does it. */
async function order(amountFen: number, organisationId = paying.organisation.id) {
  const input = { id: newId(), planId, organisationId, amountFen, mode: 'payFirst' }
  const { data, code } = await world.mutate('orders.createStudyCardOrder', input, cookie())
  if (code !== null) throw new Error(code)
  expect(await batchOf(data.id)).toBeNull()
  return { id: data.id as string, number: data.number as string, amountFen, planId }
}
const batchOf = (orderId: string) => world.deps.db.studyCardBatch.findUnique({ where: { orderId } })
const allocate = async (line: { id: string }, orderId: string, amountFen: number) => {
  const allocationId = newId()
  const parts = [{ allocationId, orderId, amountFen }]
  const { code } = await world.mutate('reconciliation.allocate', { lineId: line.id, parts }, clerk.cookie)
  if (code !== null) throw new Error(code)
  return allocationId
}

/** Its batch is worth what was ordered, belongs to who ordered, and its value goes to a learner. */
async function expectBatch(made: { id: string; amountFen: number }, organisationId = paying.organisation.id) {
  const batch = await batchOf(made.id)
  expect(batch).toMatchObject({ planId, organisationId, expiredAt: null })
  if (!batch) throw new Error('no batch')
  expect(await leftOf(world, batch.id)).toBe(made.amountFen)
  await recharge(world, cookie(), batch.id, [{ id: learner.id, amountFen: 100 }])
  expect(await heldOf(world, learner.id, batch.id)).toBe(100)
  expect(await world.deps.db.ledgerTransfer.count({ where: { kind: 'cardsIssued', causeId: made.id } })).toBe(1)
  return batch
}

test('paid online, whether the bank’s notice comes first or our question', async () => {
  const asked = await order(50_000)
  await payByCard(paying, asked.id)
  await expectBatch(asked)
  const told = await order(60_000)
  const attempt = await paying.begin(told.id, 'netbank')
  await paying.bank.control.behave({ noticeCopies: 3 }, attempt.tradeNo)
  await paying.bank.control.pay(attempt.tradeNo)
  const notices = (await paying.bank.control.notices()).filter((notice) => notice.tradeNo === attempt.tradeNo)
  for (const notice of notices) await paying.bank.control.deliver(notice.id)
  await expectBatch(told)
})

test('paid by transfer, when its slip is approved', async () => {
  const made = await order(70_000)
  const voucher = await submitted(world, cookie(), made)
  const decided = await world.mutate(
    'vouchers.decide',
    { id: newId(), voucherId: voucher.id, version: voucher.version, verdict: 'approve', amountFen: 70_000 },
    reviewer.cookie,
  )
  expect(await batchOf(made.id)).toBeNull()
  world.clock.advance(11_000)
  await settleDecision(world.deps, { decisionId: decided.data.decisionId })
  await settleDecision(world.deps, { decisionId: decided.data.decisionId })
  await expectBatch(made)
})

test('paid by transfer, when a line of the statement is allocated to it', async () => {
  const made = await order(80_000)
  await allocate(await makeLine(world, { amountFen: 80_000 }), made.id, 80_000)
  await expectBatch(made)
})

test('paid in parts, with the last of them', async () => {
  const made = await order(90_000)
  await allocate(await makeLine(world, { amountFen: 40_000 }), made.id, 40_000)
  expect(await batchOf(made.id)).toBeNull()
  await allocate(await makeLine(world, { amountFen: 50_000 }), made.id, 50_000)
  await expectBatch(made)
})

test('paid out of 预存款, and more than was asked for becomes that, not cards', async () => {
  const over = await order(30_000)
  const attempt = await paying.begin(over.id)
  await finishByCard(paying, attempt, 45_000)
  await expectBatch(over)
  const balances = await world.query('credit.balances', undefined, cookie())
  expect(balances.data.totalFen).toBe(15_000)
  const made = await order(15_000)
  const paid = await world.mutate(
    'credit.pay',
    { id: newId(), organisationId: paying.organisation.id, orderId: made.id, amountFen: 15_000 },
    cookie(),
  )
  expect(paid.code).toBeNull()
  await expectBatch(made)
})

test('for a unit below, the batch is that unit’s', async () => {
  const child = await makeOrganisation(world, { parent: paying.organisation })
  const made = await order(20_000, child.id)
  await payByCard(paying, made.id)
  await expectBatch(made, child.id)
})

test('a refund takes back no more than the batch has left, says what was recharged, and goes through after a take-back', async () => {
  const made = await order(40_000)
  await payByCard(paying, made.id)
  const batch = await expectBatch(made)
  await recharge(world, cookie(), batch.id, [{ id: learner.id, amountFen: 9_900 }])
  const asked = (await ask(world, cookie(), made.id, toCredit(35_000))).data
  expect(await approve(world, clerk, asked)).toMatchObject({
    code: 'cardsSpent',
    details: { leftFen: 30_000, rechargedFen: 10_000, expiredFen: 0 },
  })
  const back = await startTakeBack(world, cookie(), batch.id, [{ id: learner.id, amountFen: 5_000 }])
  await runCards(world, back.data.id)
  expect((await approve(world, clerk, asked)).code).toBeNull()
  expect(await leftOf(world, batch.id)).toBe(0)
})

test('a payment that was none is taken back only as far as the cards are there', async () => {
  const made = await order(25_000)
  const allocationId = await allocate(await makeLine(world, { amountFen: 25_000 }), made.id, 25_000)
  const batch = await expectBatch(made)
  const undo = () => world.mutate('reconciliation.undo', { allocationId, reason: '对错了单位' }, clerk.cookie)
  expect(await undo()).toMatchObject({ code: 'allocationSpent', details: { why: 'cards' } })
  const back = await startTakeBack(world, cookie(), batch.id, [{ id: learner.id, amountFen: 100 }])
  await runCards(world, back.data.id)
  expect((await undo()).code).toBeNull()
  expect(await leftOf(world, batch.id)).toBe(0)
  // Paid again, it is the same batch.
  await allocate(await makeLine(world, { amountFen: 25_000 }), made.id, 25_000)
  expect(await leftOf(world, batch.id)).toBe(25_000)
})

test('paid again after its batch has ended, the cards can be spent as long as new ones', async () => {
  const made = await order(26_000)
  const pay = async () => allocate(await makeLine(world, { amountFen: 26_000 }), made.id, 26_000)
  const allocationId = await pay()
  const [issued, fresh] = [await batchOf(made.id), await order(100)]
  await world.mutate('reconciliation.undo', { allocationId, reason: '对错了单位' }, clerk.cookie)
  await world.deps.db.studyCardBatch.update({
    where: { orderId: made.id },
    data: { expiresOn: new Date('2020-01-31') },
  })
  await endBatches(world.deps)
  expect((await batchOf(made.id))?.expiredAt).not.toBeNull()
  await pay()
  const again = await expectBatch(made)
  await allocate(await makeLine(world, { amountFen: 100 }), fresh.id, 100)
  expect(again.id).toBe(issued?.id)
  expect(again.expiresOn).toEqual((await batchOf(fresh.id))?.expiresOn)
})
