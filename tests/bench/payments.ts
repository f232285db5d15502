import pg from 'pg'
import { createApp } from '../../server/app.ts'
import type { AccountActor } from '../../server/core/actor.ts'
import { newId } from '../../server/core/ids.ts'
import { openCashier } from '../../server/features/payments/open-cashier.ts'
import { makeOrder } from '../support/orders.ts'
import { actorOf } from '../support/paying.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation } from '../support/people.ts'
import { startSandboxBank } from '../support/sandbox-bank.ts'
import type { World } from '../support/world.ts'
import { percentile, withBenchWorld } from './bench-world.ts'
import type { Measure } from './measure.ts'

const leastShareOfBare = 0.5
/** From the tap to the provider's address, in milliseconds. */
const cashierWithinMs = 300
const paymentsATurn = 60
const turns = 5
const atOnce = 8

type Attempt = { readonly paymentId: string; readonly orderId: string; readonly notice: RequestInit }

/**
 * Notices of a provider, verified and applied (attempt, ledger, order, invoice request, notices, audit, all in one),
 * against a hand-written SQL transaction that locks and writes the very same rows; in short turns in one process, on a
 * PostgreSQL that waits for the disk. And how long 付款 takes until the browser knows where the cashier is.
 */
export async function benchPayments(): Promise<Measure[]> {
  const sent = new Map<string, RequestInit>()
  const bank = await startSandboxBank({
    sendNotice: async (_url, init) => {
      const { tradeNo } = JSON.parse(String(init.body)) as { tradeNo: string }
      sent.set(tradeNo, init)
      return new Response('success')
    },
  })
  try {
    return await withBenchWorld(async (opened) => {
      const world = { ...opened, deps: { ...opened.deps, providers: [bank.provider] } }
      const organisation = await makeOrganisation(world)
      const admin = await makeAdmin(world, organisation)
      const actor = actorOf(admin, organisation)
      const app = createApp(world.deps, null)
      const cashierMs: number[] = []
      const arrange = () => arrangeAttempts(world, organisation, actor, admin.cookie, app, bank, sent, cashierMs)
      const pool = new pg.Pool({ connectionString: world.databaseUrl, max: atOnce })
      // The database goes when something failed below: then that is what has to be said.
      pool.on('error', () => undefined)
      const facts = await bareFacts(pool, organisation.id, admin.id)
      const ours = async (attempt: Attempt) => {
        const response = await app.request('/api/payments/notices/sandbox', attempt.notice)
        if (response.status !== 200) throw new Error(`the notice was answered ${response.status}`)
      }
      const bare = (attempt: Attempt) => applyBare(pool, facts, attempt)
      let [oursMs, bareMs] = [0, 0]
      for (let turn = -1; turn < turns; turn++) {
        const [a, b] = [await arrange(), await arrange()]
        const [aMs, bMs] = [await run(a, ours), await run(b, bare)]
        // The first turn warms both up.
        if (turn >= 0) {
          oursMs += aMs
          bareMs += bMs
        }
      }
      await checkAll(pool)
      await pool.end()
      const count = paymentsATurn * turns
      const [oursRate, bareRate] = [count / (oursMs / 1000), count / (bareMs / 1000)]
      const p95 = percentile(cashierMs, 0.95)
      return [
        {
          name: 'notices applied ÷ bare SQL',
          ours: oursRate,
          limit: bareRate * leastShareOfBare,
          unit: 'notices/s',
          ratio: oursRate / bareRate,
          better: 'higher',
          note: `bare ${bareRate.toFixed(0)}/s; at least ${leastShareOfBare} of it; ${atOnce} at once`,
        },
        {
          name: 'begin + cashier address, p95',
          ours: p95,
          limit: cashierWithinMs,
          unit: 'ms',
          ratio: p95 / cashierWithinMs,
          better: 'lower',
          note: `median ${percentile(cashierMs, 0.5).toFixed(1)} ms`,
        },
      ]
    })
  } finally {
    await bank.stop()
  }
}

async function run(attempts: readonly Attempt[], apply: (attempt: Attempt) => Promise<void>): Promise<number> {
  const left = [...attempts]
  const startedMs = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = left.pop(); next; next = left.pop()) await apply(next)
    }),
  )
  return performance.now() - startedMs
}

async function arrangeAttempts(
  world: World,
  organisation: MadeOrganisation,
  actor: AccountActor,
  cookie: string,
  app: ReturnType<typeof createApp>,
  bank: Awaited<ReturnType<typeof startSandboxBank>>,
  sent: ReadonlyMap<string, RequestInit>,
  cashierMs: number[],
): Promise<Attempt[]> {
  const attempts: Attempt[] = []
  for (let i = 0; i < paymentsATurn; i++) {
    const order = await makeOrder(world, organisation)
    const startedMs = performance.now()
    const begun = await app.request('/trpc/payments.begin', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-xueshi': '1', cookie },
      body: JSON.stringify({ id: newId(), orderId: order.id, method: 'card' }),
    })
    const { id, tradeNo } = ((await begun.json()) as { result: { data: { id: string; tradeNo: string } } }).result.data
    await app.request(`/api/payments/${id}/cashier`, { headers: { cookie } })
    cashierMs.push(performance.now() - startedMs)
    const { cashier } = await openCashier(world.deps, actor, { id, device: 'desktop', origin: 'http://localhost:3000' })
    await bank.control.open(cashier)
    await bank.control.pay(tradeNo)
    const notice = (await bank.control.notices()).find((one) => one.tradeNo === tradeNo)
    if (notice) await bank.control.deliver(notice.id)
    const captured = sent.get(tradeNo)
    if (!captured) throw new Error('the bank sent no notice')
    attempts.push({ paymentId: id, orderId: order.id, notice: captured })
  }
  return attempts
}

type BareFacts = { organisationId: string; adminId: string; merchantId: string }

async function bareFacts(pool: pg.Pool, organisationId: string, adminId: string): Promise<BareFacts> {
  const merchantId = newId()
  await pool.query(
    `INSERT INTO gateway_merchants (id, provider, merchant) VALUES ($1, 'sandbox', 'XUESHI0001') ON CONFLICT (provider, merchant) DO NOTHING`,
    [merchantId],
  )
  const { rows } = await pool.query(`SELECT id FROM gateway_merchants WHERE provider = 'sandbox'`)
  return { organisationId, adminId, merchantId: rows[0].id }
}

/** What a notice does, in the fewest plain statements that lock and write the same rows. */
async function applyBare(pool: pg.Pool, facts: BareFacts, { paymentId, orderId, notice }: Attempt): Promise<void> {
  const body = String(notice.body)
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query('SELECT id FROM payments WHERE id = $1', [paymentId])
    await client.query('SELECT id FROM orders WHERE id = $1 FOR UPDATE', [orderId])
    const { rows } = await client.query(
      'SELECT o.amount_fen, o.number, order_paid_fen(o.id) AS paid FROM orders o WHERE o.id = $1',
      [orderId],
    )
    const [order] = rows
    await client.query('SELECT id FROM payments WHERE id = $1 FOR UPDATE', [paymentId])
    await client.query(
      `UPDATE payments SET state = 'confirmed', state_since = now(), received_fen = amount_fen, outcome = 'exact',
         provider_trade_no = $2, moved_at = now(), closed_at = now(), next_query_at = NULL WHERE id = $1 AND state = 'pending'`,
      [paymentId, `bare-${paymentId}`],
    )
    const audit = (action: string, type: string, id: string) =>
      client.query(
        `INSERT INTO audit_entries (actor_kind, actor_name, action, subject_type, subject_id, organisation_id, before, after)
         VALUES ('system', 'bare', $1, $2, $3, $4, '{"state":"pending"}', '{"state":"confirmed"}')`,
        [action, type, id, facts.organisationId],
      )
    await audit('payment.confirmed', 'payment', paymentId)
    await client.query(
      `INSERT INTO ledger_accounts (id, kind, owner_id) VALUES ($1, 'gateway', $2), ($3, 'order', $4) ON CONFLICT DO NOTHING`,
      [newId(), facts.merchantId, newId(), orderId],
    )
    const accounts = await client.query(
      `SELECT id, kind FROM ledger_accounts WHERE (kind, owner_id) IN (('gateway', $1::uuid), ('order', $2::uuid))`,
      [facts.merchantId, orderId],
    )
    const idOf = (kind: string) => accounts.rows.find((row) => row.kind === kind)?.id
    await client.query(
      `INSERT INTO ledger_transfers (id, idempotency_key, kind, debit_account_id, credit_account_id, amount_fen, cause_type, cause_id)
       VALUES ($1, $2, 'paymentReceived', $3, $4, $5, 'payment', $6)`,
      [newId(), `payment:${paymentId}:order`, idOf('gateway'), idOf('order'), order.amount_fen, paymentId],
    )
    await client.query(`UPDATE orders SET state = 'paid', state_since = now() WHERE id = $1 AND state = 'open'`, [
      orderId,
    ])
    await audit('order.paid', 'order', orderId)
    const batchId = newId()
    await client.query(
      `INSERT INTO study_card_batches (id, order_id, organisation_id, plan_id, expires_on) SELECT $1, id, organisation_id, plan_id, current_date + 30 FROM orders WHERE id = $2`,
      [batchId, orderId],
    )
    const cards = await client.query(
      `INSERT INTO ledger_accounts (id, kind, owner_id) SELECT $1::uuid, 'cardIssue'::ledger_account_kind, plan_id FROM orders WHERE id = $3
       UNION ALL SELECT $2::uuid, 'cardBatch', $4::uuid RETURNING id, kind`,
      [newId(), newId(), orderId, batchId],
    )
    const cardOf = (kind: string) => cards.rows.find((row) => row.kind === kind)?.id
    await client.query(
      `INSERT INTO ledger_transfers (id, idempotency_key, kind, debit_account_id, credit_account_id, amount_fen, cause_type, cause_id)
       VALUES ($1, $2, 'cardsIssued', $3, $4, $5, 'order', $6)`,
      [newId(), `cards:${orderId}`, cardOf('cardIssue'), cardOf('cardBatch'), order.amount_fen, orderId],
    )
    await audit('cardBatch.issued', 'cardBatch', batchId)
    const billing = await client.query('SELECT * FROM billing_profiles WHERE organisation_id = $1', [
      facts.organisationId,
    ])
    const requestId = newId()
    await client.query(
      `INSERT INTO invoice_requests (id, order_id, organisation_id, payment_id, kind, title, tax_number, email, mobile, amount_fen)
       VALUES ($1, $2, $3, $4, 'normal', $5, $6, $7, $8, $9)`,
      [
        requestId,
        orderId,
        facts.organisationId,
        paymentId,
        billing.rows[0].title,
        billing.rows[0].tax_number,
        billing.rows[0].email,
        billing.rows[0].mobile,
        order.amount_fen,
      ],
    )
    await audit('invoiceRequest.opened', 'invoiceRequest', requestId)
    await client.query(
      `INSERT INTO notices (id, event_key, kind, channel, recipient, account_id, organisation_id, data, subject_type, subject_id, state)
       VALUES ($1, $2, 'paymentReceived', 'app', $3, $4, $5, $6, 'payment', $7, 'sent')`,
      [
        newId(),
        `paymentReceived:${paymentId}`,
        facts.adminId,
        facts.adminId,
        facts.organisationId,
        JSON.stringify({ kind: 'paymentReceived', orderNumber: order.number }),
        paymentId,
      ],
    )
    await client.query(
      `INSERT INTO gateway_notices (id, provider, about, trade_no, verdict, detail, body, payment_id)
       VALUES ($1, 'sandbox', 'payment', $2, 'applied', '{}', $3, $4)`,
      [newId(), order.number, body, paymentId],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}

/** Both wrote what they should have: as many orders are paid, with as many invoice requests and batches. */
async function checkAll(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query(`
    SELECT (SELECT count(*) FROM orders WHERE state = 'paid') AS paid, (SELECT count(*) FROM invoice_requests) AS invoices,
           (SELECT count(*) FROM study_card_batches) AS batches, (SELECT count(*) FROM orders) AS orders`)
  const { paid, invoices, batches, orders } = rows[0]
  if (paid !== orders || invoices !== orders || batches !== orders) {
    throw new Error(`of ${orders} orders ${paid} are paid, with ${invoices} invoice requests and ${batches} batches`)
  }
}
