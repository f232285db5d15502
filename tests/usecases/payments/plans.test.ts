import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { findPaymentPage, findPaymentsOfOrder } from '../../../server/features/payments/payments-page.store.ts'
import { countWaitingRefunds, findRefundPage } from '../../../server/features/refunds/refunds-page.store.ts'
import { Prisma, type Readable } from '../../../server/platform/database.ts'
import { makePayee } from '../../support/orders.ts'
import { openWorld, type World } from '../../support/world.ts'

/** 30,000 orders of 300 organisations with a payment each, every second of them with a refund; most are settled. */
let world: World
let small: { id: string; path: string }
let order: { id: string; number: string }
const count = 30_000
beforeAll(async () => {
  world = await openWorld()
  const { db } = world.deps
  const payee = await makePayee(world)
  const clerk = newId()
  await db.$executeRaw`
    INSERT INTO organisations (id, path, name, name_key)
    SELECT id, '/' || id || '/', '单位' || n, '单位' || n FROM (SELECT md5('o' || n)::uuid AS id, n FROM generate_series(1, 300) AS n) made`
  await db.$executeRaw`
    INSERT INTO orders (id, number, kind, organisation_id, payee_account_id, amount_fen, state, expires_at, created_by_id)
    SELECT md5('b' || n)::uuid, 'PX26' || lpad(translate(upper(to_hex(n)), '01', 'XY'), 6, 'Z'), 'enrolments', md5('o' || 1 + n % 300)::uuid,
           ${payee}::uuid, 80000, 'paid', now(), ${clerk}::uuid
    FROM generate_series(1, ${count}::int) AS n`
  await db.$executeRaw`
    INSERT INTO payments (id, order_id, method, state, amount_fen, received_fen, outcome, provider, merchant, trade_no, provider_trade_no, expires_at, closed_at, moved_at)
    SELECT md5('p' || n)::uuid, md5('b' || n)::uuid, 'card', 'confirmed', 80000, 80000, 'exact', 'sandbox', 'M', 'T' || n, 'S' || n, now(), now(), now()
    FROM generate_series(1, ${count}::int) AS n`
  await db.$executeRaw`
    INSERT INTO refunds (id, number, order_id, organisation_id, amount_fen, way, state, reason, requested_by_id, requested_by_name,
                         requested_by_staff, decided_by_id)
    SELECT md5('r' || n)::uuid, 'RF26' || lpad(translate(upper(to_hex(n)), '01', 'XY'), 6, 'Z'), md5('b' || n)::uuid, md5('o' || 1 + n % 300)::uuid,
           80000, 'transfer', (CASE WHEN n % 500 = 0 THEN 'requested' ELSE 'done' END)::refund_state, '离职', ${clerk}::uuid, '沈', false, ${newId()}::uuid
    FROM generate_series(2, ${count}::int, 2) AS n`
  await db.$executeRaw`ANALYZE`
  small = await db.organisation.findFirstOrThrow({ where: { name: '单位7' }, select: { id: true, path: true } })
  order = await db.order.findFirstOrThrow({ where: { organisationId: small.id }, select: { id: true, number: true } })
}, 120_000)
afterAll(() => world.close())

type Node = {
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: Node[]
}

/** A database whose questions are asked for their plans as well. */
function explaining(into: Node[]): Readable {
  const flatten = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flatten)]
  const $queryRaw = async (asked: Prisma.Sql | TemplateStringsArray, ...values: unknown[]) => {
    const sql = asked instanceof Prisma.Sql ? asked : Prisma.sql(asked, ...values)
    const rows = await world.deps.db.$queryRaw<{ 'QUERY PLAN': [{ Plan: Node }] }[]>(
      Prisma.sql`EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) ${sql}`,
    )
    into.push(...rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => flatten(Plan))))
    return world.deps.db.$queryRaw(sql)
  }
  return { $queryRaw } as unknown as Readable
}

/** What a page may look at of one table: a twentieth of it. */
const mostSeen = 1500
const large = new Set(['payments', 'refunds', 'orders'])

async function faultsOf(ask: (db: Readable) => Promise<unknown>): Promise<string[]> {
  const nodes: Node[] = []
  await ask(explaining(nodes))
  expect(nodes.length).toBeGreaterThan(0)
  return nodes.flatMap((node) => {
    const seen = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
    const table = node['Relation Name'] ?? ''
    return large.has(table) && seen > mostSeen ? [`${seen} rows of ${table}`] : []
  })
}

const middle = '80000000-0000-7000-8000-000000000000'
const questions: Record<string, (db: Readable) => Promise<unknown>> = {
  'the newest payments': (db) => findPaymentPage(db, { limit: 50 }),
  'payments further back': (db) => findPaymentPage(db, { limit: 50, cursor: middle }),
  'confirmed payments': (db) => findPaymentPage(db, { limit: 50, state: 'confirmed' }),
  'payments by an order number': (db) => findPaymentPage(db, { limit: 50, search: order.number }),
  'the payments of an order': (db) => findPaymentsOfOrder(db, order.id),
  'the newest refunds': (db) => findRefundPage(db, { limit: 50, path: null }),
  'refunds further back': (db) => findRefundPage(db, { limit: 50, path: null, cursor: middle }),
  'refunds that wait for a decision': (db) => findRefundPage(db, { limit: 50, path: null, state: 'requested' }),
  'refunds that are done': (db) => findRefundPage(db, { limit: 50, path: null, group: 'done' }),
  'how many refunds wait': (db) => countWaitingRefunds(db),
  'the refunds of a subtree': (db) => findRefundPage(db, { limit: 50, path: small.path }),
  'the refunds of an order': (db) => findRefundPage(db, { limit: 50, path: null, orderId: order.id }),
  'the refunds of an organisation': (db) => findRefundPage(db, { limit: 50, path: null, organisationId: small.id }),
}

test.each(Object.keys(questions))('%s are found without reading most of a table', async (name) => {
  expect(await faultsOf(questions[name] ?? (async () => undefined))).toEqual([])
})

test('positive control: a question that no index answers is seen', async () => {
  expect(await faultsOf((db) => db.$queryRaw`SELECT id FROM payments WHERE amount_fen = 1`)).not.toEqual([])
})
