import pg from 'pg'
import { newId } from '../../server/core/ids.ts'
import { orderCheckAmount } from '../../server/features/vouchers/vouchers.queues.ts'
import { inTransaction } from '../../server/platform/database.ts'
import { startBoss } from '../../server/platform/job-sender.ts'
import { consume } from '../../worker/consume.ts'
import { percentile, withBenchWorld } from './bench-world.ts'
import type { Measure } from './measure.ts'

const singles = 300
const burst = 2000
const p99LimitMs = 50
const p50LimitMs = 20
/** pg-boss also keeps states, retries, heartbeats and dead letters; a table of our own would have to as well. */
const leastShareOfBare = 0.25

/** From the commit of the transaction that sends a job to the first line of its handler; and how many jobs a second pass. */
export async function benchQueue(): Promise<Measure[]> {
  return withBenchWorld(async (world) => {
    const boss = await startBoss(world.databaseUrl, 'worker', world.deps.logger)
    const startedMs = new Map<string, number>()
    let handled = 0
    await consume(boss, orderCheckAmount.name, { concurrency: 4 }, async (job) => {
      startedMs.set((job.data as { voucherId: string }).voucherId, performance.now())
      handled++
      return { id: job.id, status: 'completed' }
    })
    const send = async (voucherId: string) => {
      await inTransaction(world.deps, (tx) => world.deps.jobs.send(tx, orderCheckAmount, { voucherId }))
      return performance.now()
    }
    const waits: number[] = []
    for (let i = 0; i < singles + 20; i++) {
      const voucherId = newId()
      const committedMs = await send(voucherId)
      while (!startedMs.has(voucherId)) await new Promise((resolve) => setTimeout(resolve, 1))
      if (i >= 20) waits.push(Math.max(0, (startedMs.get(voucherId) ?? 0) - committedMs))
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    handled = 0
    const burstMs = performance.now()
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let i = 0; i < burst / 8; i++) await send(newId())
      }),
    )
    while (handled < burst) await new Promise((resolve) => setTimeout(resolve, 5))
    const perSecond = burst / ((performance.now() - burstMs) / 1000)
    await boss.stop({ graceful: false, close: true })
    const bare = await bareJobsPerSecond(world.databaseUrl)
    const [p50, p99] = [percentile(waits, 0.5), percentile(waits, 0.99)]
    return [
      { name: 'job pick-up p50', ours: p50, limit: p50LimitMs, unit: 'ms', ratio: p50 / p50LimitMs, better: 'lower' },
      {
        name: 'job pick-up p99',
        ours: p99,
        limit: p99LimitMs,
        unit: 'ms',
        ratio: p99 / p99LimitMs,
        better: 'lower',
        note: `${singles} jobs one by one`,
      },
      {
        name: 'jobs/s ÷ bare table',
        ours: perSecond,
        limit: bare * leastShareOfBare,
        unit: 'jobs/s',
        ratio: perSecond / bare,
        better: 'higher',
        note: `sent and handled at once; a bare table with the same commits and NOTIFY ${bare.toFixed(0)}/s`,
      },
    ]
  })
}

/** The least that any queue in the database does: a row with a NOTIFY, a claim, a completion, each committed. */
async function bareJobsPerSecond(databaseUrl: string): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 12 })
  await pool.query('CREATE TABLE bare_jobs (id bigserial PRIMARY KEY, state int NOT NULL DEFAULT 0)')
  const startMs = performance.now()
  let handled = 0
  const senders = Array.from({ length: 8 }, async () => {
    for (let i = 0; i < burst / 8; i++) {
      const client = await pool.connect()
      await client.query('BEGIN')
      await client.query('INSERT INTO bare_jobs DEFAULT VALUES')
      await client.query("SELECT pg_notify('bare_jobs', '')")
      await client.query('COMMIT')
      client.release()
    }
  })
  const workers = Array.from({ length: 4 }, async () => {
    while (handled < burst) {
      const claimed = await pool.query(
        'UPDATE bare_jobs SET state = 1 WHERE id = (SELECT id FROM bare_jobs WHERE state = 0 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id',
      )
      const id = claimed.rows[0]?.id
      if (id === undefined) await new Promise((resolve) => setTimeout(resolve, 2))
      else {
        await pool.query('UPDATE bare_jobs SET state = 2 WHERE id = $1', [id])
        handled++
      }
    }
  })
  await Promise.all([...senders, ...workers])
  const perSecond = burst / ((performance.now() - startMs) / 1000)
  await pool.end()
  return perSecond
}
