import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { queryRefunds } from '../../../server/features/refunds/query-refunds.ts'
import { gatewayBalance, openPayingWorld, type PayingWorld } from '../../support/paying.ts'
import { makeStaff } from '../../support/people.ts'
import type { World } from '../../support/world.ts'
import {
  approve,
  ask,
  type Clerk,
  held,
  makeEnrolmentOrder,
  payByCard,
  runSends,
  toCredit,
  toSource,
  transferTo,
} from './arrange.ts'

let paying: PayingWorld
let world: World
let admin: Clerk
let finance: Clerk
beforeAll(async () => {
  paying = await openPayingWorld()
  world = paying.world
  admin = paying.admin
  finance = await makeStaff(world, 'finance')
})
afterAll(() => paying.close())
// Whatever happened: what our books say of the bank is what the bank's books say of us.
afterEach(async () => {
  await paying.bank.control.behave({ refund: 'done', queryAnswer: 'normal', noticeCopies: 1 })
  expect(await gatewayBalance(world)).toBe((await paying.bank.statement()).netFen)
})

async function paidOrder(amountFen = 320_000): Promise<{ id: string; paymentId: string }> {
  const order = await paying.makeOrder({ amountFen })
  return { id: order.id, paymentId: await payByCard(paying, order.id) }
}
const refund = async (id: string) => (await world.query('refunds.get', { id }, admin.cookie)).data
const order = async (id: string) => (await world.query('orders.get', { id }, admin.cookie)).data
/** As if the provider's next question were due now. */
const due = (id: string) =>
  world.deps.db.$executeRaw`UPDATE refunds SET next_query_at = now() - interval '1 second' WHERE id = ${id}::uuid`

describe('what follows', () => {
  test('people are revoked when it is done, and paid as before when it failed', async () => {
    const made = await makeEnrolmentOrder(world, paying.organisation, [30_000, 40_000])
    const paymentId = await payByCard(paying, made.id)
    const [first, other] = made.enrolmentIds
    const wanted = (enrolmentId: string | undefined) => ({
      what: { kind: 'people', enrolmentIds: [enrolmentId] },
      to: { way: 'source', paymentId },
      reason: '人员不参加了',
    })
    const one = (await ask(world, admin.cookie, made.id, wanted(first))).data
    await approve(world, finance, one)
    await runSends(paying, one.id)
    await paying.bank.control.behave({ refund: 'failed' })
    const two = (await ask(world, admin.cookie, made.id, wanted(other))).data
    await approve(world, finance, two)
    await runSends(paying, two.id)
    const rows = await world.deps.db.enrolment.findMany({ where: { orderId: made.id }, orderBy: { id: 'asc' } })
    expect(rows.map((row) => [row.state, row.refundId, row.refundedAt !== null])).toEqual([
      ['revoked', one.id, true],
      ['confirmed', null, false],
    ])
    expect((await refund(two.id)).state).toBe('failed')
    expect(await order(made.id)).toMatchObject({ paidFen: 40_000, refundedFen: 30_000 })
  })

  test('study cards are taken back on approval, given back on failure, and what is spent is not refunded', async () => {
    const { id, paymentId } = await paidOrder(100_000)
    expect(await order(id)).toMatchObject({ cardBatch: { leftFen: 100_000 } })
    await paying.bank.control.behave({ refund: 'pendingFailed', refundDelayS: 0 })
    const asked = (await ask(world, admin.cookie, id, toSource(60_000, paymentId))).data
    await approve(world, finance, asked)
    expect((await order(id)).cardBatch.leftFen).toBe(40_000)
    await runSends(paying, asked.id)
    await paying.bank.control.tick()
    await due(asked.id)
    await queryRefunds(world.deps)
    expect((await order(id)).cardBatch.leftFen).toBe(100_000)

    const batch = await world.deps.db.ledgerAccount.findFirstOrThrow({
      where: { kind: 'cardBatch', ownerId: (await order(id)).cardBatch.id },
    })
    const issue = await world.deps.db.ledgerAccount.findFirstOrThrow({ where: { kind: 'cardIssue' } })
    await world.deps.db.ledgerTransfer.create({
      data: {
        id: newId(),
        idempotencyKey: newId(),
        kind: 'correction',
        debitAccountId: batch.id,
        creditAccountId: issue.id,
        amountFen: 70_000n,
        causeType: 'test',
        causeId: newId(),
        reason: '已充值',
      },
    })
    const more = (await ask(world, admin.cookie, id, toCredit(60_000))).data
    expect(await approve(world, finance, more)).toMatchObject({ code: 'cardsSpent', details: { leftFen: 30_000 } })
    expect((await refund(more.id)).state).toBe('requested')
  })

  test('an issued invoice needs a red one, an open request is pointed out to finance', async () => {
    const { id } = await paidOrder()
    const asked = (await ask(world, admin.cookie, id, toCredit(20_000))).data
    expect(asked).toMatchObject({ needsRedInvoice: false })
    expect(asked.openInvoiceRequestIds).toHaveLength(1)
    await world.deps.db.invoiceRequest.updateMany({ where: { orderId: id }, data: { state: 'issued' } })
    expect(await refund(asked.id)).toMatchObject({ needsRedInvoice: true, openInvoiceRequestIds: [] })
    const preview = await world.query('refunds.preview', { from: { kind: 'order', orderId: id } }, admin.cookie)
    expect(preview.data).toMatchObject({ needsRedInvoice: true, openInvoiceRequest: false })
  })

  test('money of a failed refund goes to the credit when the order was paid again meanwhile', async () => {
    const made = await paying.makeOrder({ amountFen: 50_000 })
    await payByCard(paying, made.id, 40_000)
    const asked = (await ask(world, admin.cookie, made.id, transferTo(40_000))).data
    const approved = (await approve(world, finance, asked)).data
    await payByCard(paying, made.id)
    expect((await order(made.id)).state).toBe('paid')
    const before = await held(world, 'organisationCredit', paying.organisation.id)
    const input = { id: asked.id, version: approved.version, reason: '银行退回' }
    expect((await world.mutate('refunds.failTransfer', input, finance.cookie)).data.state).toBe('failed')
    expect(await held(world, 'organisationCredit', paying.organisation.id)).toBe(before + 40_000)
    expect(await order(made.id)).toMatchObject({ paidFen: 50_000 })
  })
})
