import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeEnrolment, makeOfflinePlan } from '../../support/enrolments.ts'
import { type MadeOrganisation, makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let organisation: MadeOrganisation
let staff: { cookie: string }
beforeAll(async () => {
  world = await openWorld()
  world.clock.set('2026-12-02T01:30:00Z')
  organisation = await makeOrganisation(world)
  staff = await makeStaff(world, 'reviewer')
})
afterAll(() => world.close())

const days = { startsAt: new Date('2026-12-01T00:00:00+08:00'), endsAt: new Date('2026-12-03T23:59:59+08:00') }

async function arrange(state: 'submitted' | 'confirmed' = 'confirmed', name = '王芳') {
  const plan = await makeOfflinePlan(world, days)
  const learner = await makeLearner(world, organisation, { name })
  const { id } = await makeEnrolment(world, { plan, learner, organisation, state })
  const { formCode } = await world.deps.db.enrolment.findUniqueOrThrow({ where: { id } })
  return { plan, id, formCode }
}
const byCode = (code: string) => world.query('attendance.byCode', { code }, staff.cookie)
const tick = (enrolmentId: string) => world.mutate('attendance.tick', { enrolmentId }, staff.cookie)

test('the code of a form, scanned or typed, shows who it is; ticked once a day however often', async () => {
  const { id, formCode, plan } = await arrange()
  const typed = ` ${formCode.slice(0, 5).toLowerCase()}-${formCode.slice(5)} `
  expect((await byCode(typed)).data).toMatchObject({
    name: '王芳',
    obstacle: null,
    tickedAt: null,
    paymentStatus: 'due',
  })
  const answers = await Promise.all([tick(id), tick(id), tick(id)])
  expect(answers.map(({ code }) => code)).toEqual([null, null, null])
  expect((await byCode(formCode)).data).toMatchObject({ days: ['2026-12-02'], tickedAt: '2026-12-02T01:30:00.000Z' })
  expect(await world.deps.db.auditEntry.count({ where: { subjectId: id, action: 'enrolment.attended' } })).toBe(1)
  const plans = (await world.query('attendance.plans', undefined, staff.cookie)).data
  expect(plans.find((one: { id: string }) => one.id === plan.id)).toMatchObject({ confirmed: 1, ticked: 1 })
})

test('another day is another tick; a mistaken one is taken back and is in the history', async () => {
  const { id, formCode } = await arrange()
  await tick(id)
  world.clock.set('2026-12-03T01:00:00Z')
  await tick(id)
  expect((await byCode(formCode)).data.days).toEqual(['2026-12-03', '2026-12-02'])
  await world.mutate('attendance.untick', { enrolmentId: id }, staff.cookie)
  expect((await byCode(formCode)).data).toMatchObject({ days: ['2026-12-02'], tickedAt: null })
  expect(
    await world.deps.db.auditEntry.count({ where: { subjectId: id, action: 'enrolment.attendanceRemoved' } }),
  ).toBe(1)
  world.clock.set('2026-12-02T01:30:00Z')
})

test('midnight is that of Shanghai: after the last day there is no tick, just before it there is', async () => {
  const { id, formCode } = await arrange()
  world.clock.set('2026-12-03T15:59:59Z')
  expect((await tick(id)).code).toBeNull()
  world.clock.set('2026-12-03T16:00:00Z')
  expect((await byCode(formCode)).data.obstacle).toBe('notToday')
  expect((await tick(id)).code).toBe('attendanceNotToday')
  world.clock.set('2026-12-02T01:30:00Z')
})

test('who is not confirmed is shown and cannot be ticked; a code that is none is not found', async () => {
  const { id, formCode } = await arrange('submitted')
  expect((await byCode(formCode)).data.obstacle).toBe('notConfirmed')
  expect((await tick(id)).code).toBe('enrolmentNotConfirmed')
  expect((await byCode('2222222222')).code).toBe('notFound')
  expect((await byCode('0000000000')).code).toBe('inputInvalid')
})

test('the list of a plan has the missing first and finds a person by name', async () => {
  const { plan, id } = await arrange('confirmed', '赵一')
  const learner = await makeLearner(world, organisation, { name: '钱二' })
  await makeEnrolment(world, { plan, learner, organisation, state: 'confirmed' })
  await tick(id)
  const list = async (search?: string) =>
    (await world.query('attendance.ofPlan', { planId: plan.id, search }, staff.cookie)).data.map(
      ({ name }: { name: string }) => name,
    )
  expect(await list()).toEqual(['钱二', '赵一'])
  expect(await list('赵')).toEqual(['赵一'])
})
