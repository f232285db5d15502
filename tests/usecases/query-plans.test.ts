import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../server/core/ids.ts'
import { makeOrder, makePlan } from '../support/orders.ts'
import { makeAdmin, makeOrganisation, makeStaff } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

/**
 * The hottest questions are answered by an index however much there is: the plans are asked of PostgreSQL itself, over
 * enough rows that reading a whole table would be the worse choice.
 */
let world: World
beforeAll(async () => {
  world = await openWorld()
  const organisation = await makeOrganisation(world)
  await makeAdmin(world, organisation)
  await makeStaff(world, 'reviewer')
  const order = await makeOrder(world, organisation)
  await makePlan(world)
  const db = world.deps.db
  await db.$executeRaw`
    INSERT INTO vouchers (id, order_id, organisation_id, state, invoice_details, submitted_at, due_at, created_by_id)
    SELECT gen_random_uuid(), ${order.id}::uuid, ${organisation.id}::uuid,
           (CASE WHEN n % 50 = 0 THEN 'submitted' ELSE 'approved' END)::voucher_state, '{}', now(), now() + n * interval '1 minute', ${newId()}::uuid
    FROM generate_series(1, 20000) AS n`
  await db.$executeRaw`
    INSERT INTO ledger_accounts (id, kind, owner_id) SELECT gen_random_uuid(), 'order', gen_random_uuid() FROM generate_series(1, 5000)`
  await db.$executeRaw`
    INSERT INTO ledger_transfers (id, idempotency_key, kind, debit_account_id, credit_account_id, amount_fen, cause_type, cause_id)
    SELECT gen_random_uuid(), gen_random_uuid()::text, 'paymentReceived', a.id, b.id, 100, 'test', gen_random_uuid()
    FROM (SELECT id, row_number() OVER () AS n FROM ledger_accounts) a JOIN (SELECT id, row_number() OVER () AS n FROM ledger_accounts) b ON b.n = a.n + 1`
  await db.$executeRaw`
    INSERT INTO sessions (id, token_hash, account_id, ip, user_agent, expires_at)
    SELECT gen_random_uuid(), sha256(n::text::bytea), (SELECT id FROM accounts LIMIT 1), '', '', now() + interval '1 day' FROM generate_series(1, 20000) AS n`
  await db.$executeRaw`
    INSERT INTO organisations (id, path, name, name_key)
    SELECT id, '/' || id || '/', '单位' || n, '单位' || n FROM (SELECT gen_random_uuid() AS id, n FROM generate_series(1, 5000) AS n) made`
  await db.$executeRaw`ANALYZE`
})
afterAll(() => world.close())

async function planOf(sql: string): Promise<string> {
  const rows = await world.deps.db.$queryRawUnsafe<Record<string, string>[]>(`EXPLAIN ${sql}`)
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

test.each([
  [
    'the review queue',
    "SELECT v.id FROM vouchers v WHERE v.state = 'submitted' ORDER BY v.due_at, v.id LIMIT 51",
    'vouchers_review_queue',
  ],
  [
    'its next page',
    "SELECT v.id FROM vouchers v WHERE v.state = 'submitted' AND (v.due_at, v.id) > (now(), '01a200b7-732c-7c15-9516-148752842cd5'::uuid) ORDER BY v.due_at, v.id LIMIT 51",
    'vouchers_review_queue',
  ],
  [
    'registrations that wait',
    "SELECT r.id FROM registrations r WHERE r.state = 'pending' ORDER BY r.due_at, r.id LIMIT 51",
    'registrations_review_queue',
  ],
  [
    'registrations that were decided, the next page',
    "SELECT r.id FROM registrations r WHERE r.state = 'approved' AND (r.state_since, r.id) < (now(), '01a200b7-732c-7c15-9516-148752842cd5'::uuid) ORDER BY r.state_since DESC, r.id DESC LIMIT 51",
    'registrations_state_state_since_id_idx',
  ],
  [
    'a registration by code and mobile',
    "SELECT id FROM registrations WHERE code = '91350100M000100Y43' AND mobile = '13800138000'",
    'registrations_code_mobile_idx',
  ],
  [
    'a session by its cookie',
    "SELECT 1 FROM sessions WHERE token_hash = sha256('7'::bytea) AND revoked_at IS NULL",
    'sessions_token_hash_key',
  ],
  [
    'what went into an account',
    "SELECT sum(amount_fen) FROM ledger_transfers WHERE credit_account_id = '01a200b7-732c-7c15-9516-148752842cd5'",
    'ledger_transfers_credit_account_id_amount_fen_idx',
  ],
  [
    'a slip by its serial number',
    "SELECT 1 FROM voucher_files f WHERE f.reading IS NOT NULL AND f.removed_at IS NULL AND f.reading #>> '{fields,serialNo,value}' = 'Z1'",
    'voucher_files_by_serial',
  ],
  [
    'a subtree',
    "SELECT id FROM organisations WHERE path LIKE '/01a200b7-732c-7c15-9516-148752842cd5/%'",
    'organisations_path_idx',
  ],
  [
    'whom an order is for',
    "SELECT oe.enrolment_id FROM order_enrolments oe WHERE oe.order_id = '01a200b7-732c-7c15-9516-148752842cd5'",
    'order_enrolments_pkey',
  ],
  [
    'whose fee an order asks for',
    "SELECT id FROM enrolments WHERE order_id = '01a200b7-732c-7c15-9516-148752842cd5'",
    'enrolments_order_id_idx',
  ],
  [
    'orders whose time runs out',
    "SELECT o.id FROM orders o WHERE o.state = 'open' AND o.expires_at <= now() ORDER BY o.expires_at LIMIT 100",
    'orders_open_by_expiry',
  ],
  [
    "an organisation's credit",
    "SELECT id FROM ledger_accounts WHERE kind = 'organisationCredit' AND owner_id = '01a200b7-732c-7c15-9516-148752842cd5'",
    'ledger_accounts_kind_owner_id_key',
  ],
])('%s is answered by an index', async (_what, sql, index) => {
  // Tables that hold nothing in this test are read whole, rightly: there the planner is asked what it would do otherwise.
  const plan = await world.deps.db.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL enable_seqscan = off`
    const rows = await tx.$queryRawUnsafe<Record<string, string>[]>(`EXPLAIN ${sql}`)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  })
  expect(plan).toContain(index)
})

test('positive control: without its index the review queue is read whole', async () => {
  await world.deps.db.$executeRaw`DROP INDEX vouchers_review_queue`
  await world.deps.db.$executeRaw`DROP INDEX vouchers_state_id_idx`
  const plan = await planOf("SELECT v.id FROM vouchers v WHERE v.state = 'submitted' ORDER BY v.due_at, v.id LIMIT 51")
  expect(plan).toContain('Seq Scan')
})
