import { expect, test } from 'vitest'
import { slowness } from '../../support/pace.ts'
import { makeAccount, makeAdmin, makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld } from '../../support/world.ts'
import { decide, expectSumsRight, makeHourPlan, settle, studiedOn } from './arrange.ts'

const [people, each] = [500, 40]
const count = people * each

test('20,000 records are decided on, undone and carried out in seconds each', async () => {
  const world = await openWorld()
  world.clock.set('2026-05-08T02:00:00Z')
  try {
    const firm = await makeOrganisation(world)
    const admin = await makeAdmin(world, firm)
    const reviewer = await makeStaff(world, 'reviewer')
    const plan = await makeHourPlan(world)
    for (let at = 0; at < people; at += 50) {
      await Promise.all(
        Array.from({ length: 50 }, async () => makeLearner(world, firm, { accountId: (await makeAccount(world)).id })),
      )
    }
    await world.deps.db.$executeRaw`
      INSERT INTO hour_records (id, learner_id, plan_id, organisation_id, organisation_path, kind, source, title, hours, studied_on,
                                state, due_at, created_by_id, created_by_name)
      SELECT gen_random_uuid(), l.id, ${plan.id}::uuid, l.organisation_id, l.organisation_path, 'elective', 'offline', '安全生产专题讲座',
             10 * n, ${studiedOn}::date, 'pending', now(), ${admin.id}::uuid, ${admin.name}
      FROM learners l, generate_series(1, ${each}::int) AS n WHERE l.organisation_path = ${firm.path}`
    await world.deps.db.$executeRaw`ANALYZE hour_records`
    const { rows } = (await world.query('hours.reviewGroups', { planId: plan.id }, reviewer.cookie)).data
    expect(rows).toMatchObject([{ count, free: count }])
    const { planId, organisationId, kind, title, importId, waitsFor } = rows[0]
    const selection = {
      group: { planId, organisationId, kind, title, studiedOn, importId, waitsFor },
      expectedCount: count,
    }
    const times: Record<string, number> = {}
    const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      const begun = performance.now()
      const answer = await work()
      times[name] = Math.round(performance.now() - begun)
      return answer
    }
    const first = await timed('decided', () => decide(world, reviewer.cookie, selection))
    expect(first.data).toMatchObject({ decided: count })
    await timed('undone', () => world.mutate('hours.undo', { decisionId: first.data.decisionId }, reviewer.cookie))
    const second = await decide(world, reviewer.cookie, selection)
    await timed('carried out', () => settle(world, second.data.decisionId))
    expect(await world.deps.db.hourRecord.count({ where: { planId, state: 'approved' } })).toBe(count)
    await expectSumsRight(world)
    console.info(`20,000 records: ${JSON.stringify(times)} ms`)
    const pace = await slowness()
    for (const [name, ms] of Object.entries(times)) expect(ms, name).toBeLessThan(20_000 * pace)
  } finally {
    await world.close()
  }
}, 180_000)
