import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import type { Deps } from '../../../server/deps.ts'
import { actFor } from '../../../server/features/accounts/act-for.ts'
import { openCourse } from '../../../server/features/study-cards/open-course.ts'
import { runOperation } from '../../../server/features/study-cards/run-operation.ts'
import {
  heldOf,
  leftOf,
  type MadeBatch,
  makeBatch,
  recharge,
  startOpening,
  startRecharge,
  startTakeBack,
} from '../../support/cards.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation } from '../../support/people.ts'
import { withoutRowLocks } from '../../support/without-row-locks.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let organisation: MadeOrganisation
let admin: { id: string; cookie: string }

beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
})

const rounds = 12
const run = (deps: Deps, operationId: string) => runOperation(deps, { operationId, ip: '127.0.0.1' })
const stateOf = async (id: string) =>
  (await world.deps.db.cardOperation.findUniqueOrThrow({ where: { id }, select: { state: true } })).state
const started = ({ data, code }: { data: { id: string }; code: string | null }): string => {
  if (code !== null) throw new Error(code)
  return data.id
}

/** Two recharges of 600 out of 1,000, done at once: what the batch has then, and how each ended. */
async function raceForBatch(deps: Deps): Promise<{ left: number; states: string[] }> {
  const batch = await makeBatch(world, organisation, { valueFen: 1_000 })
  const learners = [await makeLearner(world, organisation), await makeLearner(world, organisation)]
  const ids = await Promise.all(
    learners.map(async ({ id }) =>
      started(await startRecharge(world, admin.cookie, batch.id, [{ id, amountFen: 600 }])),
    ),
  )
  await Promise.all(ids.map((id) => run(deps, id)))
  return { left: await leftOf(world, batch.id), states: (await Promise.all(ids.map(stateOf))).toSorted() }
}

test('two recharges over the last value of a batch: one is done, one fails, and nothing is below zero', async () => {
  for (let round = 0; round < rounds; round++) {
    expect(await raceForBatch(world.deps)).toEqual({ left: 400, states: ['done', 'failed'] })
  }
})

test('positive control: without its locks a batch is given out twice', async () => {
  const deps = withoutRowLocks(world.deps)
  const left: number[] = []
  for (let round = 0; round < rounds && !left.includes(-200); round++) left.push((await raceForBatch(deps)).left)
  expect(left).toContain(-200)
})

/** A learner with 1,000 of a plan that costs 600, opened and taken back from at once. */
async function raceForWallet(deps: Deps): Promise<{ held: number; done: number }> {
  const batch: MadeBatch = await makeBatch(world, organisation, { valueFen: 1_000 })
  await world.deps.db.plan.update({ where: { id: batch.planId }, data: { openingFeeFen: 600n } })
  const { id } = await makeLearner(world, organisation)
  await recharge(world, admin.cookie, batch.id, [{ id, amountFen: 1_000 }])
  const back = started(await startTakeBack(world, admin.cookie, batch.id, [{ id, amountFen: 600 }]))
  const actor = await actFor(world.deps.db, {
    accountId: admin.id,
    organisationPath: organisation.path,
    ip: '127.0.0.1',
  })
  if (!actor) throw new Error('the admin may not act')
  const opening = { id: newId(), learnerId: id, planId: batch.planId, feeFen: fen(600) }
  const [opened] = await Promise.allSettled([openCourse(deps, actor, opening), run(deps, back)])
  const done = [opened.status === 'fulfilled', (await stateOf(back)) === 'done'].filter(Boolean).length
  return { held: await heldOf(world, id, batch.id), done }
}

test('an opening and a take-back over the same value: one gets it', async () => {
  for (let round = 0; round < rounds; round++) {
    expect(await raceForWallet(world.deps)).toEqual({ held: 400, done: 1 })
  }
})

test('positive control: without its locks a wallet is spent twice', async () => {
  const deps = withoutRowLocks(world.deps)
  const held: number[] = []
  for (let round = 0; round < rounds * 3 && !held.includes(-200); round++) held.push((await raceForWallet(deps)).held)
  expect(held).toContain(-200)
})

test('recharges, take-backs, openings and closings of the same people at once all end, and the books agree', async () => {
  const batch = await makeBatch(world, organisation, { valueFen: 1_000_000 })
  await world.deps.db.plan.update({ where: { id: batch.planId }, data: { openingFeeFen: 100n } })
  const people = await Promise.all(Array.from({ length: 12 }, () => makeLearner(world, organisation)))
  const lines = (amountFen: number, turn: number) => {
    const all = people.map(({ id }) => ({ id, amountFen }))
    return [...all.slice(turn), ...all.slice(0, turn)]
  }
  await recharge(world, admin.cookie, batch.id, lines(10_000, 0))
  const ids = [
    ...(await Promise.all([1, 5, 9].map((turn) => startRecharge(world, admin.cookie, batch.id, lines(100, turn))))),
    ...(await Promise.all([2, 4, 7].map((turn) => startTakeBack(world, admin.cookie, batch.id, lines(30, turn))))),
    await startOpening(
      world,
      admin.cookie,
      batch.planId,
      people.map(({ id }) => id),
      100,
    ),
  ].map(started)
  await Promise.all(ids.map((id) => run(world.deps, id)))
  expect(await Promise.all(ids.map(stateOf))).toEqual(ids.map(() => 'done'))
  const held = await Promise.all(people.map(({ id }) => heldOf(world, id, batch.id)))
  expect(held).toEqual(people.map(() => 10_000 + 3 * 100 - 3 * 30 - 100))
  expect(await leftOf(world, batch.id)).toBe(1_000_000 - 12 * (10_000 + 300 - 90))
})
