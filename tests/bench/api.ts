import { PrismaPg } from '@prisma/adapter-pg'
import { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import pg from 'pg'
import { PrismaClient } from '../../prisma/generated/client.ts'
import { createApp } from '../../server/app.ts'
import { newId } from '../../server/core/ids.ts'
import { hashToken } from '../../server/features/accounts/session-token.ts'
import { sessionCookie } from '../../server/http/request.ts'
import { makeOrder } from '../support/orders.ts'
import { makeAdmin, makeOrganisation, makeStaff } from '../support/people.ts'
import { invoiceDetails } from '../support/vouchers.ts'
import type { World } from '../support/world.ts'
import { withBenchWorld } from './bench-world.ts'
import type { Measure } from './measure.ts'

const leastShareOfBare = 0.6
const requestsATurn = 150
const turns = 8
const atOnce = 8

type Query = { sql: string; values: unknown[] }

/**
 * The hottest lists over HTTP: tRPC, use-case and Prisma against the very same SQL (the session's and the list's, caught
 * from Prisma's log) through Hono and bare pg, answering the same rows as JSON. In short turns in one process.
 */
export async function benchApi(): Promise<Measure[]> {
  return withBenchWorld(async (world) => {
    const { admin, reviewer } = await arrange(world)
    return [
      await measure(world, 'orders.list ÷ bare pg', 'orders.list', { limit: 20 }, admin),
      await measure(world, 'vouchers.queue ÷ bare pg', 'vouchers.queue', { limit: 20 }, reviewer),
    ]
  })
}

async function arrange(world: World): Promise<{ admin: string; reviewer: string }> {
  const organisation = await makeOrganisation(world)
  const admin = await makeAdmin(world, organisation)
  const reviewer = await makeStaff(world, 'reviewer')
  for (let i = 0; i < 400; i++) {
    const order = await makeOrder(world, organisation)
    const now = new Date(Date.now() - i * 60_000)
    const voucherId = newId()
    await world.deps.db.voucher.create({
      data: {
        id: voucherId,
        orderId: order.id,
        organisationId: organisation.id,
        state: 'submitted',
        amountFen: BigInt(order.amountFen),
        invoiceDetails,
        submittedAt: now,
        dueAt: new Date(now.getTime() + 86_400_000),
        checkedAt: now,
        createdById: admin.id,
        checks: {
          create: ['amount', 'payerName', 'orderNo'].map((code, position) => ({
            code,
            position,
            verdict: position === 1 ? 'warn' : 'pass',
            finding: position === 1 ? 'payerIsClose' : 'amountAgrees',
            details: {},
          })),
        },
      },
    })
  }
  await world.deps.db.$executeRaw`ANALYZE`
  return { admin: admin.cookie, reviewer: reviewer.cookie }
}

async function measure(world: World, name: string, procedure: string, input: object, cookie: string): Promise<Measure> {
  const caught = await catchQueries(world, procedure, input, cookie)
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 8 })
  const bare = new Hono()
  bare.post('/bare', async (c) => {
    await c.req.json()
    const token = getCookie(c, sessionCookie) ?? ''
    const [session, ...lists] = caught
    if (!session) throw new Error('nothing was caught')
    // The session by the cookie that came, as the product does it; the lists with the values that it used.
    await pool.query(
      session.sql,
      session.values.map((value) => (value instanceof Uint8Array ? Buffer.from(hashToken(token)) : value)),
    )
    const rows = []
    for (const list of lists) rows.push((await pool.query(list.sql, list.values)).rows)
    return c.json({ result: { data: { rows } } })
  })
  const product = createApp(world.deps, null)
  const headers = { 'content-type': 'application/json', cookie, 'x-xueshi': '1' }
  const ask = (app: Hono, path: string) => async () => {
    const response = await app.request(path, { method: 'POST', headers, body: JSON.stringify(input) })
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    await response.text()
  }
  const ours = ask(product, `/trpc/${procedure}`)
  const theirs = ask(bare, '/bare')
  for (let i = 0; i < 2; i++) {
    await turn(ours)
    await turn(theirs)
  }
  let [ourMs, bareMs] = [0, 0]
  for (let i = 0; i < turns; i++) {
    ourMs += await turn(ours)
    bareMs += await turn(theirs)
  }
  await pool.end()
  const requests = requestsATurn * turns
  const [ourRate, bareRate] = [requests / (ourMs / 1000), requests / (bareMs / 1000)]
  return {
    name,
    ours: ourRate,
    limit: bareRate * leastShareOfBare,
    unit: 'requests/s',
    ratio: ourRate / bareRate,
    better: 'higher',
    note: `bare ${bareRate.toFixed(0)}/s with ${caught.length} queries; at least ${leastShareOfBare} of it`,
  }
}

async function turn(ask: () => Promise<void>): Promise<number> {
  const startMs = performance.now()
  let left = requestsATurn
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) await ask()
    }),
  )
  return performance.now() - startMs
}

/** The SQL that one call sends, in order, with its values. */
async function catchQueries(world: World, procedure: string, input: object, cookie: string): Promise<Query[]> {
  const caught: Query[] = []
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 1 })
  const connect = pool.query.bind(pool)
  pool.query = ((config: { text: string; values?: unknown[] }, ...rest: unknown[]) => {
    if (typeof config === 'object' && config.text) caught.push({ sql: config.text, values: [...(config.values ?? [])] })
    return (connect as (...args: unknown[]) => unknown)(config, ...rest)
  }) as typeof pool.query
  const db = new PrismaClient({ adapter: new PrismaPg(pool) })
  const app = createApp({ ...world.deps, db }, null)
  const response = await app.request(`/trpc/${procedure}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie, 'x-xueshi': '1' },
    body: JSON.stringify(input),
  })
  if (response.status !== 200) throw new Error(`${procedure}: ${response.status} ${await response.text()}`)
  await db.$disconnect()
  await pool.end()
  return caught
}
