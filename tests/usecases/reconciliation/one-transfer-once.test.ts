import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { settleAutomatically } from '../../../server/features/reconciliation/settle-automatically.ts'
import { settleDecision } from '../../../server/features/vouchers/settle-decision.ts'
import { setAutoSettle } from '../../support/centre.ts'
import { type MadeOrder, makeOrder } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { type MadeLine, makeLine, makeSuggestion } from '../../support/statements.ts'
import { submitted } from '../../support/vouchers.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let organisation: MadeOrganisation
let admin: { id: string; cookie: string }
let clerk: { id: string; name: string; cookie: string }
let reviewer: { id: string; name: string; cookie: string }

beforeAll(async () => {
  world = await openWorld()
  clerk = await makeStaff(world, 'finance')
  reviewer = await makeStaff(world, 'reviewer')
})
afterAll(() => world.close())

/** Each test has a payer of its own, so that the credit it looks at is its own. */
async function newPayer(): Promise<void> {
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
}

type Part = { orderId: string; amountFen: number; allocationId?: string }
const allocate = (line: MadeLine, ...parts: Part[]) =>
  world.mutate(
    'reconciliation.allocate',
    { lineId: line.id, parts: parts.map((part) => ({ allocationId: newId(), ...part })) },
    clerk.cookie,
  )
const confirm = (suggestion: { id: string; key: string }, allocationIds = [newId()]) =>
  world.mutate(
    'reconciliation.confirm',
    { suggestionId: suggestion.id, key: suggestion.key, allocationIds },
    clerk.cookie,
  )
const undo = (allocationId: string) =>
  world.mutate('reconciliation.undo', { allocationId, reason: '对错了' }, clerk.cookie)
async function decide(
  voucher: { id: string; version: number },
  verdict: { verdict: 'approve'; amountFen: number } | { verdict: 'reject'; reasonCode: string },
): Promise<void> {
  const decision = await world.mutate(
    'vouchers.decide',
    { id: newId(), voucherId: voucher.id, version: voucher.version, ...verdict },
    reviewer.cookie,
  )
  expect(decision.code).toBeNull()
  world.clock.advance(11_000)
  await settleDecision(world.deps, { decisionId: decision.data.decisionId })
}
const approve = (voucher: { id: string; version: number }, amountFen: number) =>
  decide(voucher, { verdict: 'approve', amountFen })

/** What the books have of these orders and of their organisation's credit: with nothing spent, what its banks brought. */
async function booked(...orders: MadeOrder[]): Promise<number> {
  const rows = await world.deps.db.$queryRaw<{ balance: bigint }[]>`
    SELECT coalesce(sum(ledger_balance(id)), 0)::bigint AS balance FROM ledger_accounts
    WHERE kind IN ('order', 'organisationCredit') AND owner_id = ANY(${[organisation.id, ...orders.map(({ id }) => id)]}::uuid[])`
  return Number(rows[0]?.balance ?? 0n)
}
const orderOf = async (order: MadeOrder) => (await world.query('orders.get', { id: order.id }, clerk.cookie)).data
const voucherOf = (id: string) => world.deps.db.voucher.findUniqueOrThrow({ where: { id } })
const coverOf = async (order: MadeOrder) => {
  const rows = await world.deps.db.invoiceRequest.findMany({ where: { orderId: order.id, state: { not: 'rejected' } } })
  return rows.reduce((sum, row) => sum + Number(row.amountFen), 0)
}

describe('the line first', () => {
  test('a second line of the same sum is other money, though the slip of the first waits for its review', async () => {
    await newPayer()
    const order = await makeOrder(world, organisation, { amountFen: 640_000 })
    await allocate(await makeLine(world), { orderId: order.id, amountFen: 320_000 })
    const voucher = await submitted(world, admin.cookie, order, { slip: 1, amountFen: 320_000 })
    const second = await allocate(await makeLine(world), { orderId: order.id, amountFen: 320_000 })
    expect(second.data.parts).toMatchObject([{ how: 'voucher', toOrderFen: 320_000, outstandingFen: 0 }])
    expect(await orderOf(order)).toMatchObject({ state: 'paid', paidFen: 640_000 })
    expect(await voucherOf(voucher.id)).toMatchObject({ state: 'approved' })
    expect(await coverOf(order)).toBe(640_000)
  })

  test('a slip over two transfers that the statement showed one by one is laid beside them', async () => {
    await newPayer()
    const order = await makeOrder(world, organisation, { amountFen: 500_000 })
    const voucher = await submitted(world, admin.cookie, order, { slip: 3 })
    for (const amountFen of [200_000, 300_000])
      await allocate(await makeLine(world, { amountFen }), { orderId: order.id, amountFen })
    await approve(voucher, 500_000)
    expect(await booked(order)).toBe(500_000)
    expect(await voucherOf(voucher.id)).toMatchObject({ state: 'approved' })
    expect(await coverOf(order)).toBe(500_000)
  })

  test('while the order can still take it, a slip over the sum of what came is of other money', async () => {
    await newPayer()
    const order = await makeOrder(world, organisation, { amountFen: 1_000_000 })
    for (const amountFen of [200_000, 300_000])
      await allocate(await makeLine(world, { amountFen }), { orderId: order.id, amountFen })
    await approve(await submitted(world, admin.cookie, order, { slip: 3, amountFen: 500_000 }), 500_000)
    expect(await orderOf(order)).toMatchObject({ state: 'paid', paidFen: 1_000_000 })
  })

  test('the slip of a line that was split over two orders is laid beside its part', async () => {
    await newPayer()
    const orders = [await makeOrder(world, organisation), await makeOrder(world, organisation)] as const
    const voucher = await submitted(world, admin.cookie, orders[0], { slip: 5, amountFen: 640_000 })
    await allocate(
      await makeLine(world, { amountFen: 640_000 }),
      ...orders.map(({ id }) => ({ orderId: id, amountFen: 320_000 })),
    )
    await approve(voucher, 640_000)
    expect(await booked(...orders)).toBe(640_000)
    expect(await voucherOf(voucher.id)).toMatchObject({ state: 'approved' })
  })

  test('the slip of a line that went to one order in two parts is laid beside them, though the order still lacks as much', async () => {
    await newPayer()
    const order = await makeOrder(world, organisation, { amountFen: 1_000_000 })
    const voucher = await submitted(world, admin.cookie, order, { slip: 1, amountFen: 500_000 })
    const line = await makeLine(world, { amountFen: 500_000 })
    await allocate(line, { orderId: order.id, amountFen: 200_000 })
    await allocate(line, { orderId: order.id, amountFen: 300_000 })
    await approve(voucher, 500_000)
    expect(await orderOf(order)).toMatchObject({ state: 'open', paidFen: 500_000 })
  })
})

describe('the slip first', () => {
  test('two lines that make up one approved slip only show it', async () => {
    await newPayer()
    const order = await makeOrder(world, organisation)
    await approve(await submitted(world, admin.cookie, order, { slip: 1 }), 320_000)
    for (const amountFen of [200_000, 120_000]) {
      const answer = await allocate(await makeLine(world, { amountFen }), { orderId: order.id, amountFen })
      expect(answer.data.parts).toMatchObject([{ how: 'linked' }])
    }
    expect(await booked(order)).toBe(320_000)
    // All of it is shown now, so a third line is other money.
    await allocate(await makeLine(world, { amountFen: 70_000 }), { orderId: order.id, amountFen: 70_000 })
    expect(await booked(order)).toBe(390_000)
  })

  test('a line of which the bank kept its fee shows the slip, and is no second payment', async () => {
    await newPayer()
    const order = await makeOrder(world, organisation)
    await approve(await submitted(world, admin.cookie, order, { slip: 3 }), 320_000)
    const answer = await allocate(await makeLine(world, { amountFen: 319_950 }), {
      orderId: order.id,
      amountFen: 319_950,
    })
    expect(answer.data.parts).toMatchObject([{ how: 'linked' }])
    expect(await booked(order)).toBe(320_000)
  })

  test('what an open order still lacks is paid by the line, whatever slip of it waits to be shown', async () => {
    await newPayer()
    const order = await makeOrder(world, organisation, { amountFen: 500_000 })
    await approve(await submitted(world, admin.cookie, order, { slip: 5, amountFen: 300_000 }), 300_000)
    const answer = await allocate(await makeLine(world, { amountFen: 200_000 }), {
      orderId: order.id,
      amountFen: 200_000,
    })
    expect(answer.data.parts).toMatchObject([{ how: 'settled', outstandingFen: 0 }])
  })
})

describe('what a suggestion names and is no longer so', () => {
  test('a payment that another line shows by now is not paid a second time, by a clerk or by itself', async () => {
    await newPayer()
    await setAutoSettle(world, true)
    const order = await makeOrder(world, organisation)
    await approve(await submitted(world, admin.cookie, order, { slip: 1 }), 320_000)
    const [payment] = await world.deps.db.payment.findMany({ where: { orderId: order.id } })
    const line = await makeLine(world)
    const target = { kind: 'payment' as const, paymentId: payment?.id ?? '' }
    const suggestion = await makeSuggestion(world, [line], order, { target, automatic: true })
    await allocate(await makeLine(world), { orderId: order.id, amountFen: 320_000 })
    expect(await settleAutomatically(world.deps, [suggestion.id])).toEqual({ settled: 0, left: 1 })
    expect((await confirm(suggestion)).code).toBe('suggestionGone')
    expect(await booked(order)).toBe(320_000)
  })

  test('a slip that was rejected meanwhile is not taken for good by the line', async () => {
    await newPayer()
    const order = await makeOrder(world, organisation)
    const voucher = await submitted(world, admin.cookie, order, { slip: 3 })
    const target = { kind: 'voucher' as const, voucherId: voucher.id }
    const suggestion = await makeSuggestion(world, [await makeLine(world)], order, { target, automatic: true })
    await decide(voucher, { verdict: 'reject', reasonCode: 'unclear' })
    expect(await voucherOf(voucher.id)).toMatchObject({ state: 'rejected' })
    expect(await settleAutomatically(world.deps, [suggestion.id])).toEqual({ settled: 0, left: 1 })
    expect((await confirm(suggestion)).code).toBe('suggestionGone')
  })

  test('a slip that was approved meanwhile is shown by the line, over whatever sum it was approved', async () => {
    await newPayer()
    const order = await makeOrder(world, organisation)
    const voucher = await submitted(world, admin.cookie, order, { slip: 5 })
    const target = { kind: 'voucher' as const, voucherId: voucher.id }
    const suggestion = await makeSuggestion(world, [await makeLine(world)], order, { target })
    await approve(voucher, 321_000)
    expect((await confirm(suggestion)).data.parts).toMatchObject([{ how: 'linked' }])
    expect(await booked(order)).toBe(321_000)
  })
})

describe('the same ids again', () => {
  test('answer the same, wherever the money went', async () => {
    await newPayer()
    const order = await makeOrder(world, organisation, { amountFen: 300_000 })
    const line = await makeLine(world)
    const part = { allocationId: newId(), orderId: order.id, amountFen: 320_000 }
    const first = await allocate(line, part)
    expect(first.data.parts).toMatchObject([{ how: 'settled', toOrderFen: 300_000, toCreditFen: 20_000 }])
    expect((await allocate(line, part)).data).toEqual(first.data)

    const claimed = await makeOrder(world, organisation)
    await submitted(world, admin.cookie, claimed, { slip: 1 })
    const suggestion = await makeSuggestion(world, [await makeLine(world)], claimed)
    const ids = [newId()]
    const confirmed = await confirm(suggestion, ids)
    expect(confirmed.data.parts).toMatchObject([{ how: 'voucher' }])
    expect((await confirm(suggestion, ids)).data).toEqual(confirmed.data)
  })

  test('after an undo say that it was undone, and book nothing', async () => {
    await newPayer()
    const order = await makeOrder(world, organisation)
    const line = await makeLine(world)
    const part = { allocationId: newId(), orderId: order.id, amountFen: 320_000 }
    await allocate(line, part)
    await undo(part.allocationId)
    expect((await allocate(line, part)).code).toBe('allocationUndone')
    expect(await booked(order)).toBe(0)
  })

  test('are refused in words where they are another’s, or stand there twice', async () => {
    await newPayer()
    const [order, other] = [await makeOrder(world, organisation), await makeOrder(world, organisation)]
    const allocationId = newId()
    const twice = { allocationId, orderId: order.id, amountFen: 100_000 }
    const line = await makeLine(world)
    expect((await allocate(line, twice, { ...twice, orderId: other.id })).code).toBe('idempotencyKeyReused')
    expect(await booked(order, other)).toBe(0)
  })
})
