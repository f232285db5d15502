import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MadeOrganisation, makeAdmin, makeOrganisation } from '../support/people.ts'
import { startWorkerProcess, type WorkerProcess, waitFor } from '../support/worker-process.ts'
import { openWorld, type World } from '../support/world.ts'
import { csv, person, send } from '../usecases/imports/arrange.ts'

/** A worker that is killed in the middle of writing a file has written nothing of it; the next one writes it whole, once. */
const rowCount = 20_000

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

test('killed while it commits', async () => {
  const doomed = await start()
  const rows = Array.from({ length: rowCount }, () => person({ 手机号: '' }))
  const { id } = await send(world, admin.cookie, csv(rows), { name: '学员.csv' })
  const now = () => world.deps.db.import.findUniqueOrThrow({ where: { id } })
  const previewed = await waitFor('the preview', async () => {
    const one = await now()
    return one.state === 'previewed' ? one : null
  })
  expect(previewed).toMatchObject({ newCount: rowCount, errorCount: 0 })
  const answer = await world.mutate(
    'imports.commit',
    { id, version: previewed.version, mode: 'allOrNothing' },
    admin.cookie,
  )
  expect(answer.code).toBeNull()
  const midway = await waitFor('some rows are written', async () => {
    const one = await now()
    return one.state !== 'committing' || one.rowsDone > 0 ? one : null
  })
  await doomed.kill()
  // Positive control: it was killed with some of the rows in its transaction, before the others.
  expect(midway.state).toBe('committing')
  expect(midway.rowsDone).toBeLessThan(rowCount)
  expect(await now()).toMatchObject({ state: 'committing' })
  expect(await world.deps.db.learner.count()).toBe(0)

  await start()
  await waitFor('it is committed', async () => (await now()).state === 'committed')
  expect(await now()).toMatchObject({ createdCount: rowCount, errorCount: 0 })
  expect(await world.deps.db.learner.count()).toBe(rowCount)
  const audits = await world.deps.db.auditEntry.count({ where: { subjectId: id, action: 'import.committed' } })
  expect(audits).toBe(1)
}, 180_000)
