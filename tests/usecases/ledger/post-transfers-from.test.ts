import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import { loadBalance } from '../../../server/features/ledger/load-balance.ts'
import { postTransfers } from '../../../server/features/ledger/post-transfers.ts'
import { postTransfersFrom } from '../../../server/features/ledger/post-transfers-from.ts'
import { inTransaction, Prisma } from '../../../server/platform/database.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const actor = systemActor('test')
type Row = { key: string; debit: string; credit: string; fen: number }
const batch = (ownerId: string) => ({ kind: 'cardBatch', ownerId }) as const
const wallet = (ownerId: string) => ({ kind: 'wallet', ownerId }) as const
const balance = (ref: { kind: 'cardBatch' | 'wallet'; ownerId: string }) => loadBalance(world.deps.db, ref)

async function fullBatch(amount: number): Promise<string> {
  const id = newId()
  await inTransaction(world.deps, (tx) =>
    postTransfers(tx, actor, [
      {
        idempotencyKey: `issued:${id}`,
        kind: 'cardsIssued',
        debit: { kind: 'cardIssue', ownerId: newId() },
        credit: batch(id),
        amountFen: fen(amount),
        causeType: 'test',
        causeId: id,
      },
    ]),
  )
  return id
}
const select = (rows: readonly Row[]) => Prisma.sql`
  SELECT key, debit AS debit_owner, credit AS credit_owner, fen AS amount_fen
  FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r(key text, debit uuid, credit uuid, fen bigint)`
const recharge = (rows: readonly Row[]) =>
  inTransaction(world.deps, (tx) =>
    postTransfersFrom(
      tx,
      actor,
      { kind: 'recharged', debit: 'cardBatch', credit: 'wallet', causeType: 'test', causeId: newId() },
      select(rows),
    ),
  )
const takeBack = (rows: readonly Row[]) =>
  inTransaction(world.deps, (tx) =>
    postTransfersFrom(
      tx,
      actor,
      { kind: 'rechargeTakenBack', debit: 'wallet', credit: 'cardBatch', causeType: 'test', causeId: newId() },
      select(rows),
    ),
  )
const spread = (from: string, count: number, each: number): Row[] =>
  Array.from({ length: count }, () => {
    const credit = newId()
    return { key: `to:${credit}`, debit: from, credit, fen: each }
  })

test('many transfers are posted at once, and the same again posts nothing', async () => {
  const from = await fullBatch(100_000)
  const rows = spread(from, 900, 100)
  expect(await recharge(rows)).toBe(900)
  expect(await recharge(rows)).toBe(0)
  expect(await balance(batch(from))).toBe(10_000)
  expect(await balance(wallet(rows[450]?.credit ?? ''))).toBe(100)
})

test('the ids that the database makes are UUIDv7 of this moment', async () => {
  const from = await fullBatch(100)
  await recharge(spread(from, 1, 100))
  const { id } = await world.deps.db.ledgerTransfer.findFirstOrThrow({
    where: { kind: 'recharged' },
    orderBy: { createdAt: 'desc' },
  })
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Math.abs(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) - Date.now())).toBeLessThan(60_000)
})

test('all or none: one fen more than the batch holds, and nothing of it is posted', async () => {
  const from = await fullBatch(1_000)
  const rows = [...spread(from, 9, 100), ...spread(from, 1, 101)]
  await expect(recharge(rows)).rejects.toMatchObject({
    code: 'balanceTooLow',
    details: { kind: 'cardBatch', ownerId: from, balanceFen: -1, accounts: 1 },
  })
  expect(await balance(batch(from))).toBe(1_000)
})

test('several that would fall below zero are counted, and the one furthest below is named', async () => {
  const from = await fullBatch(1_000)
  const rows = spread(from, 3, 100)
  await recharge(rows)
  const back = rows.map((row, index) => ({ key: newId(), debit: row.credit, credit: from, fen: 100 + 10 * index }))
  await expect(takeBack(back)).rejects.toMatchObject({
    details: { ownerId: rows[2]?.credit, balanceFen: -20, accounts: 2 },
  })
  expect(await balance(batch(from))).toBe(700)
})

test('a key that was used for another amount or another wallet is refused, and nothing is posted', async () => {
  const from = await fullBatch(1_000)
  const [first, second] = spread(from, 2, 100)
  if (!first || !second) throw new Error('no rows')
  await recharge([first])
  await expect(recharge([second, { ...first, fen: 200 }])).rejects.toMatchObject({ code: 'idempotencyKeyReused' })
  await expect(recharge([second, { ...first, credit: newId() }])).rejects.toMatchObject({
    code: 'idempotencyKeyReused',
  })
  expect(await balance(batch(from))).toBe(900)
})

test('amounts of nothing are left out, and a direction that no event makes is a mistake in the code', async () => {
  const from = await fullBatch(1_000)
  expect(await recharge([...spread(from, 2, 0), ...spread(from, 1, 5)])).toBe(1)
  const wrong = inTransaction(world.deps, (tx) =>
    postTransfersFrom(
      tx,
      actor,
      { kind: 'recharged', debit: 'order', credit: 'wallet', causeType: 'test', causeId: newId() },
      select([]),
    ),
  )
  await expect(wrong).rejects.toThrow(RangeError)
})

test('of two at once that are too much together, one is refused', async () => {
  for (let round = 0; round < 5; round++) {
    const from = await fullBatch(1_000)
    const results = await Promise.allSettled([recharge(spread(from, 30, 20)), recharge(spread(from, 30, 20))])
    expect(results.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await balance(batch(from))).toBe(400)
  }
})

test('the same ones sent at once are posted once', async () => {
  const from = await fullBatch(1_000)
  const rows = spread(from, 30, 20)
  const counts = await Promise.all(Array.from({ length: 4 }, () => recharge(rows)))
  expect(counts.sort()).toEqual([0, 0, 0, 30])
  expect(await balance(batch(from))).toBe(400)
})
