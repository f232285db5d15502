import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { unsetCentre } from '../../../server/features/centre/centre-facts.ts'
import { issueCertificates } from '../../../server/features/certificates/issue-certificates.ts'
import { endBatches } from '../../../server/features/study-cards/end-batches.ts'
import { makeBatch } from '../../support/cards.ts'
import { makeEarner, makeFreePlan } from '../../support/earned.ts'
import { makeEnrolment } from '../../support/enrolments.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { makeHourPlan, training } from '../hours/arrange.ts'

/** Settings do what they say: each is saved on its page, and seen in what happens next. */
let world: World
let systemAdminId: string
let organisation: MadeOrganisation
let adminId: string

beforeAll(async () => {
  world = await openWorld()
  systemAdminId = (await makeStaff(world, 'systemAdmin')).id
  organisation = await makeOrganisation(world)
  adminId = (await makeAdmin(world, organisation)).id
})
afterAll(() => world.close())
beforeEach(() => world.clock.set('2026-05-08T02:00:00Z'))

const save = async (change: Partial<typeof unsetCentre>) => {
  const answer = await world.mutate(
    'centre.update',
    { ...unsetCentre, ...change },
    await world.openSession(systemAdminId),
  )
  expect(answer.code).toBeNull()
}
const saveHolidays = async (days: readonly { day: string; kind: 'holiday' | 'workday'; name: string }[]) => {
  const input = { year: 2026, days }
  expect((await world.mutate('centre.saveCalendar', input, await world.openSession(systemAdminId))).code).toBeNull()
}

test('holidays and made-up days move the time that reviewers have, and working hours and limits too', async () => {
  const plan = await makeHourPlan(world)
  const dueOf = async () => {
    const learner = await makeLearner(world, organisation)
    await makeEnrolment(world, { plan, learner, organisation, state: 'confirmed' })
    const cookie = await world.openSession(adminId, organisation.id)
    const answer = await world.mutate('hours.record', training(plan, [learner]), cookie)
    expect(answer.code).toBeNull()
    return answer.data.dueAt
  }
  await save({ hoursReviewHours: 16 })
  await saveHolidays([])
  // Friday 10:00, 7.5 hours of it, and Monday's 8.5.
  expect(await dueOf()).toBe('2026-05-11T09:30:00.000Z')
  await saveHolidays([{ day: '2026-05-11', kind: 'holiday', name: '校庆' }])
  expect(await dueOf()).toBe('2026-05-12T09:30:00.000Z')
  await saveHolidays([{ day: '2026-05-09', kind: 'workday', name: '劳动节补班' }])
  expect(await dueOf()).toBe('2026-05-09T09:30:00.000Z')
  await saveHolidays([])
  await save({ hoursReviewHours: 4 })
  expect(await dueOf()).toBe('2026-05-08T06:00:00.000Z')
  await save({ hoursReviewHours: 4, workdayStartsMinute: 480, workdayEndsMinute: 720 })
  // Two hours until noon, and two from eight on Monday.
  expect(await dueOf()).toBe('2026-05-11T02:00:00.000Z')
})

test('a batch lasts the days of grace behind its plan’s end, as they stand when it is given out', async () => {
  const plan = await makeFreePlan(world)
  await world.deps.db.plan.update({ where: { id: plan.id }, data: { endsAt: new Date('2026-12-31T15:59:59Z') } })
  const lastDayOf = async () => {
    const { id } = await makeBatch(world, organisation, { planId: plan.id })
    const batch = await world.deps.db.studyCardBatch.findUniqueOrThrow({ where: { id } })
    return { id, day: batch.expiresOn.toISOString().slice(0, 10) }
  }
  await save({ cardGraceDays: 0 })
  const first = await lastDayOf()
  expect(first.day).toBe('2026-12-31')
  await save({ cardGraceDays: 90 })
  expect((await lastDayOf()).day).toBe('2027-03-31')
  // One that was given out keeps the day that its buyers were told.
  const kept = await world.deps.db.studyCardBatch.findUniqueOrThrow({ where: { id: first.id } })
  expect(kept.expiresOn.toISOString().slice(0, 10)).toBe('2026-12-31')
})

test('holders are warned so many days before the end', async () => {
  const warned = async (id: string) =>
    (await world.deps.db.studyCardBatch.findUniqueOrThrow({ where: { id } })).warnedAt !== null
  const batch = await makeBatch(world, organisation, { expiresOn: '2026-06-30' })
  await save({ cardWarningDays: 7 })
  world.clock.set('2026-06-22T17:10:00Z')
  await endBatches(world.deps)
  expect(await warned(batch.id), '23 June, with 7 days').toBe(true)
  const other = await makeBatch(world, organisation, { expiresOn: '2026-07-31' })
  await endBatches(world.deps)
  expect(await warned(other.id)).toBe(false)
  await save({ cardWarningDays: 60 })
  await endBatches(world.deps)
  expect(await warned(other.id)).toBe(true)
})

test('a certificate bears the prefix that is set when it is issued; one that is out keeps its number', async () => {
  const plan = await makeFreePlan(world)
  const numbers = async () =>
    (await world.deps.db.certificate.findMany({ where: { planId: plan.id }, orderBy: { id: 'asc' } })).map(
      ({ number }) => number,
    )
  await save({ certificatePrefix: 'njjk' })
  await makeEarner(world, plan, organisation)
  await issueCertificates(world.deps, { planId: plan.id })
  world.clock.advance(1000)
  await save({ certificatePrefix: '' })
  await makeEarner(world, plan, organisation)
  await issueCertificates(world.deps, { planId: plan.id })
  expect(await numbers()).toEqual(['NJJK2026000001', '2026000002'])
})
