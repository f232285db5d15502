import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../server/core/ids.ts'
import { certificatesIssue } from '../../server/features/certificates/certificates.queues.ts'
import { statementsMatch } from '../../server/features/statements/statements.queues.ts'
import { inTransaction } from '../../server/platform/database.ts'
import { startBoss } from '../../server/platform/job-sender.ts'
import { consume } from '../../worker/consume.ts'
import { waitFor } from '../support/worker-process.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
let boss: Awaited<ReturnType<typeof startBoss>>
const runs: { end(): void }[] = []
let failNext = false

const ask = () => inTransaction(world.deps, (tx) => world.deps.jobs.send(tx, statementsMatch, {}))
const waiting = async () => {
  const rows = await world.deps.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pgboss.job WHERE name = 'reconciliation.match' AND state < 'completed'`
  return rows[0]?.count ?? 0
}

beforeAll(async () => {
  world = await openWorld()
  boss = await startBoss(world.databaseUrl, 'worker', world.deps.logger)
  await consume(boss, statementsMatch.name, statementsMatch, async (job) => {
    if (failNext) {
      failNext = false
      throw new Error('once')
    }
    await new Promise<void>((end) => runs.push({ end }))
    return { id: job.id, status: 'completed' }
  })
})
afterAll(async () => {
  for (const { end } of runs) end()
  await boss.stop({ graceful: false, close: true })
  await world.close()
})

test('what asks for the same work in a burst gets one run, and what asks while it runs gets the next', async () => {
  await Promise.all(Array.from({ length: 12 }, ask))
  expect(await waiting()).toBe(12)
  await waitFor('the first run', async () => runs.length === 1)
  await ask()
  await ask()
  runs[0]?.end()
  await waitFor('the second run', async () => runs.length === 2)
  expect(await waiting()).toBe(2)
  runs[1]?.end()
  await waitFor('all are done', async () => (await waiting()) === 0)
  expect(runs).toHaveLength(2)
}, 60_000)

test('those that were gathered into a run that failed are all asked again', async () => {
  failNext = true
  await Promise.all(Array.from({ length: 3 }, ask))
  await waitFor('it ran again', async () => runs.length === 3)
  runs[2]?.end()
  await waitFor('all are done', async () => {
    for (const { end } of runs) end()
    return (await waiting()) === 0
  })
}, 60_000)

test('a transaction that comes to nothing asks for nothing, and none waits for another', async () => {
  const failed = inTransaction(world.deps, async (tx) => {
    await world.deps.jobs.send(tx, statementsMatch, {})
    // Another one is committed beside it: neither stands in the other's way.
    await ask()
    throw new Error('no')
  })
  await expect(failed).rejects.toThrow('no')
  expect(await waiting()).toBe(1)
}, 60_000)

test('what asks for different things is not taken for one question, and one that fails keeps no other from its answer', async () => {
  const [failing, asked] = [newId(), newId()]
  const done: string[] = []
  let failed = 0
  await inTransaction(world.deps, async (tx) => {
    for (const planId of [failing, asked, asked, failing, asked])
      await world.deps.jobs.send(tx, certificatesIssue, { planId })
  })
  await consume(boss, certificatesIssue.name, certificatesIssue, async (job) => {
    const { planId } = certificatesIssue.payload.parse(job.data)
    if (planId === failing && failed++ === 0) throw new Error('once')
    done.push(planId)
    return { id: job.id, status: 'completed' }
  })
  await waitFor('both plans were asked about', async () => done.length === 2)
  expect(done).toEqual([asked, failing])
}, 60_000)
