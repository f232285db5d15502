import { expect, test } from 'vitest'
import { calendarDays } from '../../prisma/seed/calendar.ts'
import { addWorkingHours } from '../../server/core/working-time.ts'
import { checkPayeeAccount } from '../../server/features/centre/centre.rules.ts'
import {
  centreSettingsSchema,
  saveCalendarSchema,
  savePayeeAccountSchema,
} from '../../server/features/centre/centre.schema.ts'
import { unsetCentre } from '../../server/features/centre/centre-facts.ts'

const account = (change: Record<string, unknown> = {}) =>
  savePayeeAccountSchema.parse({
    id: '01890000-0000-7000-8000-000000000001',
    name: '中心',
    bank: '工行',
    account: '4301 0209-1910 0345 678',
    isDefault: true,
    enabled: true,
    ...change,
  })

test('there is always one default account, and it is enabled', () => {
  const first = account()
  expect(first.account).toBe('4301020919100345678')
  expect(() => checkPayeeAccount([], first)).not.toThrow()
  expect(() => checkPayeeAccount([], account({ isDefault: false }))).toThrow('payeeDefaultNeeded')
  expect(() => checkPayeeAccount([first], account({ enabled: false }))).toThrow('payeeDefaultNeeded')
  expect(() => checkPayeeAccount([first], account({ isDefault: false }))).toThrow('payeeDefaultNeeded')
  const second = account({ id: '01890000-0000-7000-8000-000000000002', account: '110060149018010023456' })
  expect(() => checkPayeeAccount([first], { ...second, isDefault: false, enabled: false })).not.toThrow()
  expect(() => checkPayeeAccount([first], second)).not.toThrow()
})

test('a number is one row and stays its number', () => {
  const first = account()
  expect(() => checkPayeeAccount([first], account({ id: '01890000-0000-7000-8000-000000000002' }))).toThrow(
    'payeeAccountInUse',
  )
  expect(() => checkPayeeAccount([first], account({ account: '99999999' }))).toThrow('payeeAccountFixed')
})

test.each(['', '1234567', 'abc', '4301020919100345678x', '1'.repeat(33)])('%j is no account number', (typed) => {
  expect(() => account({ account: typed })).toThrow()
})

test('the settings before anybody saved them are settings', () => {
  expect(centreSettingsSchema.parse(unsetCentre)).toEqual(unsetCentre)
})

test.each(['a@b.cn', '中心 <a@b.cn>', ''])('mail can be sent from %j', (mailFrom) => {
  expect(centreSettingsSchema.safeParse({ ...unsetCentre, mailFrom }).success).toBe(true)
})
test.each(['nobody', 'a@b.cn\r\nBcc: c@d.cn', '<a@b.cn> <c@d.cn>', 'a@b@c'])(
  'mail cannot be sent from %j',
  (mailFrom) => {
    expect(centreSettingsSchema.safeParse({ ...unsetCentre, mailFrom }).success).toBe(false)
  },
)

test('a calendar holds days of its year, each once', () => {
  const day = { day: '2027-01-01', kind: 'holiday', name: '元旦' }
  expect(saveCalendarSchema.safeParse({ year: 2027, days: [day] }).success).toBe(true)
  expect(saveCalendarSchema.safeParse({ year: 2026, days: [day] }).success).toBe(false)
  expect(saveCalendarSchema.safeParse({ year: 2027, days: [day, day] }).success).toBe(false)
  expect(saveCalendarSchema.safeParse({ year: 2027, days: [{ ...day, day: '2027-02-30' }] }).success).toBe(false)
})

const calendar = {
  startsMinute: 540,
  endsMinute: 1050,
  holidays: new Set(calendarDays.filter(({ kind }) => kind === 'holiday').map(({ day }) => day)),
  workdays: new Set(calendarDays.filter(({ kind }) => kind === 'workday').map(({ day }) => day)),
}

test('the published calendars have their days: 28 holidays and 5 made-up days in 2025, 33 and 6 in 2026', () => {
  const count = (days: Set<string>, year: string) => [...days].filter((day) => day.startsWith(year)).length
  expect([count(calendar.holidays, '2025'), count(calendar.workdays, '2025')]).toEqual([28, 5])
  expect([count(calendar.holidays, '2026'), count(calendar.workdays, '2026')]).toEqual([33, 6])
  // A made-up day is a Saturday or a Sunday: anything else was copied wrongly.
  for (const day of calendar.workdays) expect([0, 6], day).toContain(new Date(day).getUTCDay())
  for (const day of calendar.workdays) expect(calendar.holidays.has(day), day).toBe(false)
})

test('a voucher handed in before the Spring Festival of 2026 is due after it', () => {
  // Saturday the 14th is worked; the 15th to the 23rd are off.
  expect(addWorkingHours(new Date('2026-02-14T16:30:00+08:00'), 2, calendar).toISOString()).toBe(
    '2026-02-24T02:00:00.000Z',
  )
})
