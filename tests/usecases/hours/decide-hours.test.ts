import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { issueCertificates } from '../../../server/features/certificates/issue-certificates.ts'
import { settleHours, sweepHourDecisions } from '../../../server/features/hours/settle-hours.ts'
import { makeFreePlan } from '../../support/earned.ts'
import { type MadePlan, makeEnrolment } from '../../support/enrolments.ts'
import {
  type MadeOrganisation,
  makeAccount,
  makeAdmin,
  makeLearner,
  makeOrganisation,
  makeStaff,
} from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import {
  askedFor,
  decide,
  decided,
  expectSumsRight,
  makeHourPlan,
  noticesOf,
  record,
  refusal,
  rowOf,
  setRule,
  settle,
  sumsOf,
} from './arrange.ts'

let world: World
let firm: MadeOrganisation
let admin: { id: string; name: string; cookie: string }
let second: { id: string; name: string; cookie: string }
let third: { id: string; name: string; cookie: string }
let reviewer: { id: string; cookie: string; name: string }
let colleague: { id: string; cookie: string; name: string }
let plan: MadePlan
beforeAll(async () => {
  world = await openWorld()
  world.clock.set('2026-05-08T02:00:00Z')
  firm = await makeOrganisation(world)
  admin = await makeAdmin(world, firm)
  second = await makeAdmin(world, firm)
  third = await makeAdmin(world, firm)
  reviewer = await makeStaff(world, 'reviewer')
  colleague = await makeStaff(world, 'reviewer')
})
beforeEach(async () => {
  plan = await makeHourPlan(world)
  await setRule(world, firm, null)
  world.clock.advance(1000)
})
afterAll(async () => {
  await expectSumsRight(world)
  await world.close()
})

async function makePerson() {
  const account = await makeAccount(world)
  const learner = await makeLearner(world, firm, { accountId: account.id })
  return { ...learner, accountId: account.id }
}
const undo = (decisionId: string, cookie = reviewer.cookie) => world.mutate('hours.undo', { decisionId }, cookie)
const stateOf = (decisionId: string, cookie = reviewer.cookie) => world.query('hours.decision', { decisionId }, cookie)
const withdraw = (ids: readonly string[]) =>
  world.mutate(
    'hours.withdraw',
    { records: ids.map((id) => ({ id, adjustmentId: newId() })), reason: '录错了' },
    admin.cookie,
  )
/** Jobs that wait to carry a decision out, and from when. */
const jobsOf = (decisionId: string) =>
  world.deps.db.$queryRaw<{ start: Date }[]>`
    SELECT start_after AS start FROM pgboss.job WHERE name = 'hours.settle' AND data ->> 'decisionId' = ${decisionId}`
const audited = (subjectId: string) =>
  world.deps.db.auditEntry
    .findMany({ where: { subjectId }, orderBy: { id: 'asc' } })
    .then((rows) => rows.map((row) => row.action))

describe('the ten seconds', () => {
  test('nothing counts, nobody is told and no certificate is asked for before they are over; then all of it at once', async () => {
    const one = await makePerson()
    const ids = await record(world, admin.cookie, plan, [one, await makePerson()])
    const told = (await noticesOf(world, admin.id)).length
    const { data } = await decide(world, reviewer.cookie, ids)
    expect(data).toMatchObject({
      decided: 2,
      effectiveAt: new Date(world.clock.now().getTime() + 10_000).toISOString(),
    })
    expect(await jobsOf(data.decisionId)).toEqual([{ start: new Date(data.effectiveAt) }])
    world.clock.advance(9_999)
    await settleHours(world.deps, data)
    expect(await rowOf(world, ids[0] ?? '')).toMatchObject({ state: 'pending', decidedById: null })
    expect(await sumsOf(world, one.id, plan.id)).toEqual([0, 0, 0, 300])
    expect([await noticesOf(world, one.accountId), await askedFor(world, plan.id)]).toEqual([[], 0])
    expect(await noticesOf(world, admin.id)).toHaveLength(told)
    expect((await stateOf(data.decisionId)).data).toMatchObject({ state: 'waiting', settledCount: null })

    world.clock.advance(1)
    await settleHours(world.deps, data)
    expect(await rowOf(world, ids[0] ?? '')).toMatchObject({
      state: 'approved',
      stateSince: world.clock.now(),
      decidedById: reviewer.id,
    })
    expect(await sumsOf(world, one.id, plan.id)).toEqual([0, 300, 0, 0])
    expect(await noticesOf(world, one.accountId)).toMatchObject([{ kind: 'hoursApproved' }])
    expect(await askedFor(world, plan.id)).toBe(1)
    expect((await stateOf(data.decisionId)).data).toMatchObject({ state: 'effective', count: 2, settledCount: 2 })
    expect(await audited(data.decisionId)).toEqual(['hourDecision.waiting', 'hourDecision.effective'])
    // A job that is repeated finds it done.
    await settleHours(world.deps, data)
    expect(await noticesOf(world, one.accountId)).toHaveLength(1)
  })

  test('a certificate follows from hours that took effect, and not from those that are being approved', async () => {
    const one = await makePerson()
    const free = await makeFreePlan(world)
    await makeEnrolment(world, { plan: free, learner: one, organisation: firm, state: 'confirmed' })
    const ids = [
      ...(await record(world, admin.cookie, free, [one], { kind: 'compulsory', hours: 2000 })),
      ...(await record(world, admin.cookie, free, [one], { hours: 1200 })),
    ]
    const { data } = await decide(world, reviewer.cookie, ids)
    expect(await issueCertificates(world.deps, { planId: free.id })).toBe(0)
    await settle(world, data.decisionId)
    expect(await issueCertificates(world.deps, { planId: free.id })).toBe(1)
  })

  test('the same decision sent again is the same, before and after; another with its id is refused', async () => {
    const ids = await record(world, admin.cookie, plan, [await makePerson()])
    const id = newId()
    const first = await decide(world, reviewer.cookie, ids, { id })
    world.clock.advance(3000)
    expect((await decide(world, reviewer.cookie, ids, { id })).data).toEqual(first.data)
    expect(await jobsOf(id)).toHaveLength(1)
    await settle(world, id)
    expect((await decide(world, reviewer.cookie, ids, { id })).data).toEqual(first.data)
    const others = [
      decide(world, colleague.cookie, ids, { id }),
      decide(world, reviewer.cookie, ids, { id, reason: '没有证明' }),
      decide(world, reviewer.cookie, [...ids, newId()], { id }),
    ]
    for (const other of others) expect((await other).code).toBe('idempotencyKeyReused')
  })

  test('a job that was lost is sent again, once; one whose time has just come is left alone', async () => {
    const ids = await record(world, admin.cookie, plan, [await makePerson()])
    const { data } = await decide(world, reviewer.cookie, ids)
    const lose = () =>
      world.deps.db
        .$executeRaw`DELETE FROM pgboss.job WHERE name = 'hours.settle' AND data ->> 'decisionId' = ${data.decisionId}`
    await lose()
    world.clock.advance(60_000)
    await sweepHourDecisions(world.deps)
    expect(await jobsOf(data.decisionId)).toEqual([])
    world.clock.advance(11_000)
    await sweepHourDecisions(world.deps)
    await sweepHourDecisions(world.deps)
    expect(await jobsOf(data.decisionId)).toHaveLength(1)
    await settleHours(world.deps, data)
    await lose()
    await sweepHourDecisions(world.deps)
    expect(await jobsOf(data.decisionId)).toEqual([])
  })
})

describe('undoing', () => {
  test('brings all of it back to the queue, as often as it is sent; nobody was told, and it can be decided anew', async () => {
    const one = await makePerson()
    const ids = await record(world, admin.cookie, plan, [one, await makePerson()])
    const { data } = await decide(world, reviewer.cookie, ids, { reason: '没有证明' })
    expect((await undo(data.decisionId)).data).toEqual({ decisionId: data.decisionId })
    expect((await undo(data.decisionId)).code).toBeNull()
    await settle(world, data.decisionId)
    expect(await rowOf(world, ids[0] ?? '')).toMatchObject({ state: 'pending', decisionId: null, rejectedReason: null })
    expect(await noticesOf(world, one.accountId)).toEqual([])
    expect(await audited(data.decisionId)).toEqual(['hourDecision.waiting', 'hourDecision.undone'])
    expect((await decided(world, colleague.cookie, ids)).data).toMatchObject({ decided: 2 })
    expect(await sumsOf(world, one.id, plan.id)).toEqual([0, 300, 0, 0])
  })

  test('comes too late once the ten seconds are over, and is nobody else’s', async () => {
    const ids = await record(world, admin.cookie, plan, [await makePerson()])
    const { data } = await decide(world, reviewer.cookie, ids)
    for (const cookie of [colleague.cookie, admin.cookie]) {
      expect((await undo(data.decisionId, cookie)).code).toBe('notFound')
      expect((await stateOf(data.decisionId, cookie)).code).toBe('notFound')
    }
    world.clock.advance(10_000)
    expect((await undo(data.decisionId)).code).toBe('hoursAlreadyEffective')
    await settleHours(world.deps, data)
    expect((await undo(data.decisionId)).code).toBe('hoursAlreadyEffective')
    expect((await undo(newId())).code).toBe('notFound')
  })
})

describe('two reviewers', () => {
  test('the second hears who is deciding, and sees it in the queue; what is left of the group is theirs', async () => {
    const ids = await record(world, admin.cookie, plan, [await makePerson(), await makePerson(), await makePerson()])
    const { data } = await decide(world, reviewer.cookie, ids.slice(0, 1))
    expect(refusal(await decide(world, colleague.cookie, ids, { reason: '没有证明' }))).toMatchObject({
      code: 'hoursBeingDecided',
      by: reviewer.name,
      verdict: 'approve',
    })
    const groups = async (cookie: string) =>
      (await world.query('hours.reviewGroups', { planId: plan.id }, cookie)).data.rows
    const [group] = await groups(colleague.cookie)
    const waiting = { id: data.decisionId, verdict: 'approve', byName: reviewer.name, mine: false }
    expect(group).toMatchObject({ count: 3, free: 2, hours: 900, freeHours: 600, decisions: [waiting] })
    expect((await groups(reviewer.cookie))[0].decisions).toMatchObject([{ mine: true }])
    const { planId, organisationId, kind, title, studiedOn, importId, waitsFor } = group
    const picked = { planId, organisationId, kind, title, studiedOn, importId, waitsFor }
    const rows = (await world.query('hours.reviewRows', { group: picked }, colleague.cookie)).data.rows
    expect(
      rows.map((row: { id: string; decision: object | null; may: object }) => [row.id, row.decision !== null, row.may]),
    ).toEqual(
      ids.toSorted().map((id) => [id, id === ids[0], { decide: id !== ids[0], withdraw: true, correct: false }]),
    )
    expect((await decided(world, colleague.cookie, { group: picked, expectedCount: 2 })).data.decided).toBe(2)
    expect(await groups(colleague.cookie)).toMatchObject([{ count: 1, free: 0 }])
  })

  test('what is being decided is not counted as waiting', async () => {
    const counts = async () => (await world.query('hours.reviewCounts', undefined, reviewer.cookie)).data.waiting
    const before = await counts()
    const ids = await record(world, admin.cookie, plan, [await makePerson(), await makePerson()])
    const { data } = await decide(world, reviewer.cookie, ids)
    expect(await counts()).toBe(before)
    await undo(data.decisionId)
    expect(await counts()).toBe(before + 2)
  })
})

describe('whoever recorded it', () => {
  test('sees nothing of a decision, and takes back what they like; the rest takes effect', async () => {
    const ids = await record(world, admin.cookie, plan, [await makePerson(), await makePerson()])
    const { data } = await decide(world, reviewer.cookie, ids)
    const seen = (await world.query('hours.get', { id: ids[0] }, admin.cookie)).data
    expect(seen).toMatchObject({ state: 'pending', decision: null, may: { decide: false, withdraw: true } })
    const trail = await world.query('audit.search', {}, admin.cookie)
    expect(JSON.stringify(trail.data)).not.toContain('hourDecision')
    expect((await withdraw(ids.slice(0, 1))).data).toMatchObject({ changed: 1 })
    await settle(world, data.decisionId)
    expect(await rowOf(world, ids[0] ?? '')).toMatchObject({ state: 'rejected', rejectedReason: 'withdrawn' })
    expect(await rowOf(world, ids[1] ?? '')).toMatchObject({ state: 'approved' })
    expect((await stateOf(data.decisionId)).data).toMatchObject({ state: 'effective', count: 2, settledCount: 1 })
  })

  test('who takes back all of it leaves nothing to decide: the decision fails and says why', async () => {
    const one = await makePerson()
    const ids = await record(world, admin.cookie, plan, [one])
    const { data } = await decide(world, reviewer.cookie, ids)
    await withdraw(ids)
    await settle(world, data.decisionId)
    expect((await stateOf(data.decisionId)).data).toMatchObject({ state: 'failed', errorCode: 'hoursTakenBack' })
    expect(await noticesOf(world, one.accountId)).toEqual([])
    expect(await audited(data.decisionId)).toEqual(['hourDecision.waiting', 'hourDecision.failed'])
  })
})

describe('a second admin', () => {
  beforeEach(() => setRule(world, firm, 'secondAdmin'))

  test('has the same ten seconds, and other admins see who decides', async () => {
    const one = await makePerson()
    const ids = await record(world, admin.cookie, plan, [one])
    const { data } = await decide(world, second.cookie, ids)
    const groups = async (cookie: string) => (await world.query('hours.groups', { planId: plan.id }, cookie)).data.rows
    expect(await groups(third.cookie)).toMatchObject([
      { free: 0, decisions: [{ byName: second.name, mine: false, verdict: 'approve' }] },
    ])
    expect(refusal(await decide(world, third.cookie, ids))).toMatchObject({
      code: 'hoursBeingDecided',
      by: second.name,
    })
    expect((await undo(data.decisionId, second.cookie)).code).toBeNull()
    const again = await decided(world, second.cookie, ids)
    expect((await stateOf(again.data.decisionId, second.cookie)).data.state).toBe('effective')
    expect(await rowOf(world, ids[0] ?? '')).toMatchObject({ state: 'approved', decidedById: second.id })
  })

  test('reads the centre’s name where staff are deciding on what they might decide', async () => {
    const ids = await record(world, admin.cookie, plan, [await makePerson()])
    await decide(world, reviewer.cookie, ids)
    const centre = (await world.query('centre.get', undefined, second.cookie)).data.name
    const [group] = (await world.query('hours.groups', { planId: plan.id }, second.cookie)).data.rows
    expect(group.decisions).toMatchObject([{ byName: centre }])
    expect((await world.query('hours.get', { id: ids[0] }, second.cookie)).data.decision).toMatchObject({
      byName: centre,
    })
    expect(refusal(await decide(world, second.cookie, ids))).toMatchObject({ code: 'hoursBeingDecided', by: centre })
  })
})

test('the database keeps a record with one decision, whatever a program does', async () => {
  const ids = await record(world, admin.cookie, plan, [await makePerson()])
  await decide(world, reviewer.cookie, ids)
  const other = await record(world, admin.cookie, plan, [await makePerson()], { title: '另一次培训' })
  const { data } = await decide(world, colleague.cookie, other)
  const take = world.deps.db.$executeRaw`
    UPDATE hour_records SET decision_id = ${data.decisionId}::uuid WHERE id = ${ids[0]}::uuid`
  await expect(take).rejects.toThrow(/append-only/)
})
