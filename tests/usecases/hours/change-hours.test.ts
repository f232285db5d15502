import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import type { MadePlan } from '../../support/enrolments.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import {
  askedFor,
  decided,
  expectSumsRight,
  makeHourPlan,
  noticesOf,
  record,
  refusal,
  rowOf,
  setRule,
  sumsOf,
} from './arrange.ts'

let world: World
let firm: MadeOrganisation
let admin: { id: string; name: string; cookie: string }
let reviewer: { id: string; cookie: string; name: string }
let plan: MadePlan
let learner: { id: string; name: string }
beforeAll(async () => {
  world = await openWorld()
  world.clock.set('2026-05-08T02:00:00Z')
  firm = await makeOrganisation(world)
  admin = await makeAdmin(world, firm)
  reviewer = await makeStaff(world, 'reviewer')
})
beforeEach(async () => {
  plan = await makeHourPlan(world)
  learner = await makeLearner(world, firm)
  world.clock.advance(1000)
})
afterAll(async () => {
  await expectSumsRight(world)
  await world.close()
})

/** 3.00 elective hours of the admin's that count. */
async function counting(): Promise<string> {
  const [id = ''] = await record(world, admin.cookie, plan, [learner])
  await decided(world, reviewer.cookie, [id])
  return id
}
const correct = (correctsId: string, hours: number, cookie = admin.cookie, id = newId()) =>
  world.mutate('hours.correct', { id, correctsId, hours, reason: '签到表上是另一个数' }, cookie)
const withdraw = (id: string, cookie = admin.cookie, adjustmentId = newId()) =>
  world.mutate('hours.withdraw', { records: [{ id, adjustmentId }], reason: '录到别人名下了' }, cookie)
const adjustments = (correctsId: string) =>
  world.deps.db.hourRecord.findMany({ where: { correctsId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })

describe('correcting', () => {
  test('to fewer counts at once, by a row with the difference; the record itself stays as it was', async () => {
    const id = await counting()
    const before = await rowOf(world, id)
    expect((await correct(id, 100)).data).toEqual({ changed: 1, pending: 0, short: [] })
    expect(await rowOf(world, id)).toEqual(before)
    expect(await adjustments(id)).toMatchObject([
      {
        hours: -200,
        source: 'adjustment',
        state: 'approved',
        title: before.title,
        kind: 'elective',
        reason: '签到表上是另一个数',
        createdById: admin.id,
      },
    ])
    expect(await sumsOf(world, learner.id, plan.id)).toEqual([0, 100, 0, 0])
    const audits = await world.deps.db.auditEntry.findMany({ where: { action: 'hours.corrected', subjectId: id } })
    expect(audits).toMatchObject([{ before: { countsNow: '3.00' }, after: { countsNow: '1.00' } }])
  })

  test('to more waits as a new record would, and counts once it is approved', async () => {
    const id = await counting()
    expect((await correct(id, 450)).data).toEqual({ changed: 1, pending: 1, short: [] })
    expect(await sumsOf(world, learner.id, plan.id)).toEqual([0, 300, 0, 150])
    expect(refusal(await correct(id, 500))).toMatchObject({
      code: 'hoursNotCorrectable',
      why: 'adjustmentWaits',
      name: learner.name,
    })
    expect(refusal(await withdraw(id))).toMatchObject({ code: 'hoursNotCorrectable', why: 'adjustmentWaits' })
    const [more] = await adjustments(id)
    await decided(world, reviewer.cookie, [more?.id ?? ''])
    expect(await sumsOf(world, learner.id, plan.id)).toEqual([0, 450, 0, 0])
    // Back to what it was: from what counts now, not from what was recorded first.
    expect((await correct(id, 300)).data).toMatchObject({ pending: 0 })
    expect(await sumsOf(world, learner.id, plan.id)).toEqual([0, 300, 0, 0])
  })

  test('a rejected correction leaves what counted; the next one may follow', async () => {
    const id = await counting()
    await correct(id, 450)
    const [more] = await adjustments(id)
    await decided(world, reviewer.cookie, [more?.id ?? ''], { reason: '没有证明' })
    expect(await sumsOf(world, learner.id, plan.id)).toEqual([0, 300, 0, 0])
    expect((await correct(id, 200)).code).toBeNull()
  })

  test('by a reviewer to more counts at once, and certificates are asked for', async () => {
    const id = await counting()
    const before = await askedFor(world, plan.id)
    expect((await correct(id, 450, reviewer.cookie)).data).toMatchObject({ pending: 0 })
    expect(await sumsOf(world, learner.id, plan.id)).toEqual([0, 450, 0, 0])
    expect(await askedFor(world, plan.id)).toBeGreaterThanOrEqual(before)
  })

  test('sent again answers as the first time; to the same is refused; what waits or is a correction cannot be', async () => {
    const id = await counting()
    const adjustmentId = newId()
    const first = await correct(id, 100, admin.cookie, adjustmentId)
    expect((await correct(id, 100, admin.cookie, adjustmentId)).data).toEqual(first.data)
    expect(await adjustments(id)).toHaveLength(1)
    expect(refusal(await correct(id, 100))).toMatchObject({ code: 'hoursUnchanged', hours: '1.00' })
    expect(refusal(await correct(adjustmentId, 50))).toMatchObject({ why: 'adjustment' })
    const [waiting = ''] = await record(world, admin.cookie, plan, [learner], { title: '另一次' })
    expect(refusal(await correct(waiting, 100))).toMatchObject({ why: 'pending' })
    expect((await correct(waiting, 100, admin.cookie, adjustmentId)).code).toBe('idempotencyKeyReused')
    expect((await correct(id, 0)).code).toBe('inputInvalid')
  })

  test("another organisation's record does not exist", async () => {
    const id = await counting()
    const stranger = await makeAdmin(world, await makeOrganisation(world))
    expect((await correct(id, 100, stranger.cookie)).code).toBe('notFound')
    expect((await withdraw(id, stranger.cookie)).code).toBe('notFound')
  })
})

describe('withdrawing', () => {
  test('what waits gives the record up, with the reason, and nobody calls it rejected', async () => {
    const [id = ''] = await record(world, admin.cookie, plan, [learner])
    expect((await withdraw(id)).data).toEqual({ changed: 1, pending: 0, short: [] })
    expect(await rowOf(world, id)).toMatchObject({
      state: 'rejected',
      rejectedReason: 'withdrawn',
      reason: '录到别人名下了',
      decidedById: admin.id,
    })
    expect(await sumsOf(world, learner.id, plan.id)).toEqual([0, 0, 0, 0])
    const view = (await world.query('hours.get', { id }, admin.cookie)).data
    expect(view).toMatchObject({
      withdrawn: true,
      rejectedReason: null,
      left: 0,
      may: { decide: false, withdraw: false, correct: false },
    })
    expect((await withdraw(id)).data).toMatchObject({ changed: 1 })
  })

  test('what counts takes all that is left away by a new row, and never goes below zero', async () => {
    const id = await counting()
    await correct(id, 250)
    const adjustmentId = newId()
    expect((await withdraw(id, admin.cookie, adjustmentId)).code).toBeNull()
    expect((await withdraw(id, admin.cookie, adjustmentId)).data).toMatchObject({ changed: 1 })
    expect((await adjustments(id)).map((one) => one.hours)).toEqual([-50, -250])
    expect(await sumsOf(world, learner.id, plan.id)).toEqual([0, 0, 0, 0])
    expect(refusal(await withdraw(id))).toMatchObject({ why: 'withdrawn' })
    const view = (await world.query('hours.get', { id }, admin.cookie)).data
    expect(view.trail.map((one: { hours: number; left: number }) => [one.hours, one.left])).toEqual([
      [300, 0],
      [-50, -50],
      [-250, -250],
    ])
  })

  test('several at once, waiting and counting, all or nothing', async () => {
    const id = await counting()
    const [waiting = ''] = await record(world, admin.cookie, plan, [learner], { title: '另一次' })
    const send = (ids: readonly string[]) =>
      world.mutate(
        'hours.withdraw',
        { records: ids.map((one) => ({ id: one, adjustmentId: newId() })), reason: '培训取消了' },
        admin.cookie,
      )
    expect((await send([id, waiting, newId()])).code).toBe('notFound')
    expect((await send([id, waiting])).data).toMatchObject({ changed: 2 })
    expect(await sumsOf(world, learner.id, plan.id)).toEqual([0, 0, 0, 0])
  })

  test('what a platform sent is for staff alone', async () => {
    const id = newId()
    await world.deps.db.hourRecord.create({
      data: {
        id,
        learnerId: learner.id,
        planId: plan.id,
        organisationId: firm.id,
        organisationPath: firm.path,
        kind: 'compulsory',
        source: 'online',
        title: '公需课',
        hours: 450,
        studiedOn: new Date('2026-05-07'),
        state: 'approved',
        createdByName: '国培网',
      },
    })
    expect(refusal(await withdraw(id))).toMatchObject({ why: 'online' })
    expect((await withdraw(id, reviewer.cookie)).code).toBeNull()
  })
})

test('a certificate whose hours no longer suffice stays valid, and reviewers are told of it', async () => {
  await world.deps.db.plan.update({
    where: { id: plan.id },
    data: { requiredHours: 300, compulsoryMin: 0, electiveMin: 300 },
  })
  const id = await counting()
  const certificateId = newId()
  await world.deps.db.certificate.create({
    data: {
      id: certificateId,
      number: 'XS2026000777',
      code: 'ABCDEFGHJKLM',
      learnerId: learner.id,
      planId: plan.id,
      organisationId: firm.id,
      organisationPath: firm.path,
      organisationName: firm.name,
      learnerName: learner.name,
      idNumberMasked: '320101********0011',
      title: '培训合格证书',
      planNumber: plan.number,
      planName: plan.name,
      publisher: '中心',
      year: 2026,
      hours: 300,
      compulsoryHours: 0,
      electiveHours: 300,
      centreName: '中心',
      issuedOn: new Date('2026-05-08'),
    },
  })
  expect((await world.query('hours.get', { id }, admin.cookie)).data.certificate).toEqual({
    id: certificateId,
    number: 'XS2026000777',
  })
  expect((await correct(id, 299)).data.short).toEqual([{ learnerName: learner.name, number: 'XS2026000777' }])
  expect(await world.deps.db.certificate.findUnique({ where: { id: certificateId } })).toMatchObject({ state: 'valid' })
  expect(await noticesOf(world, reviewer.id, 'certificatesShort')).toMatchObject([
    { data: { planId: plan.id, count: 1, names: [learner.name], certificateNumber: 'XS2026000777' } },
  ])
  // Above what is needed nothing is short.
  const other = await makeLearner(world, firm)
  const [free = ''] = await record(world, reviewer.cookie, plan, [other], { hours: 500 })
  expect((await correct(free, 300)).data.short).toEqual([])
})

test('the rule that nothing needs approval lets a correction to more count at once', async () => {
  await setRule(world, firm, 'immediate')
  const [id = ''] = await record(world, admin.cookie, plan, [learner])
  expect((await correct(id, 450)).data).toMatchObject({ pending: 0 })
  expect(await sumsOf(world, learner.id, plan.id)).toEqual([0, 450, 0, 0])
  await setRule(world, firm, null)
})
