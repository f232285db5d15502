import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { commitImport } from '../../../server/features/imports/commit-import.ts'
import { importsCommit, importsRead } from '../../../server/features/imports/imports.queues.ts'
import { readImport } from '../../../server/features/imports/read-import.ts'
import { sweepImports } from '../../../server/features/imports/sweep-imports.ts'
import { recordGivenUp } from '../../../server/features/jobs/record-given-up.ts'
import { runOperation } from '../../../server/features/study-cards/run-operation.ts'
import { cardsRun } from '../../../server/features/study-cards/study-cards.queues.ts'
import { sweepOperations } from '../../../server/features/study-cards/sweep-operations.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { deadLetterQueue } from '../../../server/platform/job-sender.ts'
import { heldOf, leftOf, type MadeBatch, makeBatch, runCards, startRecharge } from '../../support/cards.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { csv, person, send, view } from '../imports/arrange.ts'

/** What becomes of recharges and imports whose job is gone. The worker is not there: its jobs are taken by hand. */
let world: World
let organisation: MadeOrganisation
let admin: { id: string; name: string; cookie: string }
let boss: { id: string; cookie: string }
let batch: MadeBatch
let learner: { id: string }

const minuteMs = 60_000
beforeAll(async () => {
  world = await openWorld()
  boss = await makeStaff(world, 'systemAdmin')
})
afterAll(() => world.close())
beforeEach(async () => {
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
  batch = await makeBatch(world, organisation, { valueFen: 10_000 })
  learner = await makeLearner(world, organisation)
  for (const name of [cardsRun.name, importsRead.name, importsCommit.name, deadLetterQueue]) {
    await world.boss.deleteAllJobs(name)
  }
  // What another test left behind is not this one's.
  await world.deps.db.cardOperation.updateMany({
    where: { state: 'running' },
    data: { state: 'failed', errorCode: 'x' },
  })
})

const jobsOf = async (queue: string) =>
  (
    await world.deps.db.$queryRaw<{ data: Record<string, unknown> }[]>`
      SELECT data FROM pgboss.job WHERE name = ${queue} AND state < 'completed' ORDER BY created_on`
  ).map(({ data }) => data)

/** The job used up all its tries, and the worker wrote that down. */
async function giveUpJobs(queue: string): Promise<void> {
  for (const payload of await jobsOf(queue)) {
    await recordGivenUp(world.deps, {
      id: newId(),
      queue,
      payload: payload as Record<string, string>,
      error: 'disk full',
    })
  }
  await world.boss.deleteAllJobs(queue)
}

const givenUp = async () => (await world.query('jobs.listGivenUp', {}, boss.cookie)).data.rows

describe('a recharge', () => {
  const begin = async () => {
    const { data, code } = await startRecharge(world, admin.cookie, batch.id, [{ id: learner.id, amountFen: 4_000 }])
    expect(code).toBeNull()
    // As far as a worker came that was killed: said that it runs, booked nothing.
    await world.deps.db.cardOperation.update({ where: { id: data.id }, data: { state: 'running' } })
    return data.id as string
  }
  const stateOf = async (id: string) => (await world.query('studyCards.operation', { id }, admin.cookie)).data

  test('whose job was lost is sent again at once, for whoever asked, and done once', async () => {
    const id = await begin()
    expect(await sweepOperations(world.deps)).toEqual({ sent: 0, ended: 0 })
    const [job] = await jobsOf(cardsRun.name)
    await world.boss.deleteAllJobs(cardsRun.name)
    // Positive control: nobody has it any more, and it would stay as it is.
    expect(await jobsOf(cardsRun.name)).toEqual([])
    expect(await stateOf(id)).toMatchObject({ state: 'running' })
    expect(await sweepOperations(world.deps)).toEqual({ sent: 1, ended: 0 })
    expect(await jobsOf(cardsRun.name)).toEqual([job])
    expect(await sweepOperations(world.deps)).toEqual({ sent: 0, ended: 0 })
    await runOperation(world.deps, cardsRun.payload.parse(job))
    await runOperation(world.deps, cardsRun.payload.parse(job))
    expect(await stateOf(id)).toMatchObject({ state: 'done' })
    expect([await leftOf(world, batch.id), await heldOf(world, learner.id, batch.id)]).toEqual([6_000, 4_000])
    const [done] = await world.deps.db.auditEntry.findMany({ where: { subjectId: id, action: 'cardOperation.done' } })
    expect(done).toMatchObject({ actorId: admin.id, ip: job?.ip })
  })

  test('that gave up rests a while, is sent again, and is off the list of what nobody sees to', async () => {
    const id = await begin()
    await giveUpJobs(cardsRun.name)
    expect(await givenUp()).toMatchObject([{ queue: 'cards.run', payload: { operationId: id }, resentAt: null }])
    expect(await sweepOperations(world.deps)).toEqual({ sent: 0, ended: 0 })
    world.clock.advance(5 * minuteMs)
    expect(await sweepOperations(world.deps)).toEqual({ sent: 1, ended: 0 })
    expect(await givenUp()).toEqual([])
    const [resent] = await world.deps.db.auditEntry.findMany({
      where: { action: 'job.resent' },
      orderBy: { id: 'desc' },
    })
    expect(resent).toMatchObject({ actorKind: 'system', actorName: 'cards.sweep', after: { queue: 'cards.run' } })
    await runCards(world, id)
    expect(await stateOf(id)).toMatchObject({ state: 'done' })
  })

  test('that just gave up and is not written down as such yet is not taken for lost', async () => {
    const id = await begin()
    await world.boss.deleteAllJobs(cardsRun.name)
    await world.boss.send(deadLetterQueue, { operationId: id, ip: '127.0.0.1' })
    expect(await sweepOperations(world.deps)).toEqual({ sent: 0, ended: 0 })
  })

  test('tried in vain for a day has failed with a sentence, booked nothing, is told, and can be sent anew', async () => {
    const id = await begin()
    for (let hours = 0; hours < 25; hours++) {
      await giveUpJobs(cardsRun.name)
      expect(await stateOf(id)).toMatchObject({ state: 'running', error: null })
      world.clock.advance(2 * 60 * minuteMs)
      if ((await sweepOperations(world.deps)).ended > 0) break
    }
    const failed = await stateOf(id)
    expect(failed).toMatchObject({ state: 'failed', done: 0, error: { code: 'triedInVain' } })
    expect([await leftOf(world, batch.id), await heldOf(world, learner.id, batch.id)]).toEqual([10_000, 0])
    const told = await world.deps.db.notice.findMany({ where: { kind: 'cardOperationEnded', subjectId: id } })
    expect(told).toMatchObject([{ organisationId: organisation.id, data: { code: 'triedInVain', people: 1 } }])
    // What staff would still send by hand finds it ended.
    expect(await givenUp()).toHaveLength(1)
    await runCards(world, id)
    expect(await stateOf(id)).toMatchObject({ state: 'failed' })
    expect(await leftOf(world, batch.id)).toBe(10_000)
    expect(await sweepOperations(world.deps)).toEqual({ sent: 0, ended: 0 })
    const anew = await startRecharge(world, admin.cookie, batch.id, [{ id: learner.id, amountFen: 4_000 }])
    await runCards(world, anew.data.id)
    expect(await stateOf(anew.data.id)).toMatchObject({ state: 'done' })
    expect(await heldOf(world, learner.id, batch.id)).toBe(4_000)
  })

  test('is not ended while a worker that was taken for dead still books it', async () => {
    const id = await begin()
    for (let tries = 0; tries < 5; tries++) {
      await recordGivenUp(world.deps, { id: newId(), queue: 'cards.run', payload: { operationId: id }, error: 'gone' })
    }
    await world.boss.deleteAllJobs(cardsRun.name)
    world.clock.advance(24 * 60 * minuteMs)
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    let isHeld = () => {}
    const holding = new Promise<void>((resolve) => {
      isHeld = resolve
    })
    const zombie = inTransaction(world.deps, async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`cardOperation:${id}`}, 0))`
      isHeld()
      await held
    })
    await holding
    expect(await sweepOperations(world.deps)).toEqual({ sent: 0, ended: 0 })
    expect(await stateOf(id)).toMatchObject({ state: 'running' })
    release()
    await zombie
    expect(await sweepOperations(world.deps)).toEqual({ sent: 0, ended: 1 })
  })
})

describe('an import', () => {
  const upload = async () => (await send(world, admin.cookie, csv([person()]), { name: '学员.csv' })).id
  const commit = async (id: string) => {
    await readImport(world.deps, { importId: id, version: 1 })
    await world.boss.deleteAllJobs(importsRead.name)
    const answer = await world.mutate('imports.commit', { id, version: 1, mode: 'allOrNothing' }, admin.cookie)
    expect(answer.code).toBeNull()
    return answer.data.version as number
  }
  const learners = () => world.deps.db.learner.count({ where: { organisationId: organisation.id } })

  test('whose reading was lost is read after all', async () => {
    const id = await upload()
    expect(await sweepImports(world.deps)).toEqual({ sent: 0, ended: 0 })
    const [job] = await jobsOf(importsRead.name)
    await world.boss.deleteAllJobs(importsRead.name)
    expect(await view(world, admin.cookie, id)).toMatchObject({ state: 'received' })
    expect(await sweepImports(world.deps)).toEqual({ sent: 1, ended: 0 })
    expect(await jobsOf(importsRead.name)).toEqual([job])
    await readImport(world.deps, importsRead.payload.parse(job))
    expect(await view(world, admin.cookie, id)).toMatchObject({ state: 'previewed' })
    expect(await sweepImports(world.deps)).toEqual({ sent: 0, ended: 0 })
  })

  test('whose writing was lost is written once, for whoever asked for that', async () => {
    const id = await upload()
    await commit(id)
    const [job] = await jobsOf(importsCommit.name)
    await world.boss.deleteAllJobs(importsCommit.name)
    expect(await view(world, admin.cookie, id)).toMatchObject({ state: 'committing' })
    expect(await sweepImports(world.deps)).toEqual({ sent: 1, ended: 0 })
    expect(await jobsOf(importsCommit.name)).toEqual([job])
    const before = await learners()
    await commitImport(world.deps, importsCommit.payload.parse(job))
    await commitImport(world.deps, importsCommit.payload.parse(job))
    expect(await view(world, admin.cookie, id)).toMatchObject({ state: 'committed' })
    expect(await learners()).toBe(before + 1)
  })

  test('that could not be written for a day is the person’s again, unwritten, with the reason, and can be written then', async () => {
    const id = await upload()
    const before = await learners()
    const version = await commit(id)
    for (let tries = 0; tries < 14; tries++) {
      await giveUpJobs(importsCommit.name)
      world.clock.advance(2 * 60 * minuteMs)
      if ((await sweepImports(world.deps)).ended > 0) break
    }
    const back = await view(world, admin.cookie, id)
    expect(back).toMatchObject({
      state: 'previewed',
      version: version + 1,
      errorCode: 'triedInVain',
      counts: { new: 1 },
    })
    expect(await learners()).toBe(before)
    const again = await world.mutate('imports.commit', { id, version: version + 1, mode: 'allOrNothing' }, admin.cookie)
    expect(again.code).toBeNull()
    // What was given up was another version: this one begins with all its tries.
    expect(await sweepImports(world.deps)).toEqual({ sent: 0, ended: 0 })
    await world.boss.deleteAllJobs(importsCommit.name)
    expect(await sweepImports(world.deps)).toEqual({ sent: 1, ended: 0 })
    await commitImport(world.deps, importsCommit.payload.parse((await jobsOf(importsCommit.name))[0]))
    expect(await view(world, admin.cookie, id)).toMatchObject({ state: 'committed', errorCode: null })
    expect(await learners()).toBe(before + 1)
  })

  test('that could not be read for a day has failed with the reason', async () => {
    const id = await upload()
    for (let tries = 0; tries < 14; tries++) {
      await giveUpJobs(importsRead.name)
      world.clock.advance(2 * 60 * minuteMs)
      if ((await sweepImports(world.deps)).ended > 0) break
    }
    expect(await view(world, admin.cookie, id)).toMatchObject({ state: 'failed', errorCode: 'triedInVain' })
    await readImport(world.deps, { importId: id, version: 1 })
    expect(await view(world, admin.cookie, id)).toMatchObject({ state: 'failed' })
  })
})
