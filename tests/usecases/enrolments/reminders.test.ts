import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { remindOfClosing, remindReviewers } from '../../../server/features/enrolments/remind-enrolments.ts'
import type { Announcement } from '../../../server/features/notices/notices.schema.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { enrol, planForm } from '../plans/arrange.ts'

let world: World
let reviewer: { id: string; cookie: string }
let organisation: MadeOrganisation
let admin: { id: string; cookie: string }

beforeAll(async () => {
  world = await openWorld()
  reviewer = await makeStaff(world, 'reviewer')
  await world.deps.db.account.update({ where: { id: reviewer.id }, data: { email: 'shenhe@example.com' } })
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.deps.db.notice.deleteMany()
  await world.deps.db.plan.updateMany({ where: { state: 'published' }, data: { state: 'closed' } })
  await world.deps.db.enrolment.updateMany({ where: { state: 'submitted' }, data: { state: 'draft' } })
})

async function makePlan(changes: Parameters<typeof planForm>[0] = {}): Promise<string> {
  const form = planForm(changes)
  await world.mutate('plans.create', form, reviewer.cookie)
  await world.mutate('plans.publish', { id: form.id, version: 1 }, reviewer.cookie)
  return form.id
}
const told = async (kind: Announcement['kind']) =>
  (await world.deps.db.notice.findMany({ where: { kind }, orderBy: [{ createdAt: 'asc' }, { channel: 'asc' }] })).map(
    ({ channel, recipient, data }) => ({ channel, recipient, data: data as Announcement }),
  )

describe('what reviewers owe', () => {
  const remindAt = async (at: string) => {
    world.clock.set(at)
    await remindReviewers(world.deps)
  }
  async function submitted(dueAt: string): Promise<void> {
    world.clock.set('2026-05-06T09:00:00+08:00')
    const id = await enrol(world, organisation, await makePlan(), 'submitted')
    await world.deps.db.enrolment.update({ where: { id }, data: { dueAt: new Date(dueAt) } })
  }

  test('is named in working hours, two hours before the first is due, once a day, in the app and by mail', async () => {
    await submitted('2026-05-07T11:00:00+08:00')
    await submitted('2026-05-07T10:30:00+08:00')
    await submitted('2026-05-08T10:30:00+08:00')
    await remindAt('2026-05-06T15:00:00+08:00')
    expect(await told('enrolmentsDue')).toEqual([])
    await remindAt('2026-05-07T07:00:00+08:00')
    expect(await told('enrolmentsDue')).toEqual([])
    await remindAt('2026-05-07T09:00:00+08:00')
    await remindAt('2026-05-07T09:10:00+08:00')
    expect(await told('enrolmentsDue')).toMatchObject([
      { channel: 'app', recipient: reviewer.id, data: { count: 2, overdue: false, dueAt: '2026-05-07T02:30:00.000Z' } },
      { channel: 'email', recipient: 'shenhe@example.com' },
    ])
  })

  test('is named again when it is overdue, and every day until it is done', async () => {
    await submitted('2026-05-06T10:00:00+08:00')
    await remindAt('2026-05-06T11:00:00+08:00')
    await remindAt('2026-05-06T12:00:00+08:00')
    await remindAt('2026-05-07T09:30:00+08:00')
    const days = (await told('enrolmentsDue')).filter(({ channel }) => channel === 'app').map(({ data }) => data)
    expect(days).toMatchObject([
      { day: '2026-05-06', overdue: true, count: 1 },
      { day: '2026-05-07', overdue: true, count: 1 },
    ])
    await world.deps.db.enrolment.updateMany({ where: { state: 'submitted' }, data: { state: 'draft' } })
    await remindAt('2026-05-08T09:30:00+08:00')
    expect(await told('enrolmentsDue')).toHaveLength(4)
  })
})

describe('a plan that closes', () => {
  const at = async (time: string) => {
    world.clock.set(time)
    await remindOfClosing(world.deps)
  }
  // Closes on 25 May at midnight in Shanghai.
  const closes = '2026-05-24T16:00:00.000Z'

  test('is named two days before to those who have drafts in it, once, in the app and by mail', async () => {
    world.clock.set('2026-05-10T00:00:00Z')
    const planId = await makePlan()
    const other = await makeOrganisation(world)
    await makeAdmin(world, other)
    await enrol(world, other, planId, 'submitted')
    await enrol(world, organisation, planId, 'draft')
    await enrol(world, organisation, planId, 'draft')
    await enrol(world, organisation, planId, 'submitted')
    await at('2026-05-22T15:59:00.000Z')
    expect(await told('enrolmentClosing')).toEqual([])
    await at('2026-05-22T16:00:00.000Z')
    await at('2026-05-23T01:00:00.000Z')
    const rows = await told('enrolmentClosing')
    expect(rows.map(({ channel }) => channel).toSorted()).toEqual(['app', 'email'])
    expect(rows[0]?.data).toMatchObject({ planId, closesAt: closes, draftCount: 2, organisationId: organisation.id })
    expect((await world.query('notices.list', {}, admin.cookie)).data.rows[0].page).toBe(`/enrolments/${planId}`)
  })

  test('is not named when it is over, or not yet open', async () => {
    world.clock.set('2026-05-10T00:00:00Z')
    const planId = await makePlan()
    await enrol(world, organisation, planId, 'draft')
    const soon = await makePlan({ enrolmentOpensAt: '2026-05-24T12:00:00.000Z' })
    await enrol(world, organisation, soon, 'draft')
    await at('2026-05-24T16:00:00.000Z')
    expect(await told('enrolmentClosing')).toEqual([])
    // The control: a moment before its closing both are open.
    await at('2026-05-24T15:59:00.000Z')
    expect((await told('enrolmentClosing')).filter(({ channel }) => channel === 'app')).toHaveLength(2)
  })

  test('with 是否修改 closes at its end; without a closing too', async () => {
    world.clock.set('2026-05-10T00:00:00Z')
    const late = await makePlan({ lateChangesAllowed: true })
    const open = await makePlan({ enrolmentClosesAt: null })
    for (const planId of [late, open]) await enrol(world, organisation, planId, 'draft')
    await at('2026-05-24T00:00:00.000Z')
    expect(await told('enrolmentClosing')).toEqual([])
    await at('2026-12-30T00:00:00.000Z')
    const plans = (await told('enrolmentClosing')).map(({ data }) => ('planId' in data ? data.planId : ''))
    expect([...new Set(plans)].toSorted()).toEqual([late, open].toSorted())
  })

  test('a closing that is moved is told anew', async () => {
    world.clock.set('2026-05-10T00:00:00Z')
    const planId = await makePlan()
    await enrol(world, organisation, planId, 'draft')
    await at('2026-05-23T00:00:00.000Z')
    await world.deps.db.plan.update({
      where: { id: planId },
      data: { enrolmentClosesAt: new Date('2026-05-30T16:00:00Z') },
    })
    await at('2026-05-24T00:00:00.000Z')
    expect((await told('enrolmentClosing')).filter(({ channel }) => channel === 'app')).toHaveLength(1)
    await at('2026-05-29T00:00:00.000Z')
    expect((await told('enrolmentClosing')).filter(({ channel }) => channel === 'app')).toHaveLength(2)
  })

  test('departments without admins are counted together where their admin is, and those with one by themselves', async () => {
    world.clock.set('2026-05-10T00:00:00Z')
    const planId = await makePlan()
    const [first, second, third] = await Promise.all(
      [1, 2, 3].map(() => makeOrganisation(world, { parent: organisation })),
    )
    if (!first || !second || !third) throw new Error('three departments')
    const own = await makeAdmin(world, third)
    for (const unit of [first, second, third]) await enrol(world, unit, planId, 'draft')
    await at('2026-05-23T00:00:00.000Z')
    const app = (await told('enrolmentClosing')).filter(({ channel }) => channel === 'app')
    expect(
      app.map(({ recipient, data }) => [recipient, 'draftCount' in data ? data.draftCount : 0]).toSorted(),
    ).toEqual(
      [
        [admin.id, 2],
        [own.id, 1],
      ].toSorted(),
    )
  })
})
