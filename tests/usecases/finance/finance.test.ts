import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import { closeMonth } from '../../../server/features/finance/close-month.ts'
import { postTransfers } from '../../../server/features/ledger/post-transfers.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { makeOrder } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { makeLine } from '../../support/statements.ts'
import { submitted } from '../../support/vouchers.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let clerk: { id: string; name: string; cookie: string }
let organisation: MadeOrganisation

beforeAll(async () => {
  world = await openWorld()
  clerk = await makeStaff(world, 'finance')
  organisation = await makeOrganisation(world)
})
afterAll(() => world.close())

const day = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
const daysAgo = (days: number) => new Date(world.clock.now().getTime() - days * 86_400_000)
const figures = async (from = '2026-01-01', to = day(world.clock.now())) =>
  (await world.query('finance.figures', { from, to }, clerk.cookie)).data
const allocate = async (lineId: string, orderId: string, amountFen: number) => {
  const allocationId = newId()
  const answer = await world.mutate(
    'reconciliation.allocate',
    { lineId, parts: [{ allocationId, orderId, amountFen }] },
    clerk.cookie,
  )
  expect(answer.code).toBeNull()
  return allocationId
}
const undo = (allocationId: string) =>
  world.mutate('reconciliation.undo', { allocationId, reason: '错了' }, clerk.cookie)

describe('the numbers', () => {
  test('money received stands on the bank’s day, and a reversal takes it off there', async () => {
    const [first, second] = [day(daysAgo(3)), day(daysAgo(2))]
    const orders = [await makeOrder(world, organisation), await makeOrder(world, organisation, { amountFen: 100_000 })]
    await allocate((await makeLine(world, { day: first })).id, orders[0]?.id ?? '', 320_000)
    const wrong = await makeLine(world, { day: second, amountFen: 120_000 })
    const allocationId = await allocate(wrong.id, orders[1]?.id ?? '', 120_000)
    const before = await figures()
    expect(before.days).toMatchObject([
      { day: first, transferFen: 320_000, onlineFen: 0 },
      { day: second, transferFen: 120_000 },
    ])
    expect(before.totals).toEqual({ transferFen: 440_000, onlineFen: 0, refundedFen: 0 })
    expect(before.creditFen).toBe(20_000)
    await undo(allocationId)
    const after = await figures()
    expect(after.days[1]).toMatchObject({ day: second, transferFen: 0 })
    expect(after.creditFen).toBe(0)
  })

  test('what is outstanding is sorted by age, and part payments count for what they leave', async () => {
    const payer = await makeOrganisation(world)
    const base = (await figures()).outstanding
    const sumOf = (rows: { age: string; fen: number; count: number }[], age: string) =>
      rows.find((row) => row.age === age) ?? { fen: Number.NaN, count: Number.NaN }
    for (const days of [0, 7, 8, 31, 91]) await makeOrder(world, payer, { amountFen: 1_000, createdAt: daysAgo(days) })
    const part = await makeOrder(world, payer, { amountFen: 1_000, createdAt: daysAgo(40) })
    await allocate((await makeLine(world, { amountFen: 400 })).id, part.id, 400)
    const now = (await figures()).outstanding
    const grown = ['0-7', '8-30', '31-90', '91+'].map((age) => ({
      count: sumOf(now, age).count - sumOf(base, age).count,
      fen: sumOf(now, age).fen - sumOf(base, age).fen,
    }))
    expect(grown).toEqual([
      { count: 2, fen: 2_000 },
      { count: 1, fen: 1_000 },
      { count: 2, fen: 1_600 },
      { count: 1, fen: 1_000 },
    ])
  })

  test('the shares of what is matched, and matched by itself, count lines that want matching', async () => {
    const at = day(daysAgo(400))
    const order = await makeOrder(world, organisation)
    const line = await makeLine(world, { day: at })
    await makeLine(world, { day: at, amountFen: 777 })
    await makeLine(world, { day: at, state: 'ignored' })
    await makeLine(world, { day: at, direction: 'out' })
    await allocate(line.id, order.id, 320_000)
    expect((await figures(at, at)).lines).toEqual({
      matched: { count: 1, fen: 320_000 },
      open: { count: 1, fen: 777 },
      automatic: { count: 0, fen: 0 },
    })
  })

  test('approved slips without a bank line are counted until one shows them', async () => {
    const admin = await makeAdmin(world, organisation)
    const reviewer = await makeStaff(world, 'reviewer')
    const order = await makeOrder(world, organisation)
    const voucher = await submitted(world, admin.cookie, order, { slip: 1 })
    const decision = await world.mutate(
      'vouchers.decide',
      { id: newId(), voucherId: voucher.id, version: voucher.version, verdict: 'approve', amountFen: 320_000 },
      reviewer.cookie,
    )
    world.clock.advance(11_000)
    const { settleDecision } = await import('../../../server/features/vouchers/settle-decision.ts')
    await settleDecision(world.deps, { decisionId: decision.data.decisionId })
    expect((await figures()).unseen).toMatchObject({ count: 1, fen: 320_000, oldestDay: day(world.clock.now()) })
    await allocate((await makeLine(world)).id, order.id, 320_000)
    expect((await figures()).unseen).toEqual({ count: 0, fen: 0, oldestDay: null })
  })

  test('a period is a period: the wrong way round or longer than a year is refused', async () => {
    const ask = (from: string, to: string) => world.query('finance.figures', { from, to }, clerk.cookie)
    expect((await ask('2026-02-01', '2026-01-01')).code).toBe('inputInvalid')
    expect((await ask('2024-01-01', '2026-01-01')).code).toBe('inputInvalid')
  })
})

describe('月结', () => {
  const post = (bookedOn: string, amountFen: number, key = newId()) =>
    inTransaction(world.deps, (tx) =>
      postTransfers(tx, systemActor('test'), [
        {
          idempotencyKey: key,
          kind: 'overpaymentToCredit',
          debit: { kind: 'bank', ownerId: bank },
          credit: { kind: 'organisationCredit', ownerId: organisation.id },
          amountFen: fen(amountFen),
          causeType: 'payment',
          causeId: key,
          bookedOn,
        },
      ]),
    )
  const bank = newId()
  const close = (month: string) => world.mutate('finance.closeMonth', { month }, clerk.cookie)
  const monthOf = async (month: string) =>
    (await world.query('finance.months', undefined, clerk.cookie)).data.find(
      (row: { month: string }) => row.month === month,
    )

  test('keeps what the books held; later corrections go into the open month', async () => {
    await post('2024-03-10', 5_000)
    await post('2024-04-10', 7_000)
    expect((await close('2024-04')).details).toMatchObject({ month: '2024-03' })
    expect((await close('2024-03')).code).toBeNull()
    expect(await monthOf('2024-03')).toMatchObject({
      closed: { byName: clerk.name },
      figures: { transferFen: 5_000, creditFen: 5_000, transfers: 1 },
    })
    expect(await monthOf('2024-04')).toMatchObject({ closed: null, figures: { transferFen: 7_000, creditFen: 12_000 } })
    const key = newId()
    await post('2024-03-31', 900, key)
    const [late] = await world.deps.db.$queryRaw<{ today: boolean }[]>`
      SELECT booked_on = (now() AT TIME ZONE 'Asia/Shanghai')::date AS today FROM ledger_transfers WHERE idempotency_key = ${key}`
    expect(late).toEqual({ today: true })
    expect(await monthOf('2024-03')).toMatchObject({ figures: { transferFen: 5_000 } })
    expect((await close('2024-03')).code).toBe('monthClosed')
  })

  test('a month that is not over cannot be closed', async () => {
    expect((await close(day(world.clock.now()).slice(0, 7))).code).toBe('monthNotOver')
  })

  test('nothing can be written into a closed month, and its row not changed, whatever asks', async () => {
    const { db } = world.deps
    const row = await db.ledgerTransfer.findFirstOrThrow({ where: { bookedOn: new Date('2024-03-10') } })
    await expect(db.ledgerTransfer.create({ data: { ...row, id: newId(), idempotencyKey: newId() } })).rejects.toThrow()
    await expect(db.closedMonth.delete({ where: { month: '2024-03' } })).rejects.toThrow()
  })

  test('bookings at the moment of closing are in its sums or after it, never lost between', async () => {
    const actor = {
      kind: 'account',
      accountId: clerk.id,
      name: clerk.name,
      ip: '',
      staffRoles: ['finance'],
      organisation: null,
      learnerId: null,
    } as const
    await post('2024-04-11', 1)
    await Promise.all([
      ...Array.from({ length: 12 }, () => post('2024-04-20', 10)),
      closeMonth(world.deps, actor, { month: '2024-04' }),
      ...Array.from({ length: 12 }, () => post('2024-04-20', 10)),
    ])
    const [booked] = await world.deps.db.$queryRaw<{ fen: bigint }[]>`
      SELECT sum(amount_fen)::bigint AS fen FROM ledger_transfers WHERE to_char(booked_on, 'YYYY-MM') = '2024-04'`
    expect(await monthOf('2024-04')).toMatchObject({ figures: { transferFen: Number(booked?.fen) } })
  })
})
