import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import { postTransfers } from '../../../server/features/ledger/post-transfers.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { makeOrder } from '../../support/orders.ts'
import { type MadeOrganisation, makeOrganisation, makeStaff } from '../../support/people.ts'
import { makeLine } from '../../support/statements.ts'
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

const bank = newId()
async function post(bookedOn: string | null, amountFen: number): Promise<string> {
  const key = newId()
  await inTransaction(world.deps, (tx) =>
    postTransfers(tx, systemActor('test'), [
      {
        idempotencyKey: key,
        kind: 'overpaymentToCredit',
        debit: { kind: 'bank', ownerId: bank },
        credit: { kind: 'organisationCredit', ownerId: organisation.id },
        amountFen: fen(amountFen),
        causeType: 'payment',
        causeId: key,
        ...(bookedOn ? { bookedOn } : {}),
      },
    ]),
  )
  const { bookedOn: on } = await world.deps.db.ledgerTransfer.findUniqueOrThrow({ where: { idempotencyKey: key } })
  return on.toISOString().slice(0, 10)
}
const creditAt = async (day: string) => {
  const [row] = await world.deps.db.$queryRaw<{ fen: bigint }[]>`
    SELECT coalesce(sum(t.amount_fen), 0)::bigint AS fen FROM ledger_transfers t JOIN ledger_accounts c ON c.id = t.credit_account_id
    WHERE c.kind = 'organisationCredit' AND t.booked_on <= ${day}::date`
  return Number(row?.fen)
}

test('what lies before a closed month is closed with it, though nothing had been booked there', async () => {
  await post('2024-03-10', 5_000)
  const closed = await world.mutate('finance.closeMonth', { month: '2024-03' }, clerk.cookie)
  expect(closed.data.figures).toMatchObject({ creditFen: 5_000 })
  expect(await post('2024-02-15', 900)).not.toBe('2024-02-15')
  expect(await creditAt('2024-03-31')).toBe(5_000)
  const [row] = await world.deps.db.ledgerTransfer.findMany({ take: 1 })
  if (!row) throw new Error('nothing was booked')
  const before = { ...row, id: newId(), idempotencyKey: newId(), bookedOn: new Date('2024-01-31') }
  await expect(world.deps.db.ledgerTransfer.create({ data: before })).rejects.toThrow()
})

test('a line is booked on the bank’s day, however old it is, as the statement is no slip that may be misread', async () => {
  const order = await makeOrder(world, organisation)
  const [late, midnight] = [
    await makeLine(world, { day: '2025-02-03', amountFen: 100_000 }),
    await makeLine(world, { day: '2026-10-31', time: '24:00:00', amountFen: 220_000 }),
  ]
  for (const line of [late, midnight]) {
    const parts = [{ allocationId: newId(), orderId: order.id, amountFen: line.amountFen }]
    expect((await world.mutate('reconciliation.allocate', { lineId: line.id, parts }, clerk.cookie)).code).toBeNull()
  }
  const payments = await world.deps.db.payment.findMany({ where: { orderId: order.id } })
  const rows = await world.deps.db.ledgerTransfer.findMany({
    where: { causeId: { in: payments.map(({ id }) => id) } },
    orderBy: { bookedOn: 'asc' },
  })
  expect(rows.map(({ bookedOn }) => bookedOn.toISOString().slice(0, 10))).toEqual(['2025-02-03', '2026-10-31'])
})

test('a booking that waited over the end of its month for the closing goes into the next, and does not fail', async () => {
  const [now] = await world.deps.db.$queryRaw<{ month: string; next: string }[]>`
    SELECT to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month,
           (date_trunc('month', now() AT TIME ZONE 'Asia/Shanghai') + interval '1 month')::date::text AS next`
  await world.deps.db.closedMonth.create({
    data: { month: now?.month ?? '', figures: {}, closedById: clerk.id, closedByName: clerk.name },
  })
  expect(await post(null, 100)).toBe(now?.next)
})
