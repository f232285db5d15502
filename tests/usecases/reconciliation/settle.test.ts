import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { settleDecision } from '../../../server/features/vouchers/settle-decision.ts'
import { type MadeOrder, makeOrder } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { makeLine, makeSuggestion } from '../../support/statements.ts'
import { submitted } from '../../support/vouchers.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let organisation: MadeOrganisation
let admin: { id: string; cookie: string }
let clerk: { id: string; name: string; cookie: string }
let reviewer: { id: string; name: string; cookie: string }

beforeAll(async () => {
  world = await openWorld()
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
  clerk = await makeStaff(world, 'finance')
  reviewer = await makeStaff(world, 'reviewer')
})
afterAll(() => world.close())

const confirm = (suggestion: { id: string; key: string }, allocationIds: string[], more: object = {}) =>
  world.mutate(
    'reconciliation.confirm',
    { suggestionId: suggestion.id, key: suggestion.key, allocationIds, ...more },
    clerk.cookie,
  )
const allocate = (lineId: string, parts: { orderId: string; amountFen: number; allocationId?: string }[], more = {}) =>
  world.mutate(
    'reconciliation.allocate',
    { lineId, parts: parts.map((part) => ({ allocationId: newId(), ...part })), ...more },
    clerk.cookie,
  )
const orderOf = async (order: MadeOrder) => (await world.query('orders.get', { id: order.id }, clerk.cookie)).data
const lineOf = (id: string) => world.deps.db.statementLine.findUniqueOrThrow({ where: { id } })
const paymentsOf = (order: MadeOrder) =>
  world.deps.db.payment.findMany({ where: { orderId: order.id }, orderBy: { createdAt: 'asc' } })
const requestsOf = (order: MadeOrder) => world.deps.db.invoiceRequest.findMany({ where: { orderId: order.id } })
const creditOf = async (of: MadeOrganisation) => {
  const rows = await world.deps.db.$queryRaw<{ balance: bigint }[]>`
    SELECT ledger_balance(id) AS balance FROM ledger_accounts WHERE kind = 'organisationCredit' AND owner_id = ${of.id}::uuid`
  return Number(rows[0]?.balance ?? 0n)
}

describe('a suggestion that is confirmed', () => {
  test('makes the payment, posts the ledger, settles the order, asks for the invoice, learns the payer and tells: all at once', async () => {
    const order = await makeOrder(world, organisation)
    const line = await makeLine(world, { name: '苏州恒信控股有限公司', account: '1055 0000 0099', day: '2026-11-20' })
    const suggestion = await makeSuggestion(world, [line], order)
    const allocationId = newId()
    const answer = await confirm(suggestion, [allocationId])
    expect(answer.data.parts).toMatchObject([
      { how: 'settled', toOrderFen: 320_000, toCreditFen: 0, outstandingFen: 0, orderNumber: order.number },
    ])

    expect(await orderOf(order)).toMatchObject({ state: 'paid', paidFen: 320_000 })
    expect(await lineOf(line.id)).toMatchObject({ state: 'matched', allocatedFen: 320_000n, suggestionId: null })
    const [payment] = await paymentsOf(order)
    expect(payment).toMatchObject({ method: 'transfer', state: 'confirmed', voucherId: null, outcome: 'exact' })
    expect(payment?.movedAt?.toISOString()).toBe('2026-11-20T02:00:00.000Z')
    const transfers = await world.deps.db.ledgerTransfer.findMany({ where: { causeId: payment?.id ?? '' } })
    expect(transfers).toMatchObject([{ kind: 'paymentReceived', amountFen: 320_000n }])
    expect(await requestsOf(order)).toMatchObject([{ state: 'requested', amountFen: 320_000n, paymentId: payment?.id }])
    expect(await world.deps.db.organisationAlias.findFirst({ where: { allocationId } })).toMatchObject({
      organisationId: organisation.id,
      payerName: '苏州恒信控股有限公司',
      payerAccount: '105500000099',
      confirmedById: clerk.id,
    })
    expect(
      await world.deps.db.notice.count({ where: { kind: 'paymentReceived', channel: 'app', accountId: admin.id } }),
    ).toBeGreaterThan(0)
    expect(
      await world.deps.db.auditEntry.findMany({ where: { subjectId: line.id, action: 'statementLine.allocated' } }),
    ).toMatchObject([{ actorName: clerk.name, organisationId: organisation.id }])
    expect(await world.deps.db.matchSuggestion.count({ where: { id: suggestion.id } })).toBe(0)
  })

  test('confirmed again under the same ids it is the same one, and under others it is gone', async () => {
    const order = await makeOrder(world, organisation)
    const line = await makeLine(world)
    const suggestion = await makeSuggestion(world, [line], order)
    const ids = [newId()]
    const first = await confirm(suggestion, ids)
    const again = await confirm(suggestion, ids)
    expect(again.data.parts).toMatchObject([{ paymentId: first.data.parts[0].paymentId, amountFen: 320_000 }])
    expect((await confirm(suggestion, [newId()])).code).toBe('suggestionGone')
    expect(await paymentsOf(order)).toHaveLength(1)
  })

  test('as it was shown: another thought since then is refused', async () => {
    const order = await makeOrder(world, organisation)
    const suggestion = await makeSuggestion(world, [await makeLine(world)], order)
    expect((await confirm({ ...suggestion, key: 'another' }, [newId()])).code).toBe('suggestionGone')
    expect(await paymentsOf(order)).toHaveLength(0)
  })

  test('two lines that are one order make two payments and one invoice request', async () => {
    const order = await makeOrder(world, organisation, { amountFen: 500_000 })
    const lines = [await makeLine(world, { amountFen: 200_000 }), await makeLine(world, { amountFen: 300_000 })]
    const answer = await confirm(await makeSuggestion(world, lines, order), [newId(), newId()])
    expect(answer.code).toBeNull()
    expect(await orderOf(order)).toMatchObject({ state: 'paid', paidFen: 500_000 })
    expect(await paymentsOf(order)).toHaveLength(2)
    expect((await requestsOf(order)).map((request) => request.amountFen)).toEqual([500_000n])
  })

  test('money over the amount goes to the credit of the organisation', async () => {
    const payer = await makeOrganisation(world)
    const order = await makeOrder(world, payer, { amountFen: 300_000 })
    const line = await makeLine(world, { amountFen: 350_000 })
    const options = { amountFen: 300_000, restToCreditFen: 50_000 }
    const answer = await confirm(await makeSuggestion(world, [line], order, options), [newId()])
    expect(answer.data.parts).toMatchObject([{ toOrderFen: 300_000, toCreditFen: 50_000 }])
    expect(await creditOf(payer)).toBe(50_000)
    expect(await lineOf(line.id)).toMatchObject({ state: 'matched' })
    expect(await requestsOf(order)).toMatchObject([{ amountFen: 300_000n }])
  })
})

describe('one transfer is booked once, whether its slip or the statement comes first', () => {
  test('a slip in review is approved by the line that shows its sum', async () => {
    const order = await makeOrder(world, organisation)
    const voucher = await submitted(world, admin.cookie, order, { slip: 1 })
    const line = await makeLine(world)
    const answer = await allocate(line.id, [{ orderId: order.id, amountFen: 320_000 }])
    expect(answer.data.parts).toMatchObject([{ how: 'voucher', toOrderFen: 320_000 }])
    expect(await world.deps.db.voucher.findUniqueOrThrow({ where: { id: voucher.id } })).toMatchObject({
      state: 'approved',
      decidedById: clerk.id,
    })
    expect(await paymentsOf(order)).toMatchObject([{ voucherId: voucher.id, receivedFen: 320_000n }])
    expect(await requestsOf(order)).toMatchObject([{ voucherId: voucher.id, amountFen: 320_000n }])
  })

  test('a payment that a slip’s approval made is only shown by the line: nothing is posted twice', async () => {
    const order = await makeOrder(world, organisation)
    const voucher = await submitted(world, admin.cookie, order, { slip: 3 })
    await decideAndSettle(voucher, order)
    const line = await makeLine(world)
    const answer = await allocate(line.id, [{ orderId: order.id, amountFen: 320_000 }])
    expect(answer.data.parts).toMatchObject([{ how: 'linked' }])
    expect(await paymentsOf(order)).toHaveLength(1)
    expect(await orderOf(order)).toMatchObject({ paidFen: 320_000 })
    expect(await lineOf(line.id)).toMatchObject({ state: 'matched' })
    // A second line of the same sum is other money: the order is paid, so it is credit.
    const payer = await creditOf(organisation)
    const second = await makeLine(world)
    const double = await allocate(second.id, [{ orderId: order.id, amountFen: 320_000 }])
    expect(double.data.parts).toMatchObject([{ how: 'settled', toOrderFen: 0, toCreditFen: 320_000 }])
    expect(await creditOf(organisation)).toBe(payer + 320_000)
  })

  test('a line that is larger than its slip shows the slip’s payment first, and the rest is credit', async () => {
    const payer = await makeOrganisation(world)
    const payerAdmin = await makeAdmin(world, payer)
    const order = await makeOrder(world, payer)
    await decideAndSettle(await submitted(world, payerAdmin.cookie, order, { slip: 8 }), order)
    const line = await makeLine(world, { amountFen: 350_000 })
    const whole = await allocate(line.id, [{ orderId: order.id, amountFen: 350_000 }])
    expect(whole).toMatchObject({ code: 'orderHasUnseenPayment', details: { leftFen: 320_000 } })
    const parted = await allocate(line.id, [{ orderId: order.id, amountFen: 320_000 }])
    expect(parted.data.parts).toMatchObject([{ how: 'linked' }])
    const rest = await allocate(line.id, [{ orderId: order.id, amountFen: 30_000 }])
    expect(rest.data.parts).toMatchObject([{ how: 'settled', toOrderFen: 0, toCreditFen: 30_000 }])
    expect(await creditOf(payer)).toBe(30_000)
    expect(await lineOf(line.id)).toMatchObject({ state: 'matched' })
  })

  test('a slip that is approved after its line was settled is laid beside that payment', async () => {
    const order = await makeOrder(world, organisation)
    const voucher = await submitted(world, admin.cookie, order, { slip: 5, amountFen: 310_000 })
    // The line says another sum than the slip, so they are not taken for one.
    const line = await makeLine(world, { amountFen: 320_000 })
    await allocate(line.id, [{ orderId: order.id, amountFen: 320_000 }])
    await decideAndSettle(voucher, order)
    expect(await paymentsOf(order)).toMatchObject([{ voucherId: voucher.id, receivedFen: 320_000n }])
    expect(await orderOf(order)).toMatchObject({ paidFen: 320_000, state: 'paid' })
    expect(await requestsOf(order)).toHaveLength(1)
  })

  async function decideAndSettle(voucher: { id: string; version: number }, order: MadeOrder): Promise<void> {
    const decision = await world.mutate(
      'vouchers.decide',
      { id: newId(), voucherId: voucher.id, version: voucher.version, verdict: 'approve', amountFen: order.amountFen },
      reviewer.cookie,
    )
    world.clock.advance(11_000)
    await settleDecision(world.deps, { decisionId: decision.data.decisionId })
  }
})

describe('a split by hand', () => {
  test('gives one line to orders of several organisations and leaves the rest on the line', async () => {
    const other = await makeOrganisation(world)
    const [own, theirs] = [await makeOrder(world, organisation), await makeOrder(world, other, { amountFen: 100_000 })]
    const line = await makeLine(world, { amountFen: 500_000 })
    const answer = await allocate(line.id, [
      { orderId: own.id, amountFen: 320_000 },
      { orderId: theirs.id, amountFen: 100_000 },
    ])
    expect(answer.data.parts).toHaveLength(2)
    expect(await orderOf(own)).toMatchObject({ state: 'paid' })
    expect(await orderOf(theirs)).toMatchObject({ state: 'paid' })
    expect(await lineOf(line.id)).toMatchObject({ state: 'unmatched', allocatedFen: 420_000n })
    const rest = await allocate(line.id, [{ orderId: theirs.id, amountFen: 80_001 }])
    expect(rest).toMatchObject({ code: 'lineTooSmall', details: { leftFen: 80_000 } })
  })

  test('is refused whole when one part cannot be: nothing is half booked', async () => {
    const [first, second] = [await makeOrder(world, organisation), await makeOrder(world, organisation)]
    const line = await makeLine(world, { amountFen: 400_000 })
    const answer = await allocate(line.id, [
      { orderId: first.id, amountFen: 320_000 },
      { orderId: second.id, amountFen: 320_000 },
    ])
    expect(answer.code).toBe('lineTooSmall')
    expect(await paymentsOf(first)).toHaveLength(0)
    expect(await lineOf(line.id)).toMatchObject({ state: 'unmatched', allocatedFen: 0n })
  })

  test('money for an expired order is its organisation’s credit', async () => {
    const payer = await makeOrganisation(world)
    const order = await makeOrder(world, payer, { state: 'expired' })
    const line = await makeLine(world)
    const answer = await allocate(line.id, [{ orderId: order.id, amountFen: 320_000 }])
    expect(answer.data.parts).toMatchObject([{ how: 'settled', toOrderFen: 0, toCreditFen: 320_000 }])
    expect(await creditOf(payer)).toBe(320_000)
    expect(await requestsOf(order)).toHaveLength(0)
  })

  test('an order that is to be paid into another account of ours wants a second look', async () => {
    const order = await makeOrder(world, organisation)
    const payeeAccountId = newId()
    await world.deps.db.payeeAccount.create({
      data: { id: payeeAccountId, name: '另一账户', bank: '建设银行', account: '32056642396961526505' },
    })
    const line = await makeLine(world, { payeeAccountId })
    const parts = [{ orderId: order.id, amountFen: 320_000 }]
    expect((await allocate(line.id, parts)).code).toBe('lineOtherAccount')
    expect((await allocate(line.id, parts, { otherAccountAccepted: true })).code).toBeNull()
    const bank = await world.deps.db.ledgerAccount.findUniqueOrThrow({
      where: { kind_ownerId: { kind: 'bank', ownerId: payeeAccountId } },
      include: { debits: true },
    })
    expect(bank.debits.map((transfer) => transfer.amountFen)).toEqual([320_000n])
  })

  test('takes no line that paid out, that is ignored, or that is given away', async () => {
    const order = await makeOrder(world, organisation)
    const parts = [{ orderId: order.id, amountFen: 320_000 }]
    const out = await makeLine(world, { direction: 'out' })
    const ignored = await makeLine(world, { state: 'ignored' })
    for (const line of [out, ignored]) expect((await allocate(line.id, parts)).code).toBe('lineNotOpen')
    const used = await makeLine(world)
    await allocate(used.id, parts)
    expect((await allocate(used.id, parts)).code).toBe('lineNotOpen')
    expect((await allocate(newId(), parts)).code).toBe('notFound')
  })
})

test('the day of the books is the bank’s day, and today once that month is closed', async () => {
  const [before, after] = [await makeOrder(world, organisation), await makeOrder(world, organisation)]
  const line = await makeLine(world, { day: '2026-09-15', remark: '九月' })
  await allocate(line.id, [{ orderId: before.id, amountFen: 320_000 }])
  await world.deps.db.closedMonth.create({
    data: { month: '2026-09', figures: {}, closedById: clerk.id, closedByName: clerk.name },
  })
  const late = await makeLine(world, { day: '2026-09-15', remark: '九月，后来才导入' })
  await allocate(late.id, [{ orderId: after.id, amountFen: 320_000 }])
  const days = async (order: MadeOrder) => {
    const [payment] = await paymentsOf(order)
    return world.deps.db.$queryRaw<{ day: string; today: boolean }[]>`
      SELECT booked_on::text AS day, booked_on = (now() AT TIME ZONE 'Asia/Shanghai')::date AS today
      FROM ledger_transfers WHERE cause_id = ${payment?.id ?? ''}::uuid`
  }
  expect(await days(before)).toMatchObject([{ day: '2026-09-15' }])
  expect(await days(after)).toMatchObject([{ today: true }])
})
