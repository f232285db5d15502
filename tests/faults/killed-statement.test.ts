import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeStaff } from '../support/people.ts'
import { startWorkerProcess, type WorkerProcess, waitFor } from '../support/worker-process.ts'
import { openWorld, type World } from '../support/world.ts'
import { asCsv, book, gridOf, makePayeeAccount, upload } from '../usecases/statements/arrange.ts'

/** A worker that is killed while it takes in a statement leaves nothing of it behind; the next one takes it in whole, once. */
const lineCount = 50_000

let world: World
let clerk: { cookie: string }
const workers: WorkerProcess[] = []

beforeAll(async () => {
  world = await openWorld()
  clerk = await makeStaff(world, 'finance')
  await makePayeeAccount(world)
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

test('killed while it takes in a statement', async () => {
  const doomed = await start()
  const lines = book(
    Array.from({ length: lineCount }, (_, index) => ({
      date: `2026-${String(1 + Math.floor(index / 10_000)).padStart(2, '0')}-${String(1 + (Math.floor(index / 400) % 25)).padStart(2, '0')}`,
      fen: 10_000 + (index % 997),
      serial: `S${index}`,
      name: `第${index % 700}工程检测有限公司`,
    })),
  )
  const { id } = await upload(world, clerk.cookie, asCsv(gridOf(lines)), { name: '全年.csv' })
  const now = () => world.deps.db.statementFile.findUniqueOrThrow({ where: { id } })
  const midway = await waitFor('some lines are written', async () => {
    const one = await now()
    const writing = one.lineCount !== null && one.rowsRead > 0
    return one.state !== 'reading' || writing ? (one.state === 'received' ? null : one) : null
  })
  await doomed.kill()
  // Positive control: it was killed with some of the lines in its transaction, before the others.
  expect(midway).toMatchObject({ state: 'reading', lineCount })
  expect(midway.rowsRead).toBeLessThan(lineCount)
  expect(await now()).toMatchObject({ state: 'reading', newCount: null })
  expect(await world.deps.db.statementLine.count()).toBe(0)

  await start()
  await waitFor('it is taken in', async () => (await now()).state === 'imported')
  expect(await now()).toMatchObject({ lineCount, newCount: lineCount, gapCount: 0 })
  expect(await world.deps.db.statementLine.count()).toBe(lineCount)
  expect(await world.deps.db.auditEntry.count({ where: { subjectId: id, action: 'statement.imported' } })).toBe(1)
}, 180_000)
