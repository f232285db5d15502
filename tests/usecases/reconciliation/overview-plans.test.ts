import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import type { OverviewWay } from '../../../server/features/reconciliation/overview.schema.ts'
import { type OverviewQuery, pageKeysSql } from '../../../server/features/reconciliation/overview.store.ts'
import { Prisma } from '../../../server/platform/database.ts'
import { makePayee, makePlan } from '../../support/orders.ts'
import { slowness } from '../../support/pace.ts'
import { type MadeOrganisation, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

/**
 * 对账管理 over 200,000 slips, 60,000 payments and 60,000 orders of 2,000 organisations: a page is found by an index that
 * has its order, for the centre and for one organisation, and an export stays flat.
 */
let world: World
let organisation: MadeOrganisation
let staff: { cookie: string }

beforeAll(async () => {
  world = await openWorld()
  organisation = await makeOrganisation(world)
  staff = await makeStaff(world, 'finance')
  const [payeeId, planId] = [await makePayee(world), await makePlan(world)]
  const { db } = world.deps
  await db.$executeRaw`
    INSERT INTO organisations (id, path, name, name_key)
    SELECT id, '/' || id || '/', '单位' || n, '单位' || n FROM (SELECT gen_random_uuid() AS id, n FROM generate_series(1, 2000) AS n) made`
  await db.$executeRaw`
    INSERT INTO orders (id, number, kind, plan_id, organisation_id, payee_account_id, amount_fen, state, expires_at, created_by_id, created_at)
    SELECT gen_random_uuid(),
           'PX26' || translate(lpad(to_hex(row_number() OVER ()), 6, '0'), '0123456789abcdef', '23456789ABCDEFGH'), 'studyCards', ${planId}::uuid, org.id, ${payeeId}::uuid, 32000,
           (CASE WHEN n % 3 = 0 THEN 'open' ELSE 'paid' END)::order_state, now(), ${newId()}::uuid, now() - n * interval '1 minute'
    FROM organisations org CROSS JOIN generate_series(1, 30) AS n`
  await db.$executeRaw`
    INSERT INTO payments (id, order_id, method, provider, merchant, trade_no, state, amount_fen, expires_at, created_at)
    SELECT gen_random_uuid(), id, 'card', 'sandbox', 'M', number || '01', 'expired', 32000, now(), created_at FROM orders`
  // Three times a third: a statement is stopped after thirty seconds, and other tests run beside this one.
  for (const n of [1, 2, 3]) {
    await db.$executeRaw`
      INSERT INTO vouchers (id, order_id, organisation_id, state, amount_fen, invoice_details, submitted_at, due_at, created_by_id)
      SELECT gen_random_uuid(), o.id, o.organisation_id,
             (CASE WHEN ${n} = 1 AND o.state = 'paid' THEN 'submitted' ELSE 'approved' END)::voucher_state, 32000,
             '{"kind": "normal"}', o.created_at + ${n} * interval '1 second', now(), ${newId()}::uuid
      FROM orders o`
  }
  await db.$executeRaw`
    INSERT INTO vouchers (id, order_id, organisation_id, state, amount_fen, invoice_details, submitted_at, due_at, created_by_id)
    SELECT gen_random_uuid(), o.id, o.organisation_id, 'approved', 32000, '{"kind": "normal"}', o.created_at, now(), ${newId()}::uuid
    FROM orders o ORDER BY o.id LIMIT 20000`
  for (const table of ['organisations', 'orders', 'payments', 'vouchers']) {
    await db.$executeRawUnsafe(`ANALYZE ${table}`)
  }
}, 180_000)
afterAll(() => world.close())

type Node = {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  Plans?: Node[]
}

async function nodesOf(sql: Prisma.Sql): Promise<Node[]> {
  const rows = await world.deps.db.$queryRaw<{ 'QUERY PLAN': [{ Plan: Node }] }[]>(
    Prisma.sql`EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) ${sql}`,
  )
  const flatten = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flatten)]
  return rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => flatten(Plan)))
}

const queryOf = (way: OverviewWay, path: string | null = null): OverviewQuery => ({ way, path, withStatement: true })
const after = { appliedAt: new Date(Date.now() - 600_000), id: '01a200b7-732c-7c15-9516-148752842cd5' }
/** Rows that went through any one place, in all its loops. */
const most = (nodes: readonly Node[]) => Math.max(...nodes.map((node) => node['Actual Rows'] * node['Actual Loops']))

test.each([
  ['transfer', 'vouchers_applied'],
  ['online', 'payments_online'],
  ['awaiting', 'orders_open_latest'],
] as const)(
  'of the whole centre, %s: a page and the next one walk %s and touch little more than they show',
  async (way, index) => {
    for (const cursor of [null, after]) {
      const [sql] = pageKeysSql(queryOf(way), cursor, 50)
      const nodes = await nodesOf(sql ?? Prisma.empty)
      expect(nodes.map((node) => node['Index Name'])).toContain(index)
      expect(most(nodes)).toBeLessThan(2500)
    }
  },
)

test.each(['transfer', 'online', 'credit', 'awaiting'] as const)(
  'of one organisation among 2,000, %s: only what is its own is touched',
  async (way) => {
    const { path } = await world.deps.db.organisation.findFirstOrThrow({ where: { id: { not: organisation.id } } })
    for (const sql of pageKeysSql(queryOf(way, path), null, 50)) {
      const nodes = await nodesOf(sql)
      const read = nodes.filter((node) => node['Relation Name'] !== undefined)
      expect(
        read
          .filter((node) => node['Node Type'] === 'Seq Scan' && node['Actual Rows'] > 5)
          .map((node) => node['Relation Name']),
      ).toEqual([])
      expect(most(nodes)).toBeLessThan(2500)
    }
  },
)

test('positive control: without its index a page of the centre reads all slips', async () => {
  const [sql = Prisma.empty] = pageKeysSql(queryOf('transfer'), null, 50)
  await world.deps.db.$executeRaw`DROP INDEX vouchers_applied`
  expect(most(await nodesOf(sql))).toBeGreaterThan(100_000)
  await world.deps.db.$executeRaw`
    CREATE INDEX vouchers_applied ON vouchers (submitted_at DESC, id DESC) WHERE submitted_at IS NOT NULL`
})

test('200,000 rows are listed at once, summed in some seconds, and exported from memory that stays flat', async () => {
  const startMs = performance.now()
  const { data } = await world.query('reconciliationOverview.listAll', { limit: 100 }, staff.cookie)
  expect(data.rows).toHaveLength(100)
  const listedMs = performance.now() - startMs
  const sumMs = performance.now()
  const totals = await world.query('reconciliationOverview.totalsAll', {}, staff.cookie)
  const count = await world.deps.db.voucher.count()
  expect(count).toBeGreaterThanOrEqual(200_000)
  expect(totals.data).toMatchObject({ count, amountFen: 32_000 * count })
  const summedMs = performance.now() - sumMs
  const slower = await slowness()
  expect(listedMs).toBeLessThan(2000 * slower)
  expect(summedMs).toBeLessThan(10_000 * slower)

  const before = livingBytes()
  const body = JSON.stringify({ of: 'centre', filter: { way: 'transfer' } })
  const response = await world.request('/api/reconciliation/export', { method: 'POST', body, cookie: staff.cookie })
  let [bytes, measuredAt, highest] = [0, 0, 0]
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes - measuredAt < 1_000_000) continue
    measuredAt = bytes
    highest = Math.max(highest, livingBytes() - before)
  }
  expect(measuredAt).toBeGreaterThan(2_000_000)
  expect(highest).toBeLessThan(40_000_000)
}, 240_000)

/** What is still referred to, after everything else was collected. */
function livingBytes(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
