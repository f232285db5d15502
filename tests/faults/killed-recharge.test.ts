import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../server/core/ids.ts'
import { leftOf, makeBatch, startRecharge } from '../support/cards.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation } from '../support/people.ts'
import { startWorkerProcess, type WorkerProcess, waitFor } from '../support/worker-process.ts'
import { openWorld, type World } from '../support/world.ts'

/** A worker that is killed in the middle of a recharge has booked nothing of it; the next one books it whole, once. */
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

test('killed while it recharges 20,000 people', async () => {
  const batch = await makeBatch(world, organisation, { valueFen: people * 100 })
  const ids = await makePeople()
  const doomed = await start()
  const answer = await startRecharge(
    world,
    admin.cookie,
    batch.id,
    ids.map((id) => ({ id, amountFen: 100 })),
  )
  expect(answer.code).toBeNull()
  const now = () => world.deps.db.cardOperation.findUniqueOrThrow({ where: { id: answer.data.id } })
  const booked = () => world.deps.db.ledgerTransfer.count({ where: { causeId: answer.data.id } })
  const midway = await waitFor('some of it is prepared', async () => {
    const one = await now()
    return one.state === 'done' || one.done > 0 ? one : null
  })
  await doomed.kill()
  // Positive control: it was killed with some of them in its transaction, before the others.
  expect(midway.state).toBe('running')
  expect(midway.done).toBeLessThan(people)
  expect(await booked()).toBe(0)
  expect(await world.deps.db.studyCardWallet.count()).toBe(0)
  expect(await leftOf(world, batch.id)).toBe(people * 100)

  await start()
  await waitFor('it is done', async () => (await now()).state === 'done')
  expect(await now()).toMatchObject({ state: 'done', done: people, people })
  expect(await booked()).toBe(people)
  expect(await leftOf(world, batch.id)).toBe(0)
  expect(await world.deps.db.studyCardWallet.count()).toBe(people)
  const audits = await world.deps.db.auditEntry.findMany({ where: { subjectId: answer.data.id } })
  expect(audits.map(({ action }) => action)).toEqual(['cardOperation.started', 'cardOperation.done'])
}, 180_000)
