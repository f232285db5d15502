import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AccountActor } from '../../../server/core/actor.ts'
import { AppError } from '../../../server/core/app-error.ts'
import { newId } from '../../../server/core/ids.ts'
import type { Deps } from '../../../server/deps.ts'
import { submitEnrolments } from '../../../server/features/enrolments/submit-enrolments.ts'
import { makeEnrolment, makeOfflinePlan } from '../../support/enrolments.ts'
import { makeAdmin, makeLearner, makeOrganisation } from '../../support/people.ts'
import { withoutRowLocks } from '../../support/without-row-locks.ts'
import { openWorld, type World } from '../../support/world.ts'

/** A plan never has more submitted and confirmed people than seats, however many submit at the same moment. */
let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const organisations = 8
const peopleEach = 3
const capacity = 10

/** Eight organisations submit three people each to a plan with ten seats, at once. */
async function race(deps: Deps): Promise<{ taken: number; accepted: number; refusals: AppError[] }> {
  const plan = await makeOfflinePlan(world, { capacity })
  const submissions = []
  for (let i = 0; i < organisations; i++) {
    const organisation = await makeOrganisation(world)
    const picks = []
    for (let j = 0; j < peopleEach; j++) {
      const learner = await makeLearner(world, organisation)
      const { id, version } = await makeEnrolment(world, { plan, learner, organisation })
      picks.push({ id, version })
    }
    const actor: AccountActor = {
      kind: 'account',
      accountId: newId(),
      name: '单位管理员',
      ip: '',
      staffRoles: [],
      organisation: { id: organisation.id, path: organisation.path, name: organisation.name },
      learnerId: null,
    }
    submissions.push({ actor, input: { planId: plan.id, selection: { picks } } })
  }
  const refusals: AppError[] = []
  let accepted = 0
  await Promise.all(
    submissions.map(({ actor, input }) =>
      submitEnrolments(deps, actor, input).then(
        () => accepted++,
        (error: unknown) => {
          if (!(error instanceof AppError)) throw error
          refusals.push(error)
        },
      ),
    ),
  )
  const taken = await world.deps.db.enrolment.count({ where: { planId: plan.id, state: 'submitted' } })
  return { taken, accepted, refusals }
}

test('of many who submit at once as many are taken as there are seats, and the others are told what is left', async () => {
  for (let round = 0; round < 3; round++) {
    const { taken, accepted, refusals } = await race(world.deps)
    expect({ taken, accepted }).toEqual({ taken: 9, accepted: 3 })
    expect(refusals).toHaveLength(organisations - 3)
    for (const { code, details } of refusals)
      expect({ code, details }).toEqual({ code: 'planFull', details: { left: 1, asked: 3 } })
  }
})

test('positive control: without the lock on the plan more are taken than there are seats', async () => {
  const found: number[] = []
  for (let round = 0; round < 10 && !found.some((taken) => taken > capacity); round++)
    found.push((await race(withoutRowLocks(world.deps))).taken)
  expect(Math.max(...found)).toBeGreaterThan(capacity)
})

test('a seat that is given back can be taken by somebody else', async () => {
  const organisation = await makeOrganisation(world)
  const { cookie } = await makeAdmin(world, organisation)
  const plan = await makeOfflinePlan(world, { capacity: 1 })
  const enrol = async () =>
    makeEnrolment(world, { plan, learner: await makeLearner(world, organisation), organisation })
  const [a, b] = [await enrol(), await enrol()]
  const submit = (one: { id: string }, version = 1) =>
    world.mutate('enrolments.submit', { planId: plan.id, selection: { picks: [{ id: one.id, version }] } }, cookie)
  expect((await submit(a)).data).toMatchObject({ submitted: true })
  expect(await submit(b)).toMatchObject({ code: 'planFull', details: { left: 0, asked: 1 } })
  const badges = async () => (await world.query('enrolments.badges', { planIds: [plan.id] }, cookie)).data[0]
  expect(await badges()).toMatchObject({ drafts: 1, submitted: 1, seats: { capacity: 1, left: 0 } })
  await world.mutate('enrolments.withdrawSubmission', { selection: { picks: [{ id: a.id, version: 2 }] } }, cookie)
  expect(await badges()).toMatchObject({ drafts: 2, submitted: 0, seats: { left: 1 } })
  expect((await submit(b)).data).toMatchObject({ submitted: true })
})
