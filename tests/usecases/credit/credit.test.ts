import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import { postTransfers } from '../../../server/features/ledger/post-transfers.ts'
import { lockOrder } from '../../../server/features/orders/load-order.ts'
import { confirmTransferPayment } from '../../../server/features/payments/confirm-transfer-payment.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { makeAttempt, makeOrder } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let organisation: MadeOrganisation
let branch: MadeOrganisation
let admin: { id: string; name: string; cookie: string }
const system = systemActor('test')

beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  organisation = await makeOrganisation(world)
  branch = await makeOrganisation(world, { parent: organisation })
  admin = await makeAdmin(world, organisation)
})

/** Pays an order by transfer; what is too much becomes the credit of its organisation. */
async function receive(orderId: string, amountFen: number): Promise<void> {
  await inTransaction(world.deps, async (tx) => {
    const voucherId = newId()
    const { organisationId } = await lockOrder(tx, orderId)
    await tx.voucher.create({ data: { id: voucherId, orderId, organisationId, createdById: newId() } })
    const payment = { paymentId: newId(), orderId, voucherId, amountFen: fen(amountFen), movedAt: null }
    await confirmTransferPayment(world.deps, tx, system, payment)
  })
}
/** Gives an organisation credit: an order of 100 fen that was overpaid. */
async function giveCredit(to: MadeOrganisation, amountFen: number): Promise<string> {
  const order = await makeOrder(world, to, { amountFen: 100 })
  await receive(order.id, 100 + amountFen)
  return order.id
}
const pay = (change: object, cookie = admin.cookie) =>
  world.mutate('credit.pay', { id: newId(), organisationId: organisation.id, ...change }, cookie)
const balanceOf = async (id: string) => {
  const { data } = await world.query('credit.balances', undefined, admin.cookie)
  return data.balances.find((one: { organisationId: string }) => one.organisationId === id)?.balanceFen ?? 0
}

test('what was paid too much is the organisation’s credit, and every movement says why', async () => {
  const over = await giveCredit(organisation, 5_000)
  await receive(over, 700)
  const cancelled = await makeOrder(world, organisation, { amountFen: 900, state: 'cancelled' })
  await receive(cancelled.id, 900)
  const target = await makeOrder(world, organisation, { amountFen: 2_000 })
  expect((await pay({ orderId: target.id, amountFen: 2_000 })).data.state).toBe('paid')
  const { data } = await world.query('credit.entries', { organisationId: organisation.id }, admin.cookie)
  expect(
    data.rows.map((row: Record<string, unknown>) => [
      row.cause,
      row.amountFen,
      row.balanceFen,
      row.orderId,
      row.method,
    ]),
  ).toEqual([
    ['orderPaid', -2_000, 4_600, target.id, 'credit'],
    ['late', 900, 6_600, cancelled.id, 'transfer'],
    ['double', 700, 5_700, over, 'transfer'],
    ['over', 5_000, 5_000, over, 'transfer'],
  ])
  const page = await world.query('credit.entries', { organisationId: organisation.id, limit: 1 }, admin.cookie)
  const next = { organisationId: organisation.id, limit: 2, cursor: page.data.nextCursor }
  const second = await world.query('credit.entries', next, admin.cookie)
  expect(second.data.rows.map((row: { balanceFen: number }) => row.balanceFen)).toEqual([6_600, 5_700])
})

test('balances are those of the own subtree', async () => {
  await giveCredit(organisation, 300)
  await giveCredit(branch, 200)
  await giveCredit(await makeOrganisation(world), 900)
  const { data } = await world.query('credit.balances', undefined, admin.cookie)
  expect(data).toMatchObject({
    totalFen: 500,
    balances: [
      { organisationId: organisation.id, balanceFen: 300 },
      { organisationId: branch.id, balanceFen: 200 },
    ],
  })
  const stranger = await makeAdmin(world, await makeOrganisation(world))
  expect((await world.query('credit.balances', undefined, stranger.cookie)).data).toEqual({ balances: [], totalFen: 0 })
  expect((await world.query('credit.entries', { organisationId: organisation.id }, stranger.cookie)).code).toBe(
    'notFound',
  )
})

test('credit pays an order in part, and the rest stays outstanding', async () => {
  await giveCredit(organisation, 1_000)
  const order = await makeOrder(world, branch, { amountFen: 3_000 })
  expect((await world.query('credit.forOrder', { orderId: order.id }, admin.cookie)).data).toEqual({
    outstandingFen: 3_000,
    sources: [{ organisationId: organisation.id, organisationName: organisation.name, balanceFen: 1_000 }],
  })
  const { data } = await pay({ orderId: order.id, amountFen: 1_000 })
  expect(data).toMatchObject({ state: 'open', paidFen: 1_000, outstandingFen: 2_000 })
  expect(await balanceOf(organisation.id)).toBe(0)
  const payments = await world.deps.db.payment.findMany({ where: { orderId: order.id } })
  expect(payments).toMatchObject([{ method: 'credit', state: 'confirmed', outcome: 'under', createdById: admin.id }])
})

test('what credit pays is invoiced as other money is, and announced', async () => {
  await giveCredit(organisation, 4_000)
  const order = await makeOrder(world, organisation, { amountFen: 4_000 })
  await pay({ orderId: order.id, amountFen: 4_000 })
  const requests = await world.deps.db.invoiceRequest.findMany({ where: { orderId: order.id } })
  expect(requests).toMatchObject([{ amountFen: 4_000n, state: 'requested', title: organisation.name }])
  expect(await world.deps.db.notice.count({ where: { kind: 'paymentReceived', accountId: admin.id } })).toBe(1)
  const first = await makeOrder(world, organisation, { amountFen: 100 })
  const asked = { id: first.id, mode: 'invoiceFirst', requestId: newId() }
  expect((await world.mutate('orders.changeMode', asked, admin.cookie)).code).toBeNull()
  await giveCredit(organisation, 100)
  await pay({ orderId: first.id, amountFen: 100 })
  expect(await world.deps.db.invoiceRequest.count({ where: { orderId: first.id } })).toBe(1)
})

test('the same payment sent again pays once; with other content it is refused', async () => {
  await giveCredit(organisation, 5_000)
  const order = await makeOrder(world, organisation, { amountFen: 3_000 })
  const input = { id: newId(), orderId: order.id, amountFen: 1_000 }
  const answers = await Promise.all(Array.from({ length: 4 }, () => pay(input)))
  expect(answers.map((answer) => answer.code)).toEqual([null, null, null, null])
  expect((await pay({ ...input, amountFen: 500 })).code).toBe('idempotencyKeyReused')
  expect(await balanceOf(organisation.id)).toBe(4_000)
})

test('the id of an attempt to pay online is not taken for a payment from the credit', async () => {
  await giveCredit(organisation, 1_000)
  const before = await balanceOf(organisation.id)
  const order = await makeOrder(world, organisation, { amountFen: 1_000 })
  const id = await makeAttempt(world, order)
  expect((await pay({ id, orderId: order.id, amountFen: 1_000 })).code).toBe('idempotencyKeyReused')
  expect(await balanceOf(organisation.id)).toBe(before)
})

test('more than there is, more than is owed, or nothing is refused', async () => {
  await giveCredit(organisation, 500)
  const order = await makeOrder(world, organisation, { amountFen: 800 })
  expect(await pay({ orderId: order.id, amountFen: 501 })).toMatchObject({
    code: 'creditTooLow',
    details: { balanceFen: 500 },
  })
  expect(await pay({ orderId: order.id, amountFen: 801 })).toMatchObject({
    code: 'amountInvalid',
    details: { maxFen: 800 },
  })
  for (const amountFen of [0, -5, 1.5]) expect((await pay({ orderId: order.id, amountFen })).code).toBe('amountInvalid')
  const ended = await makeOrder(world, organisation, { state: 'expired' })
  expect((await pay({ orderId: ended.id, amountFen: 1 })).code).toBe('orderNotPayable')
  expect(await balanceOf(organisation.id)).toBe(500)
})

test('credit pays the orders of its unit and of those below it, never those above or beside it', async () => {
  await giveCredit(branch, 500)
  const above = await makeOrder(world, organisation, { amountFen: 100 })
  expect((await pay({ organisationId: branch.id, orderId: above.id, amountFen: 100 })).code).toBe('inputInvalid')
  const sibling = await makeOrder(world, await makeOrganisation(world, { parent: organisation }), { amountFen: 100 })
  expect((await pay({ organisationId: branch.id, orderId: sibling.id, amountFen: 100 })).code).toBe('inputInvalid')
  expect((await world.query('credit.forOrder', { orderId: above.id }, admin.cookie)).data.sources).toEqual([])
})

test('a branch does not see or spend the credit above it; of staff, finance does', async () => {
  await giveCredit(organisation, 500)
  const order = await makeOrder(world, branch, { amountFen: 400 })
  const branchAdmin = await makeAdmin(world, branch)
  expect((await world.query('credit.forOrder', { orderId: order.id }, branchAdmin.cookie)).data.sources).toEqual([])
  const input = { orderId: order.id, amountFen: 100 }
  expect((await pay(input, branchAdmin.cookie)).code).toBe('notFound')
  expect((await pay(input, (await makeStaff(world, 'reviewer')).cookie)).code).toBe('notAllowed')
  expect((await pay(input, (await makeStaff(world, 'finance')).cookie)).data.paidFen).toBe(100)
})

test('two orders paid at once from one credit spend it once', async () => {
  for (let round = 0; round < 4; round++) {
    const payer = await makeOrganisation(world, { parent: organisation })
    await giveCredit(payer, 1_000)
    const orders = await Promise.all([0, 1].map(() => makeOrder(world, payer, { amountFen: 1_000 })))
    const answers = await Promise.all(
      orders.map((order) => pay({ organisationId: payer.id, orderId: order.id, amountFen: 1_000 })),
    )
    expect(answers.map((answer) => answer.code).sort()).toEqual(['creditTooLow', null].sort())
    expect(await balanceOf(payer.id)).toBe(0)
  }
})

test('positive control: who looks at the balance without holding the account spends it twice', async () => {
  const payer = await makeOrganisation(world, { parent: organisation })
  await giveCredit(payer, 1_000)
  const account = await world.deps.db.ledgerAccount.findFirstOrThrow({
    where: { kind: 'organisationCredit', ownerId: payer.id },
  })
  const orders = await Promise.all([0, 1].map(() => makeOrder(world, payer, { amountFen: 1_000 })))
  const targets = await Promise.all(
    orders.map((order) =>
      world.deps.db.ledgerAccount.create({ data: { id: newId(), kind: 'order', ownerId: order.id } }),
    ),
  )
  let looked = 0
  let bothLooked = () => {}
  const both = new Promise<void>((resolve) => {
    bothLooked = resolve
  })
  await Promise.all(
    targets.map((target) =>
      inTransaction(world.deps, async (tx) => {
        const [row] = await tx.$queryRaw<{ left: bigint }[]>`SELECT ledger_balance(${account.id}::uuid) AS left`
        if (++looked === 2) bothLooked()
        await both
        if ((row?.left ?? 0n) < 1_000n) return
        const id = newId()
        const move = {
          idempotencyKey: id,
          kind: 'creditToOrder',
          amountFen: 1_000n,
          causeType: 'test',
          causeId: id,
        } as const
        await tx.ledgerTransfer.create({
          data: { id, ...move, debitAccountId: account.id, creditAccountId: target.id },
        })
      }),
    ),
  )
  expect(await balanceOf(payer.id)).toBe(-1_000)
  // The ledger itself, which holds the account, refuses what comes next.
  const more = inTransaction(world.deps, (tx) =>
    postTransfers(tx, system, [
      {
        idempotencyKey: newId(),
        kind: 'creditToOrder',
        debit: { kind: 'organisationCredit', ownerId: payer.id },
        credit: { kind: 'order', ownerId: orders[0]?.id ?? '' },
        amountFen: fen(1),
        causeType: 'test',
        causeId: newId(),
      },
    ]),
  )
  await expect(more).rejects.toMatchObject({ code: 'balanceTooLow' })
})

test('a payment of credit is a payment of the order like any other', async () => {
  await giveCredit(organisation, 100)
  const order = await makeOrder(world, organisation, { amountFen: 200 })
  await pay({ orderId: order.id, amountFen: 100 })
  const { data } = await world.query('payments.ofOrder', { orderId: order.id }, admin.cookie)
  expect(data).toMatchObject([{ method: 'credit', receivedFen: 100, toOrderFen: 100, toCreditFen: 0 }])
})
