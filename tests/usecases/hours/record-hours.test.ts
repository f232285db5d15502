import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import { recordOnlineHours, withdrawOnlineHours } from '../../../server/features/hours/record-online-hours.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { type MadePlan, makeEnrolment } from '../../support/enrolments.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import {
  askedFor,
  decided,
  expectSumsRight,
  makeHourPlan,
  record,
  refusal,
  rowOf,
  setRule,
  studiedOn,
  sumsOf,
  training,
} from './arrange.ts'

let world: World
let firm: MadeOrganisation
let lab: MadeOrganisation
let admin: { id: string; name: string; cookie: string }
let reviewer: { id: string; cookie: string; name: string }
let plan: MadePlan
beforeAll(async () => {
  world = await openWorld()
  world.clock.set('2026-05-08T02:00:00Z')
  firm = await makeOrganisation(world)
  lab = await makeOrganisation(world, { parent: firm, billing: false })
  admin = await makeAdmin(world, firm)
  reviewer = await makeStaff(world, 'reviewer')
})
beforeEach(async () => {
  plan = await makeHourPlan(world)
  await setRule(world, firm, null)
  await setRule(world, lab, null)
})
afterAll(async () => {
  await expectSumsRight(world)
  await world.close()
})

const people = (count: number, unit = firm) =>
  Promise.all(Array.from({ length: count }, () => makeLearner(world, unit)))

test('one training of several people waits for staff, due in working hours, and counts as waiting', async () => {
  const learners = await people(3, lab)
  const input = training(plan, learners, { hours: 325 })
  const answer = await world.mutate('hours.record', input, admin.cookie)
  // Friday 10:00 in Shanghai and sixteen working hours of 9:00 to 17:30 later: Monday evening.
  expect(answer.data).toEqual({ approved: 0, pending: 3, dueAt: '2026-05-11T09:30:00.000Z' })
  const row = await rowOf(world, input.people[0]?.id ?? '')
  expect(row).toMatchObject({
    organisationId: lab.id,
    organisationPath: lab.path,
    kind: 'elective',
    source: 'offline',
    title: '安全生产专题讲座',
    hours: 325,
    evidence: '签到表',
    state: 'pending',
    createdById: admin.id,
    createdByName: admin.name,
    decidedById: null,
  })
  expect(row.studiedOn.toISOString().slice(0, 10)).toBe(studiedOn)
  expect(await sumsOf(world, learners[0]?.id ?? '', plan.id)).toEqual([0, 0, 0, 325])
  const audits = await world.deps.db.auditEntry.findMany({ where: { action: 'hours.recorded', subjectId: row.id } })
  expect(audits).toMatchObject([
    { actorId: admin.id, organisationId: lab.id, after: { studyHours: '3.25', state: 'pending' } },
  ])
  expect(await askedFor(world, plan.id)).toBe(0)
})

describe('who approves', () => {
  test('where the rule says at once it counts at once, and certificates are asked for', async () => {
    await setRule(world, firm, 'immediate')
    const [learner] = await people(1, lab)
    const answer = await world.mutate('hours.record', training(plan, [learner ?? { id: '' }]), admin.cookie)
    expect(answer.data).toEqual({ approved: 1, pending: 0, dueAt: null })
    expect(await sumsOf(world, learner?.id ?? '', plan.id)).toEqual([0, 300, 0, 0])
    expect(await askedFor(world, plan.id)).toBe(1)
  })

  test("a unit's own rule goes before its parent's", async () => {
    await setRule(world, firm, 'immediate')
    await setRule(world, lab, 'staff')
    const [a] = await people(1, firm)
    const [b] = await people(1, lab)
    const both = [a ?? { id: '' }, b ?? { id: '' }]
    expect((await world.mutate('hours.record', training(plan, both), admin.cookie)).data).toMatchObject({
      approved: 1,
      pending: 1,
    })
  })

  test('what reviewers record counts at once', async () => {
    const [learner] = await people(1)
    const [id = ''] = await record(world, reviewer.cookie, plan, [learner ?? { id: '' }])
    expect(await rowOf(world, id)).toMatchObject({ state: 'approved', createdById: reviewer.id, decidedById: null })
  })
})

describe('sending it again', () => {
  test('answers as the first time and records nothing more', async () => {
    const learners = await people(2)
    const input = training(plan, learners)
    const first = await world.mutate('hours.record', input, admin.cookie)
    world.clock.advance(60_000)
    const second = await world.mutate('hours.record', input, admin.cookie)
    expect(second.data).toEqual(first.data)
    expect(await world.deps.db.hourRecord.count({ where: { planId: plan.id } })).toBe(2)
  })

  test('with other content, or by somebody else, is refused', async () => {
    const [learner] = await people(1)
    const input = training(plan, [learner ?? { id: '' }])
    await world.mutate('hours.record', input, admin.cookie)
    expect((await world.mutate('hours.record', { ...input, hours: 400 }, admin.cookie)).code).toBe(
      'idempotencyKeyReused',
    )
    const other = await makeAdmin(world, firm)
    expect((await world.mutate('hours.record', input, other.cookie)).code).toBe('idempotencyKeyReused')
  })
})

describe('what is refused', () => {
  test('the same training of the same day twice, with the names of who has it; another day is another training', async () => {
    const [a, b, c] = await people(3)
    const [first, second, third] = [a ?? { id: '', name: '' }, b ?? { id: '' }, c ?? { id: '' }]
    await record(world, admin.cookie, plan, [first, second], { title: '安全生产（第一讲）' })
    const again = training(plan, [first, second, third], { title: '安全生产 (第一讲)' })
    expect(refusal(await world.mutate('hours.record', again, admin.cookie))).toMatchObject({
      code: 'hoursKnown',
      count: 2,
    })
    await record(world, admin.cookie, plan, [first], { title: '安全生产（第一讲）', studiedOn: '2026-05-06' })
    await record(world, admin.cookie, plan, [first], { title: '安全生产（第一讲）', hours: 400 })
    await record(world, admin.cookie, plan, [first], { title: '安全生产（第一讲）', kind: 'compulsory' })
  })

  test('what was rejected or taken back may be recorded again', async () => {
    const [learner] = await people(1)
    const one = [learner ?? { id: '' }]
    const [rejected = ''] = await record(world, admin.cookie, plan, one)
    await decided(world, reviewer.cookie, [rejected], { reason: '没有证明' })
    const [withdrawn = ''] = await record(world, admin.cookie, plan, one)
    await world.mutate(
      'hours.withdraw',
      { records: [{ id: withdrawn, adjustmentId: newId() }], reason: '录错了' },
      admin.cookie,
    )
    await record(world, admin.cookie, plan, one)
  })

  test('a day to come, people twice, no hours, too many, no day, no title', async () => {
    const [learner] = await people(1)
    const one = learner ?? { id: '' }
    const send = async (changes: object) =>
      refusal(await world.mutate('hours.record', { ...training(plan, [one]), ...changes }, admin.cookie))
    expect(await send({ studiedOn: '2026-05-09' })).toMatchObject({
      code: 'inputInvalid',
      field: 'studiedOn',
      rule: 'future',
    })
    expect(await send({ studiedOn: '2026-02-30' })).toMatchObject({ code: 'inputInvalid', field: 'studiedOn' })
    expect(
      await send({
        people: [
          { id: newId(), learnerId: one.id },
          { id: newId(), learnerId: one.id },
        ],
      }),
    ).toMatchObject({ code: 'inputInvalid', field: 'people' })
    expect(await send({ hours: 0 })).toMatchObject({ code: 'inputInvalid', field: 'hours' })
    expect(await send({ hours: 1.5 })).toMatchObject({ code: 'inputInvalid', field: 'hours' })
    expect(await send({ hours: 100_001 })).toMatchObject({ code: 'inputInvalid', field: 'hours' })
    expect(await send({ title: ' ' })).toMatchObject({ code: 'inputInvalid', field: 'title' })
  })

  test("another organisation's learner does not exist, and nothing is recorded of the others either", async () => {
    const other = await makeOrganisation(world)
    const [mine] = await people(1)
    const [theirs] = await people(1, other)
    const answer = await world.mutate(
      'hours.record',
      training(plan, [mine ?? { id: '' }, theirs ?? { id: '' }]),
      admin.cookie,
    )
    expect(answer.code).toBe('notFound')
    expect(await world.deps.db.hourRecord.count({ where: { planId: plan.id } })).toBe(0)
  })

  test('a draft takes no records, and a closed plan only those of reviewers', async () => {
    const [learner] = await people(1)
    const input = training(plan, [learner ?? { id: '' }])
    await world.deps.db.plan.update({ where: { id: plan.id }, data: { state: 'closed' } })
    expect(refusal(await world.mutate('hours.record', input, admin.cookie))).toEqual({
      code: 'hoursPlanClosed',
      plan: plan.name,
    })
    expect((await world.mutate('hours.record', input, reviewer.cookie)).code).toBeNull()
    await world.deps.db.plan.update({ where: { id: plan.id }, data: { state: 'draft' } })
    expect(
      (
        await world.mutate(
          'hours.record',
          { ...input, people: [{ id: newId(), learnerId: learner?.id }] },
          reviewer.cookie,
        )
      ).code,
    ).toBe('planNotStarted')
    expect((await world.mutate('hours.record', { ...input, planId: newId() }, admin.cookie)).code).toBe('notFound')
  })
})

test('before it is recorded the page hears who has it, who is not in the plan, and what is above the cap', async () => {
  const [a, b, c] = await people(3)
  const ids = [a?.id ?? '', b?.id ?? '', c?.id ?? '']
  for (const learner of [a, b])
    await makeEnrolment(world, { plan, learner: learner ?? { id: '' }, organisation: firm, state: 'confirmed' })
  await record(world, reviewer.cookie, plan, [{ id: ids[0] ?? '' }], {
    kind: 'compulsory',
    title: '新规范',
    hours: 2300,
  })
  await record(world, admin.cookie, plan, [{ id: ids[1] ?? '' }], { kind: 'compulsory' })
  const { people: _, evidence: _e, ...asked } = training(plan, [], { kind: 'compulsory' })
  const answer = await world.query('hours.check', { ...asked, learnerIds: ids }, admin.cookie)
  expect(answer.data).toEqual({
    outsidePlan: false,
    approval: 'staff',
    people: expect.arrayContaining([
      { learnerId: ids[0], name: a?.name, remark: 'aboveCap' },
      { learnerId: ids[1], name: b?.name, remark: 'known' },
      { learnerId: ids[2], name: c?.name, remark: 'notInPlan' },
    ]),
  })
  const early = await world.query(
    'hours.check',
    { ...asked, studiedOn: '2025-12-31', learnerIds: [ids[0]] },
    reviewer.cookie,
  )
  expect(early.data).toMatchObject({ outsidePlan: true, approval: null })
})

describe('online hours', () => {
  const platform = systemActor('国培网')
  const online = (learnerId: string, hours = 450) => ({
    id: newId(),
    statementId: newId(),
    learnerId,
    planId: plan.id,
    kind: 'compulsory' as const,
    title: '继续教育公需课',
    hours,
    studiedOn,
    evidence: '',
  })

  test('count at once, in the organisation of now, and certificates are asked for', async () => {
    const [learner] = await people(1, lab)
    const row = online(learner?.id ?? '')
    await inTransaction(world.deps, (tx) => recordOnlineHours(world.deps, tx, platform, [row]))
    expect(await rowOf(world, row.id)).toMatchObject({
      source: 'online',
      state: 'approved',
      organisationId: lab.id,
      statementId: row.statementId,
      createdById: null,
      createdByName: '国培网',
    })
    expect(await askedFor(world, plan.id)).toBe(1)
    const second = inTransaction(world.deps, (tx) =>
      recordOnlineHours(world.deps, tx, platform, [{ ...row, id: newId() }]),
    )
    await expect(second).rejects.toThrow()
    expect(await sumsOf(world, learner?.id ?? '', plan.id)).toEqual([450, 0, 0, 0])
  })

  test('are taken away by a new row when the platform takes its statement back, once', async () => {
    const [learner] = await people(1)
    const row = online(learner?.id ?? '')
    await inTransaction(world.deps, (tx) => recordOnlineHours(world.deps, tx, platform, [row]))
    for (let turn = 0; turn < 2; turn++) {
      await inTransaction(world.deps, (tx) =>
        withdrawOnlineHours(world.deps, tx, platform, [{ recordId: row.id, adjustmentId: newId() }], '学习平台撤回'),
      )
    }
    const rows = await world.deps.db.hourRecord.findMany({ where: { planId: plan.id }, orderBy: { createdAt: 'asc' } })
    expect(rows.map(({ hours, source }) => [hours, source])).toEqual([
      [450, 'online'],
      [-450, 'adjustment'],
    ])
    expect(await sumsOf(world, learner?.id ?? '', plan.id)).toEqual([0, 0, 0, 0])
  })
})
