import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { loadCentre, loadPayeeAccounts, unsetCentre } from '../../../server/features/centre/centre-facts.ts'
import { makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let systemAdmin: { id: string; cookie: string }
let reviewer: { cookie: string }
let admin: { cookie: string }

beforeAll(async () => {
  world = await openWorld()
  systemAdmin = await makeStaff(world, 'systemAdmin')
  reviewer = await makeStaff(world, 'reviewer')
  admin = await makeAdmin(world, await makeOrganisation(world))
})
afterAll(() => world.close())

test('before anybody saved settings, everything that is counted has a value', async () => {
  expect(await loadCentre(world.deps.db)).toMatchObject({ orderPaymentHours: 168, voucherReviewHours: 8, mailFrom: '' })
  expect((await world.query('centre.get')).data).toEqual({ name: '培训中心', nameEn: 'Training centre', telephone: '' })
})

test('a system admin saves the settings; everybody sees the face, and history has both sides', async () => {
  const settings = {
    ...unsetCentre,
    name: '江苏建科建筑技术培训中心',
    nameEn: 'Jianke',
    telephone: '025-80000000',
    orderPaymentHours: 72,
  }
  expect((await world.mutate('centre.update', settings, systemAdmin.cookie)).data).toMatchObject(settings)
  const again = { ...settings, orderPaymentHours: 48 }
  await world.mutate('centre.update', again, systemAdmin.cookie)
  expect((await world.query('centre.get')).data).toEqual({
    name: settings.name,
    nameEn: 'Jianke',
    telephone: '025-80000000',
  })
  expect((await loadCentre(world.deps.db)).orderPaymentHours).toBe(48)
  const entries = await world.deps.db.auditEntry.findMany({
    where: { action: 'centre.updated' },
    orderBy: { id: 'asc' },
  })
  expect(entries.map(({ before }) => before === null)).toEqual([true, false])
  expect(entries[1]).toMatchObject({
    actorId: systemAdmin.id,
    before: { orderPaymentHours: 72 },
    after: { orderPaymentHours: 48 },
  })
})

test('settings that make no sense are refused with the field', async () => {
  const refuse = async (change: object) =>
    (await world.mutate('centre.update', { ...unsetCentre, ...change }, systemAdmin.cookie)).details
  expect(await refuse({ name: ' ' })).toMatchObject({ field: 'name' })
  expect(await refuse({ orderPaymentHours: 0 })).toMatchObject({ field: 'orderPaymentHours' })
  expect(await refuse({ mailFrom: 'x\r\nBcc: y@z.cn' })).toMatchObject({ field: 'mailFrom' })
  expect(await refuse({ workdayStartsMinute: 1050, workdayEndsMinute: 540 })).toMatchObject({
    field: 'workdayEndsMinute',
  })
})

test('only a system admin sees and changes settings', async () => {
  expect((await world.query('centre.settings', undefined, reviewer.cookie)).code).toBe('notAllowed')
  expect((await world.mutate('centre.update', unsetCentre, admin.cookie)).code).toBe('notAllowed')
  expect((await world.mutate('centre.update', unsetCentre)).code).toBe('notSignedIn')
  expect((await world.query('centre.payeeAccounts')).code).toBe('notSignedIn')
})

test('another account becomes the default in one step, and a disabled one is not offered', async () => {
  const first = {
    id: newId(),
    name: '中心',
    bank: '工行',
    account: '4301020919100345678',
    isDefault: true,
    enabled: true,
  }
  const second = {
    id: newId(),
    name: '国培网',
    bank: '交行',
    account: '110060149018010023456',
    isDefault: false,
    enabled: true,
  }
  await world.mutate('centre.savePayeeAccount', first, systemAdmin.cookie)
  await world.mutate('centre.savePayeeAccount', second, systemAdmin.cookie)
  expect(
    (await world.query('centre.payeeAccounts', undefined, admin.cookie)).data.map(({ id }: { id: string }) => id),
  ).toEqual([first.id, second.id])
  await world.mutate('centre.savePayeeAccount', { ...second, isDefault: true }, systemAdmin.cookie)
  expect((await loadPayeeAccounts(world.deps.db)).map(({ id, isDefault }) => [id, isDefault])).toEqual([
    [second.id, true],
    [first.id, false],
  ])
  await world.mutate('centre.savePayeeAccount', { ...first, isDefault: false, enabled: false }, systemAdmin.cookie)
  expect(await loadPayeeAccounts(world.deps.db)).toHaveLength(1)
  const settings = (await world.query('centre.settings', undefined, systemAdmin.cookie)).data
  expect(settings.payeeAccounts).toHaveLength(2)
  expect(
    (await world.mutate('centre.savePayeeAccount', { ...second, isDefault: false }, systemAdmin.cookie)).code,
  ).toBe('payeeDefaultNeeded')
  const twin = { ...second, id: newId() }
  expect((await world.mutate('centre.savePayeeAccount', twin, systemAdmin.cookie)).code).toBe('payeeAccountInUse')
})

test('two defaults chosen at once leave one', async () => {
  const accounts = Array.from({ length: 6 }, (_, n) => ({
    id: newId(),
    name: `户${n}`,
    bank: '工行',
    account: `99990000000${n}`,
    isDefault: true,
    enabled: true,
  }))
  const answers = await Promise.all(
    accounts.map((account) => world.mutate('centre.savePayeeAccount', account, systemAdmin.cookie)),
  )
  expect(answers.map(({ code }) => code)).toEqual(Array(6).fill(null))
  expect(await world.deps.db.payeeAccount.count({ where: { isDefault: true } })).toBe(1)
})

test('a year of the calendar is replaced as a whole, and other years stay', async () => {
  const save = (year: number, days: object[]) => world.mutate('centre.saveCalendar', { year, days }, systemAdmin.cookie)
  await save(2026, [{ day: '2026-10-01', kind: 'holiday', name: '国庆节' }])
  await save(2027, [{ day: '2027-01-01', kind: 'holiday', name: '元旦' }])
  const changed = await save(2027, [{ day: '2027-01-02', kind: 'workday', name: '元旦调休' }])
  expect(changed.data).toEqual([{ day: '2027-01-02', kind: 'workday', name: '元旦调休' }])
  const { calendar } = await loadCentre(world.deps.db)
  expect([...calendar.holidays]).toEqual(['2026-10-01'])
  expect([...calendar.workdays]).toEqual(['2027-01-02'])
  expect((await world.query('centre.calendar', { year: 2026 }, reviewer.cookie)).data).toHaveLength(1)
  expect((await world.mutate('centre.saveCalendar', { year: 2027, days: [] }, reviewer.cookie)).code).toBe('notAllowed')
})

test('what hours, cards, letters and certificates take from the settings is saved and read back', async () => {
  const training = {
    hoursReviewHours: 24,
    cardGraceDays: 0,
    cardWarningDays: 14,
    minutesPerHour: 60,
    letterRecipient: '北京组（收）',
    certificatePrefix: 'jk ',
  }
  const saved = await world.mutate('centre.update', { ...unsetCentre, ...training }, systemAdmin.cookie)
  expect(saved.data).toMatchObject({ ...training, certificatePrefix: 'JK' })
  expect((await world.query('centre.settings', undefined, systemAdmin.cookie)).data).toMatchObject({
    ...training,
    certificatePrefix: 'JK',
  })
  expect(await loadCentre(world.deps.db)).toMatchObject({ hoursReviewHours: 24, letterRecipient: '北京组（收）' })
})

test.each([
  ['hoursReviewHours', 0],
  ['cardGraceDays', -1],
  ['cardGraceDays', 3661],
  ['cardWarningDays', 367],
  ['minutesPerHour', 0],
  ['minutesPerHour', 121],
  ['certificatePrefix', '证书'],
  ['certificatePrefix', 'ABCDEFGHI'],
  ['letterRecipient', '收'.repeat(61)],
])('%s is not %j', async (field, value) => {
  const answer = await world.mutate('centre.update', { ...unsetCentre, [field]: value }, systemAdmin.cookie)
  expect(answer).toMatchObject({ code: 'inputInvalid', details: { field } })
})
