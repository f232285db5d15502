import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import type { Deps } from '../../../server/deps.ts'
import { storeStatements } from '../../../server/features/learning-platforms/store-statements.ts'
import { takeUpMended } from '../../../server/features/learning-platforms/take-up.ts'
import { statementSchema } from '../../../server/features/learning-platforms/xapi-statement.schema.ts'
import { approvedHours, makeStudying, outcomeOf, statementOf, takePart, verbs, xapi } from '../../support/learning.ts'
import { makeLearner } from '../../support/people.ts'
import { withoutRowLocks } from '../../support/without-row-locks.ts'
import { openWorld, type World } from '../../support/world.ts'

/** Two statements at once: a platform that sends with several workers must not give an hour twice. */
let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const read = (statement: Record<string, unknown>) => ({ raw: statement, parsed: statementSchema.parse(statement) })

/** Eight statements, each stating that an hour is done, at the same moment; what the learner has then. */
async function eightAtOnce(deps: Deps): Promise<number> {
  const studying = await makeStudying(world)
  const platform = await world.deps.db.learningPlatform.findUniqueOrThrow({ where: { id: studying.platform.id } })
  await Promise.all(
    Array.from({ length: 8 }, () =>
      storeStatements(deps, platform, [read(statementOf(studying, { duration: 'PT45M' }))], '1.0.0'),
    ),
  )
  return approvedHours(world, studying.learner.id, studying.course.planId)
}

test('eight statements at once about one learner count once', async () => {
  for (let round = 0; round < 5; round++) expect(await eightAtOnce(world.deps)).toBe(100)
})

test('positive control: without the lock on the learner they count more than once', async () => {
  const counts: number[] = []
  for (let round = 0; round < 20 && !counts.some((count) => count > 100); round++)
    counts.push(await eightAtOnce(withoutRowLocks(world.deps)))
  expect(Math.max(...counts)).toBeGreaterThan(100)
})

test('the same statement eight times at once is stored once, and every sender hears that it is', async () => {
  const studying = await makeStudying(world)
  const strangers = { actor: { mbox: 'mailto:nobody@example.com' } }
  // Nobody's: there is no learner to wait for.
  for (const options of [{ duration: 'PT45M' }, { duration: 'PT45M', ...strangers }]) {
    const one = statementOf(studying, options)
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => xapi(world, studying.platform, 'POST', '/statements', { body: one })),
    )
    expect(answers.map(({ status, body }) => [status, body])).toEqual(answers.map(() => [200, [one.id]]))
    expect(await world.deps.db.learningStatement.count({ where: { statementId: String(one.id) } })).toBe(1)
  }
  expect(await approvedHours(world, studying.learner.id, studying.course.planId)).toBe(100)
})

test('batches about the same learners in opposite orders do not wait for each other for ever', async () => {
  const studying = await makeStudying(world, { durationMeaning: 'each' })
  const others = await Promise.all(Array.from({ length: 6 }, () => makeLearner(world, studying.organisation)))
  for (const one of others) await takePart(world, one.id, studying.course.planId, studying.organisation)
  const batch = (learners: readonly { id: string }[]) =>
    learners.map((learner) => statementOf({ ...studying, learner }, { duration: 'PT27S' }))
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      xapi(world, studying.platform, 'POST', '/statements', { body: batch(i % 2 ? others : [...others].reverse()) }),
    ),
  )
  expect(answers.every(({ status }) => status === 200)).toBe(true)
  for (const one of others) expect(await approvedHours(world, one.id, studying.course.planId)).toBe(8)
})

test('a statement that is taken back while it is sent again is taken back once', async () => {
  const studying = await makeStudying(world)
  const one = statementOf(studying, { duration: 'PT45M' })
  await xapi(world, studying.platform, 'POST', '/statements', { body: one })
  const voiding = () =>
    statementOf(studying, { id: newId(), verb: verbs.voided, object: { objectType: 'StatementRef', id: one.id } })
  await Promise.all(
    Array.from({ length: 6 }, (_, i) =>
      xapi(world, studying.platform, 'POST', '/statements', { body: i % 2 ? voiding() : one }),
    ),
  )
  expect([
    await approvedHours(world, studying.learner.id, studying.course.planId),
    await outcomeOf(world, one.id),
  ]).toEqual([0, 'voided'])
})

test('two who take up the same refused statements count them once', async () => {
  const studying = await makeStudying(world, { takesPart: false })
  for (let i = 1; i <= 5; i++)
    await xapi(world, studying.platform, 'POST', '/statements', {
      body: statementOf(studying, { duration: `PT${i}M` }),
    })
  await takePart(world, studying.learner.id, studying.course.planId, studying.organisation)
  await Promise.all([takeUpMended(world.deps, {}), takeUpMended(world.deps, {}), takeUpMended(world.deps, {})])
  expect(await approvedHours(world, studying.learner.id, studying.course.planId)).toBe(Math.floor(300 / 27))
})
