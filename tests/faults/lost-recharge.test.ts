import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../server/core/ids.ts'
import { cardsRun, cardsSweep } from '../../server/features/study-cards/study-cards.queues.ts'
import { leftOf, makeBatch, startRecharge } from '../support/cards.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation } from '../support/people.ts'
import { startWorkerProcess, type WorkerProcess, waitFor } from '../support/worker-process.ts'
import { openWorld, type World } from '../support/world.ts'

/** A recharge whose worker is killed at the last of its job's tries is nobody's any more, until the sweep finds it. */
const people = 20_000

let world: World
let organisation: MadeOrganisation
let admin: { cookie: string }
const workers: WorkerProcess[] = []

beforeAll(async () => {
  world = await openWorld()
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
})
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()))
  await world.close()
})

const start = async () => {
  const worker = await startWorkerProcess(world)
  workers.push(worker)
  return worker
}

async function makePeople(): Promise<string[]> {
  const ids = Array.from({ length: people }, () => newId())
  await world.deps.db.$executeRaw`
    INSERT INTO learners (id, organisation_id, organisation_path, name, name_key, id_number_encrypted, id_number_hash, id_number_masked)
    SELECT id, ${organisation.id}::uuid, ${organisation.path}, '学员', '学员', '', id::text, '' FROM unnest(${ids}::uuid[]) AS id`
  return ids
}

/** The jobs of a queue that somebody works on, or will. */
async function jobsOf(queue: string): Promise<number> {
  const rows = await world.deps.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pgboss.job WHERE name = ${queue} AND state < 'completed'`
  return rows[0]?.count ?? 0
}

async function sweep(): Promise<void> {
  const id = await world.boss.send(cardsSweep.name, {})
  await waitFor('the sweep ran', async () => {
    const rows = await world.deps.db.$queryRaw<unknown[]>`
      SELECT 1 FROM pgboss.job WHERE id = ${id}::uuid AND state = 'completed'`
    return rows.length === 1
  })
}

test('killed at the last try of its job, a recharge is taken up again by the sweep and booked once', async () => {
  const { db } = world.deps
  const batch = await makeBatch(world, organisation, { valueFen: people * 100 })
  const ids = await makePeople()
  const answer = await startRecharge(
    world,
    admin.cookie,
    batch.id,
    ids.map((id) => ({ id, amountFen: 100 })),
  )
  expect(answer.code).toBeNull()
  const { id } = answer.data
  const now = () => db.cardOperation.findUniqueOrThrow({ where: { id } })
  const booked = () => db.ledgerTransfer.count({ where: { causeId: id } })
  // As after six tries that failed: the worker that takes it next is its last.
  expect(await db.$executeRaw`UPDATE pgboss.job SET retry_count = retry_limit WHERE name = ${cardsRun.name}`).toBe(1)
  const doomed = await start()
  await waitFor('some of it is prepared', async () => (await now()).done > 0)
  await doomed.kill()
  expect(await now()).toMatchObject({ state: 'running' })
  expect(await booked()).toBe(0)

  await start()
  const [lost] = await waitFor('its job has given up', async () => {
    const rows = await db.givenUpJob.findMany({ where: { queue: cardsRun.name } })
    return rows.length > 0 && rows
  })
  expect(lost).toMatchObject({ payload: { operationId: id }, resentAt: null })
  // Positive control: a worker is there, no job is, and a moment after it gave up the sweep leaves it in peace.
  await sweep()
  expect(await jobsOf(cardsRun.name)).toBe(0)
  expect(await now()).toMatchObject({ state: 'running' })
  expect(await booked()).toBe(0)

  await db.givenUpJob.updateMany({ data: { givenUpAt: new Date(Date.now() - 6 * 60_000) } })
  await sweep()
  await waitFor('it is done', async () => (await now()).state === 'done')
  expect(await now()).toMatchObject({ state: 'done', done: people, people })
  expect(await booked()).toBe(people)
  expect(await leftOf(world, batch.id)).toBe(0)
  expect(await db.givenUpJob.count({ where: { resentAt: null } })).toBe(0)
}, 180_000)
