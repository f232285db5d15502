import { expect, test } from 'vitest'
import {
  type AdministeredOrganisation,
  chooseOrganisation,
  describeDevice,
  gateOf,
  judgeLogIn,
  missingDetails,
  sessionEnd,
  sessionLimits,
} from '../../server/features/accounts/accounts.rules.ts'
import { candidateLogInNames, logInNameOf } from '../../server/features/accounts/log-in-names.rules.ts'

const secrets = { hash: (plain: string) => `hash(${plain})` }
const now = new Date('2026-05-06T02:00:00Z')

const organisation = (over: Partial<AdministeredOrganisation> = {}): AdministeredOrganisation => ({
  id: 'o1',
  name: '苏州检测',
  open: true,
  ...over,
})

const account = (over: Partial<Parameters<typeof judgeLogIn>[0]> = {}): Parameters<typeof judgeLogIn>[0] => ({
  enabled: true,
  staffRoles: [],
  mustChangePassword: false,
  passwordChangedAt: null,
  learner: null,
  organisations: [],
  ...over,
})

test.each([
  ['creditCode', ' 91320594ma1mtb5y9x ', '91320594MA1MTB5Y9X'],
  ['organisationCode', '12345678-9', '123456789'],
  ['memberNo', 'ａ０１７', 'A017'],
  ['mobile', '+86 138-1234-5678', '13812345678'],
  ['staffName', 'li-na', 'LINA'],
  ['staffName', '王 芳', '王芳'],
  ['idNumber', '11010119900307123x', 'hash(id:11010119900307123X)'],
] as const)('a %s typed as %j is found as %j', (kind, typed, stored) => {
  expect(logInNameOf(kind, typed, secrets)).toBe(stored)
  expect(candidateLogInNames(typed, secrets)).toContain(stored)
})

test('what can be no name of its kind is refused', () => {
  for (const [kind, typed] of [
    ['mobile', '12345'],
    ['staffName', ' - '],
    ['idNumber', '123'],
  ] as const) {
    expect(() => logInNameOf(kind, typed, secrets)).toThrow(expect.objectContaining({ code: 'inputInvalid' }))
  }
})

test('the second factor comes before the new password, and that before setting a second factor up', () => {
  const facts = {
    staffRoles: ['finance'] as const,
    mustChangePassword: true,
    totpConfirmed: true,
    secondFactorDone: false,
  }
  expect(gateOf({ ...facts, staffTotp: 'required' })).toBe('secondFactor')
  expect(gateOf({ ...facts, secondFactorDone: true, staffTotp: 'required' })).toBe('passwordChange')
  expect(gateOf({ ...facts, totpConfirmed: false, mustChangePassword: false, staffTotp: 'required' })).toBe(
    'secondFactorSetup',
  )
  expect(gateOf({ ...facts, totpConfirmed: false, mustChangePassword: false, staffTotp: 'optional' })).toBe('open')
  const learner = { staffRoles: [], mustChangePassword: false, totpConfirmed: false, secondFactorDone: false } as const
  expect(gateOf({ ...learner, staffTotp: 'required' })).toBe('open')
})

test('the admin of a disabled organisation is told so', () => {
  expect(judgeLogIn(account({ organisations: [organisation({ open: false })] }), now)).toEqual({
    may: false,
    code: 'organisationDisabled',
    organisation: '苏州检测',
  })
})

test('who is more than the admin of a closed organisation comes in', () => {
  const closed = organisation({ open: false })
  expect(judgeLogIn(account({ organisations: [closed, organisation({ id: 'o2' })] }), now).may).toBe(true)
  expect(judgeLogIn(account({ organisations: [closed], staffRoles: ['reviewer'] }), now).may).toBe(true)
  expect(judgeLogIn(account({ organisations: [closed], learner: { enabled: true } }), now).may).toBe(true)
})

test('a disabled account, and one of a disabled learner alone, stays out', () => {
  const disabled = { may: false, code: 'accountDisabled' }
  expect(judgeLogIn(account({ enabled: false, staffRoles: ['systemAdmin'] }), now)).toEqual(disabled)
  expect(judgeLogIn(account({ learner: { enabled: false } }), now)).toEqual(disabled)
  expect(judgeLogIn(account({ learner: { enabled: false }, staffRoles: ['finance'] }), now).may).toBe(true)
})

test('a one-time password that nobody used for 30 days is good no more; a password of choice does not age', () => {
  const given = (days: number) => new Date(now.getTime() - days * 86_400_000)
  expect(judgeLogIn(account({ mustChangePassword: true, passwordChangedAt: given(30) }), now).may).toBe(true)
  expect(judgeLogIn(account({ mustChangePassword: true, passwordChangedAt: given(30.1) }), now)).toEqual({
    may: false,
    code: 'oneTimePasswordExpired',
  })
  expect(judgeLogIn(account({ passwordChangedAt: given(1000) }), now).may).toBe(true)
})

test('an admin of several acts for the one of the last time, else for the first, never for a closed one', () => {
  const several = [organisation({ id: 'o1', open: false }), organisation({ id: 'o2' }), organisation({ id: 'o3' })]
  expect(chooseOrganisation(several, 'o3')?.id).toBe('o3')
  expect(chooseOrganisation(several, null)?.id).toBe('o2')
  expect(chooseOrganisation(several, 'o1')?.id).toBe('o2')
  expect(chooseOrganisation([], 'o1')).toBeNull()
})

test('staff sessions end over lunch and overnight, phones stay in for weeks, a waiting one for minutes', () => {
  const hours = (end: Date) => (end.getTime() - now.getTime()) / 3600_000
  const staff = sessionLimits(['finance'], 'open')
  expect(hours(sessionEnd(staff, now, now))).toBe(4)
  expect(hours(sessionEnd(staff, new Date(now.getTime() - 15 * 3600_000), now))).toBe(1)
  expect(hours(sessionEnd(sessionLimits([], 'open'), now, now))).toBe(14 * 24)
  expect(hours(sessionEnd(sessionLimits(['finance'], 'secondFactor'), now, now))).toBe(0.25)
})

test('the first log-in asks a mobile of everybody and an e-mail of who answers for others', () => {
  const nobody = { mobile: '', email: '', staffRoles: [], administers: false } as const
  expect(missingDetails(nobody)).toEqual(['mobile'])
  expect(missingDetails({ ...nobody, administers: true })).toEqual(['mobile', 'email'])
  expect(missingDetails({ ...nobody, mobile: '13812345678', staffRoles: ['finance'] })).toEqual(['email'])
})

test.each([
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.60',
    'phone',
    'WeChat',
    'iOS',
  ],
  [
    'Mozilla/5.0 (Linux; Android 14; HarmonyOS; ALN-AL00) AppleWebKit/537.36 Chrome/114.0 HuaweiBrowser/16.0 Mobile Safari/537.36',
    'phone',
    'Huawei Browser',
    'HarmonyOS',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
    'computer',
    'Edge',
    'Windows',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
    'computer',
    'Safari',
    'macOS',
  ],
  ['curl/8.5', 'unknown', '', ''],
] as const)('%s is recognised', (userAgent, device, browser, system) => {
  expect(describeDevice(userAgent)).toEqual({ device, browser, system })
})
