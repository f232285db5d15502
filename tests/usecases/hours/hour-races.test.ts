import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AccountActor } from '../../../server/core/actor.ts'
import { AppError } from '../../../server/core/app-error.ts'
import { newId } from '../../../server/core/ids.ts'
import type { StaffRole } from '../../../server/core/roles.ts'
import type { Deps } from '../../../server/deps.ts'
import { correctHours, withdrawHours } from '../../../server/features/hours/change-hours.ts'
import { approveHours, rejectHours } from '../../../server/features/hours/decide-hours.ts'
import { recordHours } from '../../../server/features/hours/record-hours.ts'
import type { MadePlan } from '../../support/enrolments.ts'
import { type MadeOrganisation, makeAccount, makeLearner, makeOrganisation } from '../../support/people.ts'
import { withoutAnyLocks } from '../../support/without-row-locks.ts'
import { openWorld, type World } from '../../support/world.ts'
import { expectSumsRight, makeHourPlan, noticesOf, sumsOf, training } from './arrange.ts'

let world: World
let firm: MadeOrganisation
let plan: MadePlan
let learner: { id: string; name: string }
let admin: AccountActor
let reviewers: AccountActor[]
beforeAll(async () => {
  world = await openWorld()
  world.clock.set('2026-05-08T02:00:00Z')
  firm = await makeOrganisation(world)
  admin = await actor([], firm)
  reviewers = [await actor(['reviewer']), await actor(['reviewer'])]
})
beforeEach(async () => {
  plan = await makeHourPlan(world)
  learner = await makeLearner(world, firm, { accountId: (await makeAccount(world)).id })
  world.clock.advance(1000)
})
afterAll(async () => {
  await expectSumsRight(world)
  await world.close()
})

async function actor(staffRoles: StaffRole[], organisation: MadeOrganisation | null = null): Promise<AccountActor> {
  const { id, name } = await makeAccount(world, { staffRoles })
  return { kind: 'account', accountId: id, name, ip: '127.0.0.1', staffRoles, organisation, learnerId: null }
}
const [first, second] = [0, 1].map((index) => () => reviewers[index] ?? admin)

/** What came of each: `done`, or the code of its refusal. */
async function outcomes(works: readonly Promise<unknown>[]): Promise<string[]> {
  const settled = await Promise.allSettled(works)
  return settled
    .map((one) =>
      one.status === 'fulfilled' ? 'done' : one.reason instanceof AppError ? one.reason.code : String(one.reason),
    )
    .sort()
}

async function recorded(by: AccountActor, deps: Deps = world.deps): Promise<string> {
  const input = training(plan, [learner])
  await recordHours(deps, by, input)
  return input.people[0]?.id ?? ''
}
const leftOf = (id: string) =>
  world.deps.db.hourRecord
    .findMany({ where: { OR: [{ id }, { correctsId: id }], state: { not: 'rejected' } } })
    .then((rows) => rows.reduce((sum, row) => sum + row.hours, 0))

describe('recording the same training twice at once', () => {
  const both = (deps: Deps) =>
    outcomes([recordHours(deps, admin, training(plan, [learner])), recordHours(deps, admin, training(plan, [learner]))])
  const count = () => world.deps.db.hourRecord.count({ where: { planId: plan.id } })

  test('records it once, and the other hears that it is there', async () => {
    for (let turn = 0; turn < 5; turn++) {
      plan = await makeHourPlan(world)
      expect(await both(world.deps)).toEqual(['done', 'hoursKnown'])
      expect(await count()).toBe(1)
    }
  })

  test('positive control: without the locks it is there twice', async () => {
    let twice = 0
    for (let turn = 0; turn < 20 && twice === 0; turn++) {
      plan = await makeHourPlan(world)
      await both(withoutAnyLocks(world.deps))
      if ((await count()) === 2) twice++
    }
    expect(twice).toBe(1)
  })
})

describe('approving twice at once', () => {
  const both = (deps: Deps, ids: string[]) =>
    outcomes([
      approveHours(deps, first?.() ?? admin, { selection: { ids } }),
      approveHours(deps, second?.() ?? admin, { selection: { ids } }),
    ])

  test('counts once, tells once, and the slower one hears that it was decided', async () => {
    for (let turn = 0; turn < 5; turn++) {
      plan = await makeHourPlan(world)
      const id = await recorded(admin)
      expect(await both(world.deps, [id])).toEqual(['done', 'hoursDecided'])
      expect(await sumsOf(world, learner.id, plan.id)).toEqual([0, 300, 0, 0])
    }
    const { accountId } = await world.deps.db.learner.findUniqueOrThrow({ where: { id: learner.id } })
    expect(await noticesOf(world, accountId ?? '')).toHaveLength(5)
  })

  test('positive control: without the locks the slower one finds out only when it writes', async () => {
    let late = 0
    for (let turn = 0; turn < 20 && late === 0; turn++) {
      const id = await recorded(admin)
      if ((await both(withoutAnyLocks(world.deps), [id])).includes('conflict')) late++
      plan = await makeHourPlan(world)
    }
    expect(late).toBe(1)
  })
})

describe('approving while it is taken back', () => {
  test('one comes after the other, and the sums are those of the rows', async () => {
    for (let turn = 0; turn < 8; turn++) {
      plan = await makeHourPlan(world)
      const id = await recorded(admin)
      const ended = await outcomes([
        approveHours(world.deps, first?.() ?? admin, { selection: { ids: [id] } }),
        withdrawHours(world.deps, admin, { records: [{ id, adjustmentId: newId() }], reason: '录错了' }),
      ])
      // Approved and then taken away by a new row, or given up before anybody could approve it.
      expect([
        ['done', 'done'],
        ['done', 'hoursDecided'],
      ]).toContainEqual(ended)
      expect(await sumsOf(world, learner.id, plan.id)).toEqual([0, 0, 0, 0])
    }
  })

  test('approving and rejecting at once: one of both', async () => {
    const id = await recorded(admin)
    expect(
      await outcomes([
        approveHours(world.deps, first?.() ?? admin, { selection: { ids: [id] } }),
        rejectHours(world.deps, second?.() ?? admin, { selection: { ids: [id] }, reason: '没有证明' }),
      ]),
    ).toEqual(['done', 'hoursDecided'])
  })
})

describe('two corrections at once', () => {
  const both = async (deps: Deps) => {
    const id = await recorded(first?.() ?? admin)
    const correct = (hours: number) =>
      correctHours(deps, first?.() ?? admin, { id: newId(), correctsId: id, hours, reason: '核对以后改' })
    const ended = await outcomes([correct(100), correct(200)])
    return { ended, left: await leftOf(id) }
  }

  test('the later one counts from what the earlier one left', async () => {
    for (let turn = 0; turn < 6; turn++) {
      plan = await makeHourPlan(world)
      const { ended, left } = await both(world.deps)
      expect(ended).toEqual(['done', 'done'])
      expect([100, 200]).toContain(left)
    }
  })

  test('positive control: without the locks both count from the same, and nothing is right', async () => {
    let wrong = 0
    for (let turn = 0; turn < 20 && wrong === 0; turn++) {
      plan = await makeHourPlan(world)
      const { left } = await both(withoutAnyLocks(world.deps))
      if (left !== 100 && left !== 200) wrong++
    }
    expect(wrong).toBe(1)
  })
})

test('many people recorded, approved and taken back at once in all orders end with the sums of their rows', async () => {
  const learners = await Promise.all(Array.from({ length: 12 }, () => makeLearner(world, firm)))
  const shuffled = () => learners.toSorted(() => Math.random() - 0.5)
  const batches = Array.from({ length: 6 }, (_, index) =>
    training(plan, shuffled(), { title: `第${index + 1}次培训`, kind: index % 2 === 0 ? 'compulsory' : 'elective' }),
  )
  await Promise.all(batches.map((batch) => recordHours(world.deps, admin, batch)))
  const ended = await outcomes(
    batches.flatMap((batch) => {
      const ids = batch.people.map((one) => one.id)
      return [
        approveHours(world.deps, first?.() ?? admin, { selection: { ids } }),
        withdrawHours(world.deps, admin, {
          records: ids.toSorted(() => Math.random() - 0.5).map((id) => ({ id, adjustmentId: newId() })),
          reason: '培训取消了',
        }),
      ]
    }),
  )
  expect(new Set(ended).difference(new Set(['done', 'hoursDecided']))).toEqual(new Set())
  await expectSumsRight(world)
})
