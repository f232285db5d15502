import { afterAll, beforeAll, expect, test } from 'vitest'
import { allQueues, type QueueName } from '../../server/platform/all-queues.ts'
import { startBoss } from '../../server/platform/job-sender.ts'
import { startSchedules } from '../../worker/schedules.ts'
import { openWorld, type World } from '../support/world.ts'

/** What nobody sends: it happens by the clock or never. */
const byTheClock: readonly (readonly [QueueName, string])[] = [
  ['orders.expire', '* * * * *'],
  ['payments.sweep', '* * * * *'],
  ['refunds.query', '* * * * *'],
  ['invoices.sweep', '* * * * *'],
  ['cards.sweep', '* * * * *'],
  ['imports.sweep', '* * * * *'],
  ['hours.sweep', '* * * * *'],
  ['audit.seal', '* * * * *'],
  ['certificates.sweep', '*/5 * * * *'],
  ['learning.take-up', '*/5 * * * *'],
  ['orders.remind', '*/10 * * * *'],
  ['ledger.prove', '*/10 * * * *'],
  ['registrations.remind', '*/10 * * * *'],
  ['enrolments.remind', '*/10 * * * *'],
  ['invoices.inbox', '*/10 * * * *'],
  ['reconciliation.match', '*/15 * * * *'],
  ['invoices.compare', '17 * * * *'],
  ['enrolments.closing', '5 8-20 * * *'],
  ['cards.end', '10 1 * * *'],
  ['registrations.forget', '30 3 * * *'],
  ['imports.tidy', '40 3 * * *'],
  ['privacy.retain', '50 3 * * *'],
]

let world: World
let boss: Awaited<ReturnType<typeof startBoss>>
beforeAll(async () => {
  world = await openWorld()
  boss = await startBoss(world.databaseUrl, 'sender', world.deps.logger)
  await startSchedules(boss)
})
afterAll(async () => {
  await boss.stop({ graceful: false, close: true })
  await world.close()
})

test('what has to happen by itself is on the clock of Shanghai, as often as it has to', async () => {
  const schedules = await boss.getSchedules()
  for (const [queue, cron] of byTheClock) {
    expect(
      schedules.find(({ name }) => name === queue),
      queue,
    ).toMatchObject({ cron, timezone: 'Asia/Shanghai' })
  }
})

test('whatever the clock sends, its queue can read', async () => {
  for (const { name, data } of await boss.getSchedules()) {
    const queue = allQueues[name as QueueName]
    expect(queue, name).toBeDefined()
    expect(queue.payload.safeParse(data ?? {}).success, name).toBe(true)
  }
})

test('workers that start again, however many, leave one clock, and books that nobody has proven are proven now', async () => {
  const before = await boss.getSchedules()
  await startSchedules(boss)
  expect(await boss.getSchedules()).toHaveLength(before.length)
  const rows = await world.deps.db.$queryRaw<unknown[]>`SELECT 1 FROM pgboss.job WHERE name = 'ledger.prove'`
  expect(rows.length).toBeGreaterThan(0)
})
