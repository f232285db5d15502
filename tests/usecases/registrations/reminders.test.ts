import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { remindRegistrations } from '../../../server/features/registrations/remind-registrations.ts'
import { makeAccount, makeStaff } from '../../support/people.ts'
import { type HandedIn, handedIn } from '../../support/registrations.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let reviewer: { id: string; cookie: string }
let sent: HandedIn

beforeAll(async () => {
  world = await openWorld()
  reviewer = await makeStaff(world, 'reviewer')
  await world.deps.db.account.update({ where: { id: reviewer.id }, data: { email: 'shenhe@example.com' } })
  await makeStaff(world, 'systemAdmin', 'finance')
})
afterAll(() => world.close())

beforeEach(async () => {
  await world.deps.db.notice.deleteMany()
  await world.deps.db.registrationCheck.deleteMany()
  await world.deps.db.registrationFile.deleteMany()
  await world.deps.db.registration.deleteMany()
  // A Tuesday: due on Wednesday at 11:00.
  world.clock.set('2026-03-10T11:00:00+08:00')
  sent = await handedIn(world)
  await world.deps.db.notice.deleteMany()
})

const remindAt = async (at: string) => {
  world.clock.set(at)
  await remindRegistrations(world.deps)
}
const reminders = () =>
  world.deps.db.notice.findMany({
    where: { kind: 'registrationDue' },
    orderBy: [{ createdAt: 'asc' }, { channel: 'asc' }],
  })

test('comes two working hours before the deadline, once, to reviewers in the app and by mail', async () => {
  await remindAt('2026-03-10T17:00:00+08:00')
  expect(await reminders()).toEqual([])
  // An hour and a half of today and half an hour of tomorrow would be 9:30; at 9:00 exactly two hours are left.
  await remindAt('2026-03-11T09:00:00+08:00')
  await remindAt('2026-03-11T09:10:00+08:00')
  expect(await reminders()).toMatchObject([
    { channel: 'app', accountId: reviewer.id, state: 'sent', subjectType: 'registration', subjectId: sent.id },
    { channel: 'email', recipient: 'shenhe@example.com', state: 'queued' },
  ])
  const shown = await world.query('notices.list', {}, reviewer.cookie)
  expect(shown.data.rows).toMatchObject([{ kind: 'registrationDue', subjectId: sent.id }])
  expect(shown.data.rows[0].title).toContain('快到时限')
})

test('comes once more when it is overdue', async () => {
  await remindAt('2026-03-11T10:00:00+08:00')
  await remindAt('2026-03-11T11:10:00+08:00')
  await remindAt('2026-03-11T11:20:00+08:00')
  const [, , overdue] = await reminders()
  expect(await reminders()).toHaveLength(4)
  expect(overdue?.data).toMatchObject({ overdue: true })
  const mail = (await reminders()).find((row) => row.channel === 'email' && (row.data as { overdue: boolean }).overdue)
  const page = await world.query('notices.getMail', { id: mail?.id }, reviewer.cookie)
  expect(page.data.text).toContain('审核老师')
  expect(page.data.text).toContain(`/desk/registrations/${sent.id}`)
})

test('after a day without a worker only the overdue one comes', async () => {
  await remindAt('2026-03-12T09:30:00+08:00')
  expect((await reminders()).map((row) => (row.data as { overdue: boolean }).overdue)).toEqual([true, true])
})

test('waits for the morning and for Monday', async () => {
  await remindAt('2026-03-11T20:00:00+08:00')
  await remindAt('2026-03-14T10:00:00+08:00')
  expect(await reminders()).toEqual([])
  await remindAt('2026-03-16T09:00:00+08:00')
  expect(await reminders()).toHaveLength(2)
})

test('two rounds at the same moment remind once', async () => {
  world.clock.set('2026-03-11T10:00:00+08:00')
  await Promise.all([1, 2, 3].map(() => remindRegistrations(world.deps)))
  expect(await reminders()).toHaveLength(2)
})

test('what was answered is not reminded of; what was sent again is', async () => {
  await remindAt('2026-03-11T10:00:00+08:00')
  await world.mutate('registrations.reject', { id: sent.id, version: sent.version, reason: '请重拍' }, reviewer.cookie)
  await remindAt('2026-03-11T11:10:00+08:00')
  expect(await reminders()).toHaveLength(2)
  const again = await sent.applicant.mutate('registrations.submit', {
    id: sent.id,
    version: sent.version,
    form: sent.form,
  })
  expect(again.data.dueAt).toBe('2026-03-12T03:10:00.000Z')
  await remindAt('2026-03-12T10:00:00+08:00')
  expect(await reminders()).toHaveLength(4)
})

test('whoever reviews no more is not told, and no longer sees what they were told', async () => {
  const former = await makeAccount(world, { staffRoles: ['reviewer'] })
  const cookie = await world.openSession(former.id)
  await remindAt('2026-03-11T10:00:00+08:00')
  expect((await world.query('notices.list', {}, cookie)).data.rows).toHaveLength(1)
  await world.deps.db.account.update({ where: { id: former.id }, data: { staffRoles: [] } })
  expect((await world.query('notices.list', {}, cookie)).data.rows).toEqual([])
  await remindAt('2026-03-11T11:10:00+08:00')
  expect(await world.deps.db.notice.count({ where: { accountId: former.id } })).toBe(1)
})
