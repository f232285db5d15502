import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import type { NewTransfer } from '../../../server/features/ledger/ledger.rules.ts'
import { postTransfers } from '../../../server/features/ledger/post-transfers.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const actor = systemActor('test')
const bank = { kind: 'bank', ownerId: newId() } as const
const post = (...transfers: NewTransfer[]) => inTransaction(world.deps, (tx) => postTransfers(tx, actor, transfers))
const received = (orderId: string, amount: number, key: string = newId()): NewTransfer => ({
  idempotencyKey: key,
  kind: 'paymentReceived',
  debit: bank,
  credit: { kind: 'order', ownerId: orderId },
  amountFen: fen(amount),
  causeType: 'test',
  causeId: newId(),
})
const refund = (orderId: string, amount: number): NewTransfer => ({
  ...received(orderId, amount),
  kind: 'refundFromOrder',
  debit: { kind: 'order', ownerId: orderId },
  credit: { kind: 'refund', ownerId: newId() },
})
const paid = async (orderId: string) => {
  const rows = await world.deps.db.$queryRaw<{ paid: bigint }[]>`SELECT order_paid_fen(${orderId}::uuid) AS paid`
  return Number(rows[0]?.paid)
}

test('a balance is the sum of the transfers, and debits equal credits', async () => {
  const order = newId()
  await post(received(order, 640_000), received(order, 40_000))
  await post(refund(order, 80_000))
  expect(await paid(order)).toBe(600_000)
  const sums = await world.deps.db.$queryRaw<{ debits: bigint; credits: bigint }[]>`
    SELECT sum(debit_fen)::bigint AS debits, sum(credit_fen)::bigint AS credits FROM ledger_entries`
  expect(sums[0]?.debits).toBe(sums[0]?.credits)
})

test('the same key is the same transfer, however often and however many at once', async () => {
  const order = newId()
  const transfer = received(order, 100, `once-${order}`)
  await Promise.all(Array.from({ length: 6 }, () => post(transfer)))
  expect(await paid(order)).toBe(100)
  await expect(post({ ...transfer, amountFen: fen(200) })).rejects.toMatchObject({ code: 'idempotencyKeyReused' })
})

test('nothing below zero: of refunds at once that are too much together, the later ones are refused', async () => {
  const order = newId()
  await post(received(order, 100))
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => post(refund(order, 60))))
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
  expect(results.filter((result) => result.status === 'rejected').map((result) => result.reason.code)).toEqual(
    Array(4).fill('balanceTooLow'),
  )
  expect(await paid(order)).toBe(40)
})

test('positive control: without the lock on the accounts the same refunds overdraw', async () => {
  const order = newId()
  await post(received(order, 100))
  const accounts = await world.deps.db.ledgerAccount.findMany({ where: { ownerId: { in: [order, bank.ownerId] } } })
  const [orderAccount, bankAccount] = [
    accounts.find((one) => one.kind === 'order'),
    accounts.find((one) => one.kind === 'bank'),
  ]
  if (!orderAccount || !bankAccount) throw new Error('accounts missing')
  let arrived = 0
  let open: () => void = () => undefined
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  // The same steps less FOR UPDATE: write, look at the balance, commit; all are past the look before one commits.
  await Promise.all(
    Array.from({ length: 3 }, () =>
      inTransaction(world.deps, async (tx) => {
        await tx.ledgerTransfer.create({
          data: {
            id: newId(),
            idempotencyKey: newId(),
            kind: 'refundFromOrder',
            debitAccountId: orderAccount.id,
            creditAccountId: bankAccount.id,
            amountFen: 60n,
            causeType: 'test',
            causeId: newId(),
          },
        })
        const rows = await tx.$queryRaw<
          { balance: bigint }[]
        >`SELECT ledger_balance(${orderAccount.id}::uuid) AS balance`
        expect(Number(rows[0]?.balance)).toBe(40)
        arrived++
        if (arrived === 3) open()
        await gate
      }),
    ),
  )
  expect(await paid(order)).toBeLessThan(0)
})

test('history is only added to: the database refuses UPDATE, DELETE and TRUNCATE', async () => {
  await post(received(newId(), 100))
  const db = world.deps.db
  await expect(db.$executeRaw`UPDATE ledger_transfers SET amount_fen = 1`).rejects.toThrow(/append-only/)
  await expect(db.$executeRaw`DELETE FROM ledger_transfers`).rejects.toThrow(/append-only/)
  await expect(db.$executeRaw`TRUNCATE ledger_transfers`).rejects.toThrow(/append-only/)
  await expect(db.$executeRaw`DELETE FROM ledger_accounts`).rejects.toThrow(/append-only|foreign key/)
})

test('a direction that no event makes is a mistake in the code', async () => {
  await expect(post({ ...received(newId(), 100), kind: 'refundFromOrder' })).rejects.toThrow(RangeError)
  await expect(post({ ...received(newId(), 100), kind: 'correction' })).rejects.toThrow(/reason/)
})
