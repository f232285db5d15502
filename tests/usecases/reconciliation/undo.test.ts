import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { type MadeOrder, makeOrder } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { type MadeLine, makeLine, makeSuggestion } from '../../support/statements.ts'
import { submitted } from '../../support/vouchers.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let clerk: { id: string; name: string; cookie: string }
let organisation: MadeOrganisation
let admin: { id: string; cookie: string }

beforeAll(async () => {
  world = await openWorld()
  clerk = await makeStaff(world, 'finance')
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
})
afterAll(() => world.close())

async function settled(order: MadeOrder, line: MadeLine, amountFen = line.amountFen): Promise<string> {
  const allocationId = newId()
  const answer = await world.mutate(
    'reconciliation.allocate',
    { lineId: line.id, parts: [{ allocationId, orderId: order.id, amountFen }] },
    clerk.cookie,
  )
  expect(answer.code).toBeNull()
  return allocationId
}
const undo = (allocationId: string, reason = '对错了单位') =>
  world.mutate('reconciliation.undo', { allocationId, reason }, clerk.cookie)
const orderOf = async (order: MadeOrder) => (await world.query('orders.get', { id: order.id }, clerk.cookie)).data
const lineOf = (id: string) => world.deps.db.statementLine.findUniqueOrThrow({ where: { id } })
const balanceOf = async (kind: string, ownerId: string) => {
  const rows = await world.deps.db.$queryRaw<{ balance: bigint }[]>`
    SELECT ledger_balance(id) AS balance FROM ledger_accounts WHERE kind::text = ${kind} AND owner_id = ${ownerId}::uuid`
  return Number(rows[0]?.balance ?? 0n)
}

describe('undoing an allocation', () => {
  test('takes the money out of the order and the credit, opens the order again, and frees the line for another', async () => {
    const payer = await makeOrganisation(world)
    const payerAdmin = await makeAdmin(world, payer)
    const [wrong, right] = [await makeOrder(world, payer, { amountFen: 300_000 }), await makeOrder(world, organisation)]
    const line = await makeLine(world, { name: '无锡正大检测有限公司', account: '98989898' })
    const allocationId = await settled(wrong, line)
    expect(await balanceOf('organisationCredit', payer.id)).toBe(20_000)
    expect((await undo(allocationId)).code).toBeNull()

    expect(await orderOf(wrong)).toMatchObject({ state: 'open', paidFen: 0, outstandingFen: 300_000 })
    expect(await balanceOf('organisationCredit', payer.id)).toBe(0)
    expect(await lineOf(line.id)).toMatchObject({ state: 'unmatched', allocatedFen: 0n })
    const payment = await world.deps.db.payment.findUniqueOrThrow({ where: { id: allocationId } })
    expect(payment).toMatchObject({ state: 'reversed', reversedReason: '对错了单位' })
    expect(await world.deps.db.invoiceRequest.findMany({ where: { orderId: wrong.id } })).toMatchObject([
      { state: 'rejected', rejectedReason: '对错了单位' },
    ])
    expect(await world.deps.db.organisationAlias.count({ where: { allocationId } })).toBe(0)
    expect(await world.deps.db.notice.count({ where: { kind: 'paymentReversed', accountId: payerAdmin.id } })).toBe(1)
    const kinds = await world.deps.db.ledgerTransfer.findMany({ where: { causeId: allocationId } })
    expect(kinds.map((transfer) => transfer.kind).sort()).toEqual([
      'cardsTakenBack',
      'creditReversed',
      'overpaymentToCredit',
      'paymentReceived',
      'paymentReversed',
    ])

    await settled(right, line)
    expect(await orderOf(right)).toMatchObject({ state: 'paid' })
  })

  test('the order has time to be paid again, however old it is', async () => {
    const past = new Date(world.clock.now().getTime() - 86_400_000)
    const order = await makeOrder(world, organisation, { expiresAt: past })
    await undo(await settled(order, await makeLine(world)))
    const { expiresAt } = await world.deps.db.order.findUniqueOrThrow({ where: { id: order.id } })
    expect(expiresAt.getTime()).toBeGreaterThan(world.clock.now().getTime() + 86_400_000)
  })

  test('one of several is undone alone', async () => {
    const [first, second] = [await makeOrder(world, organisation), await makeOrder(world, organisation)]
    const line = await makeLine(world, { amountFen: 640_000 })
    const one = await settled(first, line, 320_000)
    await settled(second, line, 320_000)
    await undo(one)
    expect(await orderOf(first)).toMatchObject({ state: 'open' })
    expect(await orderOf(second)).toMatchObject({ state: 'paid' })
    expect(await lineOf(line.id)).toMatchObject({ state: 'unmatched', allocatedFen: 320_000n })
    expect((await undo(one)).code).toBe('allocationUndone')
  })

  test('puts the slip that the line approved back into review', async () => {
    const order = await makeOrder(world, organisation)
    const voucher = await submitted(world, admin.cookie, order, { slip: 7 })
    const allocationId = await settled(order, await makeLine(world))
    world.clock.advance(30 * 86_400_000)
    await undo(allocationId)
    const reopened = await world.deps.db.voucher.findUniqueOrThrow({ where: { id: voucher.id } })
    expect(reopened).toMatchObject({ state: 'submitted', decidedById: null })
    // With a time of its own: it is not overdue for its first review.
    expect(reopened.dueAt?.getTime()).toBeGreaterThan(world.clock.now().getTime())
    // And the next line approves it anew.
    await settled(order, await makeLine(world))
    expect(await world.deps.db.voucher.findUniqueOrThrow({ where: { id: voucher.id } })).toMatchObject({
      state: 'approved',
    })
    expect(await orderOf(order)).toMatchObject({ state: 'paid', paidFen: 320_000 })
  })

  test('takes study cards back, and gives them out again with the next payment', async () => {
    const order = await makeOrder(world, organisation)
    const allocationId = await settled(order, await makeLine(world))
    const batch = await world.deps.db.studyCardBatch.findUniqueOrThrow({ where: { orderId: order.id } })
    expect(await balanceOf('cardBatch', batch.id)).toBe(320_000)
    await undo(allocationId)
    expect(await balanceOf('cardBatch', batch.id)).toBe(0)
    await undo(await settled(order, await makeLine(world)))
    await settled(order, await makeLine(world))
    expect(await balanceOf('cardBatch', batch.id)).toBe(320_000)
  })

  test('an invoice that is out stays, and covers the payment that follows', async () => {
    const order = await makeOrder(world, organisation)
    const allocationId = await settled(order, await makeLine(world))
    await world.deps.db.invoiceRequest.updateMany({ where: { orderId: order.id }, data: { state: 'issued' } })
    await undo(allocationId)
    expect(await orderOf(order)).toMatchObject({ state: 'open' })
    await settled(order, await makeLine(world))
    expect(await world.deps.db.invoiceRequest.findMany({ where: { orderId: order.id } })).toMatchObject([
      { state: 'issued', amountFen: 320_000n },
    ])
  })

  test('is refused with a reason once the money was used', async () => {
    const payer = await makeOrganisation(world)
    const order = await makeOrder(world, payer, { amountFen: 300_000 })
    const allocationId = await settled(order, await makeLine(world))
    const other = await makeOrder(world, payer, { amountFen: 15_000 })
    const payerAdmin = await makeAdmin(world, payer)
    const paid = await world.mutate(
      'credit.pay',
      { id: newId(), orderId: other.id, organisationId: payer.id, amountFen: 15_000 },
      payerAdmin.cookie,
    )
    expect(paid.code).toBeNull()
    expect(await undo(allocationId)).toMatchObject({ code: 'allocationSpent', details: { why: 'credit' } })
    expect(await orderOf(order)).toMatchObject({ state: 'paid' })
    expect(await world.deps.db.lineAllocation.findUniqueOrThrow({ where: { id: allocationId } })).toMatchObject({
      undoneAt: null,
    })
  })

  test('where the line only showed a payment, the payment stays', async () => {
    const order = await makeOrder(world, organisation)
    await settled(order, await makeLine(world, { amountFen: 100_000 }), 100_000)
    // Another line shows the same sum again: it is laid beside nothing, the first is shown already.
    const voucher = await submitted(world, admin.cookie, order, { slip: 9, amountFen: 220_000 })
    const reviewer = await makeStaff(world, 'reviewer')
    const decision = await world.mutate(
      'vouchers.decide',
      { id: newId(), voucherId: voucher.id, version: voucher.version, verdict: 'approve', amountFen: 220_000 },
      reviewer.cookie,
    )
    world.clock.advance(11_000)
    const { settleDecision } = await import('../../../server/features/vouchers/settle-decision.ts')
    await settleDecision(world.deps, { decisionId: decision.data.decisionId })
    const line = await makeLine(world, { amountFen: 220_000 })
    const linked = await settled(order, line)
    expect(await orderOf(order)).toMatchObject({ state: 'paid', paidFen: 320_000 })
    await undo(linked)
    expect(await orderOf(order)).toMatchObject({ state: 'paid', paidFen: 320_000 })
    expect(await lineOf(line.id)).toMatchObject({ state: 'unmatched' })
  })
})

describe('not this one', () => {
  test('the pair is noted, so that it is never suggested again, and the lines are free', async () => {
    const order = await makeOrder(world, organisation)
    const line = await makeLine(world)
    const suggestion = await makeSuggestion(world, [line], order)
    const answer = await world.mutate(
      'reconciliation.dismiss',
      { suggestionId: suggestion.id, key: suggestion.key },
      clerk.cookie,
    )
    expect(answer.data).toEqual({ dismissed: 1 })
    expect(await world.deps.db.dismissedMatch.findMany({ where: { lineId: line.id } })).toMatchObject([
      { targetKey: `order:${order.id}`, byId: clerk.id },
    ])
    expect(await lineOf(line.id)).toMatchObject({ state: 'unmatched', suggestionId: null })
    const again = await world.mutate(
      'reconciliation.dismiss',
      { suggestionId: suggestion.id, key: suggestion.key },
      clerk.cookie,
    )
    expect(again.code).toBe('suggestionGone')
  })
})

test('what the bank said, and what was allocated, cannot be rewritten or deleted by anybody', async () => {
  const order = await makeOrder(world, organisation)
  const line = await makeLine(world)
  const allocationId = await settled(order, line)
  const { db } = world.deps
  await expect(db.statementLine.update({ where: { id: line.id }, data: { amountFen: 1n } })).rejects.toThrow()
  await expect(
    db.statementLine.update({ where: { id: line.id }, data: { counterpartyName: '别人' } }),
  ).rejects.toThrow()
  await expect(db.statementLine.delete({ where: { id: line.id } })).rejects.toThrow()
  await expect(db.lineAllocation.update({ where: { id: allocationId }, data: { amountFen: 1n } })).rejects.toThrow()
  await expect(db.lineAllocation.delete({ where: { id: allocationId } })).rejects.toThrow()
  // More than the line brought cannot be noted either, whatever asks.
  await expect(
    db.$executeRaw`UPDATE statement_lines SET allocated_fen = amount_fen + 1 WHERE id = ${line.id}::uuid`,
  ).rejects.toThrow()
})
