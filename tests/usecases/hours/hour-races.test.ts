import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AccountActor } from '../../../server/core/actor.ts'
import { AppError } from '../../../server/core/app-error.ts'
import { newId } from '../../../server/core/ids.ts'
import type { StaffRole } from '../../../server/core/roles.ts'
import type { Deps } from '../../../server/deps.ts'
import { correctHours, withdrawHours } from '../../../server/features/hours/change-hours.ts'
import { decideHours } from '../../../server/features/hours/decide-hours.ts'
import { recordHours } from '../../../server/features/hours/record-hours.ts'
import { settleHours } from '../../../server/features/hours/settle-hours.ts'
import type { MadePlan } from '../../support/enrolments.ts'
import { type MadeOrganisation, makeAccount, makeLearner, makeOrganisation } from '../../support/people.ts'
import { withoutAnyLocks } from '../../support/without-row-locks.ts'
import { openWorld, type World } from '../../support/world.ts'
import { expectSumsRight, makeHourPlan, noticesOf, rowOf, sumsOf, training } from './arrange.ts'

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

const approve = (deps: Deps, by: AccountActor, ids: readonly string[]) =>
  decideHours(deps, by, { id: newId(), verdict: 'approve', selection: { ids: [...ids] } })
const takeBackBy = (deps: Deps, id: string) =>
  withdrawHours(deps, admin, { records: [{ id, adjustmentId: newId() }], reason: '录错了' })

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
    outcomes([approve(deps, first?.() ?? admin, ids), approve(deps, second?.() ?? admin, ids)])
  const decisionOf = async (id: string) => (await rowOf(world, id)).decisionId ?? ''

  test('one decides, the slower one hears that it is being decided, and it counts and is told once', async () => {
    for (let turn = 0; turn < 5; turn++) {
      plan = await makeHourPlan(world)
      const id = await recorded(admin)
      expect(await both(world.deps, [id])).toEqual(['done', 'hoursBeingDecided'])
      const decisionId = await decisionOf(id)
      world.clock.advance(10_000)
      // A job may be repeated while it still runs elsewhere, and the sweep may take it up.
      await Promise.all([1, 2, 3, 4].map(() => settleHours(world.deps, { decisionId })))
      expect(await sumsOf(world, learner.id, plan.id)).toEqual([0, 300, 0, 0])
    }
    const { accountId } = await world.deps.db.learner.findUniqueOrThrow({ where: { id: learner.id } })
    expect(await noticesOf(world, accountId ?? '')).toHaveLength(5)
  })

  test('the same decision sent twice at once is one', async () => {
    for (let turn = 0; turn < 5; turn++) {
      plan = await makeHourPlan(world)
      const ids = [await recorded(admin)]
      const input = { id: newId(), verdict: 'approve', selection: { ids } } as const
      const answers = await Promise.all([1, 2, 3].map(() => decideHours(world.deps, first?.() ?? admin, input)))
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
      expect(await decisionOf(ids[0] ?? '')).toBe(input.id)
    }
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

describe('deciding while it is taken back', () => {
  test('whoever recorded it takes it back in any case, and nobody decides on what is gone', async () => {
    for (let turn = 0; turn < 8; turn++) {
      plan = await makeHourPlan(world)
      const id = await recorded(admin)
      const ended = await outcomes([approve(world.deps, first?.() ?? admin, [id]), takeBackBy(world.deps, id)])
      expect([
        ['done', 'done'],
        ['done', 'hoursDecided'],
      ]).toContainEqual(ended)
      expect(await rowOf(world, id)).toMatchObject({ state: 'rejected', rejectedReason: 'withdrawn', decisionId: null })
      expect(await sumsOf(world, learner.id, plan.id)).toEqual([0, 0, 0, 0])
    }
  })

  test('at the moment when it takes effect one comes after the other, and the sums are those of the rows', async () => {
    for (let turn = 0; turn < 8; turn++) {
      plan = await makeHourPlan(world)
      const id = await recorded(admin)
      const { decisionId } = await approve(world.deps, first?.() ?? admin, [id])
      world.clock.advance(10_000)
      await Promise.all([settleHours(world.deps, { decisionId }), takeBackBy(world.deps, id)])
      // Approved and then taken away by a new row, or given up before it could be approved.
      const { state } = await world.deps.db.hourDecision.findUniqueOrThrow({ where: { id: decisionId } })
      expect((await rowOf(world, id)).state).toBe(state === 'effective' ? 'approved' : 'rejected')
      expect(['effective', 'failed']).toContain(state)
      expect(await sumsOf(world, learner.id, plan.id)).toEqual([0, 0, 0, 0])
    }
  })

  test('positive control: without the locks what is taken back meanwhile brings the decision down', async () => {
    let broken = 0
    for (let turn = 0; turn < 30 && broken === 0; turn++) {
      plan = await makeHourPlan(world)
      const id = await recorded(admin)
      const { decisionId } = await approve(world.deps, first?.() ?? admin, [id])
      world.clock.advance(10_000)
      const unlocked = withoutAnyLocks(world.deps)
      const [settled, taken] = await Promise.allSettled([
        settleHours(unlocked, { decisionId }),
        takeBackBy(unlocked, id),
      ])
      if (settled?.status === 'rejected' || taken?.status === 'rejected') broken++
    }
    expect(broken).toBe(1)
  })

  test('approving and rejecting at once: one of both', async () => {
    const id = await recorded(admin)
    expect(
      await outcomes([
        approve(world.deps, first?.() ?? admin, [id]),
        decideHours(world.deps, second?.() ?? admin, {
          id: newId(),
          verdict: 'reject',
          selection: { ids: [id] },
          reason: '没有证明',
        }),
      ]),
    ).toEqual(['done', 'hoursBeingDecided'])
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
        approve(world.deps, first?.() ?? admin, ids),
        withdrawHours(world.deps, admin, {
          records: ids.toSorted(() => Math.random() - 0.5).map((id) => ({ id, adjustmentId: newId() })),
          reason: '培训取消了',
        }),
      ]
    }),
  )
  expect(new Set(ended).difference(new Set(['done', 'hoursDecided']))).toEqual(new Set())
  world.clock.advance(10_000)
  const waiting = await world.deps.db.hourDecision.findMany({ where: { state: 'waiting' } })
  await Promise.all(waiting.map(({ id }) => settleHours(world.deps, { decisionId: id })))
  expect(await world.deps.db.hourRecord.count({ where: { planId: plan.id, state: 'pending' } })).toBe(0)
  await expectSumsRight(world)
})
