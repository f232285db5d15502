import { expect } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { undoSeconds } from '../../../server/core/undo-time.ts'
import type { RecordHoursInput } from '../../../server/features/hours/record-hours.schema.ts'
import { settleHours } from '../../../server/features/hours/settle-hours.ts'
import { type MadePlan, makeOfflinePlan } from '../../support/enrolments.ts'
import type { MadeOrganisation } from '../../support/people.ts'
import type { RpcAnswer, World } from '../../support/world.ts'

/** Arrangement of hours for tests. */

export const studiedOn = '2026-05-07'

/** A plan of 2026 that asks for 30.00 hours: 20.00 compulsory at least, 24.00 at most, and 6.00 elective. */
export async function makeHourPlan(world: World, rule: Record<string, unknown> = {}): Promise<MadePlan> {
  const plan = await makeOfflinePlan(world, {
    subjects: [],
    startsAt: new Date('2025-12-31T16:00:00Z'),
    endsAt: new Date('2026-12-31T15:59:59Z'),
  })
  await world.deps.db.plan.update({
    where: { id: plan.id },
    data: { compulsoryMin: 2000, compulsoryCap: 2400, electiveMin: 600, ...rule },
  })
  return plan
}

export function training(
  plan: { id: string },
  learners: readonly { id: string }[],
  changes: Partial<RecordHoursInput> = {},
): RecordHoursInput {
  return {
    planId: plan.id,
    kind: 'elective',
    title: '安全生产专题讲座',
    studiedOn,
    hours: 300,
    evidence: '签到表',
    people: learners.map(({ id }) => ({ id: newId(), learnerId: id })),
    ...changes,
  }
}

/** Records a training by the API; the ids of its records. */
export async function record(
  world: World,
  cookie: string,
  plan: { id: string },
  learners: readonly { id: string }[],
  changes: Partial<RecordHoursInput> = {},
): Promise<string[]> {
  const input = training(plan, learners, changes)
  const answer = await world.mutate('hours.record', input, cookie)
  if (answer.code !== null) throw new Error(`${answer.code} ${JSON.stringify(answer.details)}`)
  return input.people.map((one) => one.id)
}

/** A verdict on records or a group by the API: to approve, or to reject with a reason. */
export function decide(
  world: World,
  cookie: string,
  selection: readonly string[] | object,
  { reason, id = newId() }: { readonly reason?: string; readonly id?: string } = {},
): Promise<RpcAnswer> {
  const verdict = reason === undefined ? { verdict: 'approve' } : { verdict: 'reject', reason }
  const chosen = Array.isArray(selection) ? { ids: selection } : selection
  return world.mutate('hours.decide', { id, selection: chosen, ...verdict }, cookie)
}

/** Lets the ten seconds of a decision pass and carries it out, as the worker does. */
export async function settle(world: World, decisionId: string): Promise<void> {
  world.clock.advance(undoSeconds * 1000)
  await settleHours(world.deps, { decisionId })
}

/** Both of it; what was answered to the decision. */
export async function decided(
  world: World,
  cookie: string,
  selection: readonly string[] | object,
  options: { readonly reason?: string; readonly id?: string } = {},
): Promise<RpcAnswer> {
  const answer = await decide(world, cookie, selection, options)
  if (answer.code === null) await settle(world, answer.data.decisionId)
  return answer
}

export async function setRule(
  world: World,
  organisation: MadeOrganisation,
  hoursApproval: 'staff' | 'secondAdmin' | 'immediate' | null,
) {
  await world.deps.db.organisation.update({ where: { id: organisation.id }, data: { hoursApproval } })
}

export function rowOf(world: World, id: string) {
  return world.deps.db.hourRecord.findUniqueOrThrow({ where: { id } })
}

export async function sumsOf(world: World, learnerId: string, planId: string): Promise<number[]> {
  const row = await world.deps.db.planProgress.findUnique({ where: { learnerId_planId: { learnerId, planId } } })
  return row ? [row.compulsoryApproved, row.electiveApproved, row.compulsoryPending, row.electivePending] : [0, 0, 0, 0]
}

/** The sums that the trigger keeps are those of the records, for everybody. */
export async function expectSumsRight(world: World): Promise<void> {
  const wrong = await world.deps.db.$queryRaw`
    SELECT * FROM (
      SELECT learner_id, plan_id,
        coalesce(sum(hours) FILTER (WHERE kind = 'compulsory' AND state = 'approved'), 0)::int AS ca,
        coalesce(sum(hours) FILTER (WHERE kind = 'elective' AND state = 'approved'), 0)::int AS ea,
        coalesce(sum(hours) FILTER (WHERE kind = 'compulsory' AND state = 'pending'), 0)::int AS cp,
        coalesce(sum(hours) FILTER (WHERE kind = 'elective' AND state = 'pending'), 0)::int AS ep
      FROM hour_records GROUP BY 1, 2) h
    LEFT JOIN plan_progress p USING (learner_id, plan_id)
    WHERE (h.ca, h.ea, h.cp, h.ep) IS DISTINCT FROM
          (coalesce(p.compulsory_approved, 0), coalesce(p.elective_approved, 0), coalesce(p.compulsory_pending, 0), coalesce(p.elective_pending, 0))`
  expect(wrong).toEqual([])
}

export const refusal = ({ code, details }: RpcAnswer) => ({ code, ...details })

export async function noticesOf(world: World, accountId: string, kind?: string) {
  return world.deps.db.notice.findMany({
    where: { accountId, channel: 'app', ...(kind ? { kind } : {}) },
    orderBy: { id: 'asc' },
  })
}

/** How often certificates were asked for in a plan: jobs that wait. */
export async function askedFor(world: World, planId: string): Promise<number> {
  const rows = await world.deps.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pgboss.job WHERE name = 'certificates.issue' AND data ->> 'planId' = ${planId}`
  return rows[0]?.count ?? 0
}
