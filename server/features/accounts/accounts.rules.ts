import type { StaffRole } from '../../core/roles.ts'
import { oneTimePasswordDays } from './password.rules.ts'

/**
 * What stands between a signed-in person and everything else:
 *
 *   logIn ──> secondFactor ──> passwordChange ──> secondFactorSetup ──> open
 *             (has one)        (one-time          (staff, when the
 *                               password)          centre requires it)
 */
export const sessionGates = ['open', 'secondFactor', 'passwordChange', 'secondFactorSetup'] as const
export type SessionGate = (typeof sessionGates)[number]

export function gateOf(facts: {
  readonly staffRoles: readonly StaffRole[]
  readonly mustChangePassword: boolean
  readonly totpConfirmed: boolean
  readonly secondFactorDone: boolean
  readonly staffTotp: 'optional' | 'required'
}): SessionGate {
  if (facts.totpConfirmed && !facts.secondFactorDone) return 'secondFactor'
  if (facts.mustChangePassword) return 'passwordChange'
  const setupNeeded = facts.staffRoles.length > 0 && facts.staffTotp === 'required' && !facts.totpConfirmed
  return setupNeeded ? 'secondFactorSetup' : 'open'
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

export type SessionLimits = { readonly idleMs: number; readonly wholeMs: number }

/**
 * How long a session lives without being used, and at most.
 * Staff: four hours is longer than a lunch or a meeting; sixteen is longer than a working day and shorter than from one
 * morning to the next (NIST SP 800-63B-4 2.2.3 allows 24 h).
 * Organisations and learners: phones that people look at every week or two; 30 days is the most that NIST allows for a
 * password alone (2.1.3), and as long as the cookie lives.
 * Waiting for the second factor: a quarter of an hour, so that a stolen password alone keeps no door open.
 */
const limits = {
  staff: { idleMs: 4 * hourMs, wholeMs: 16 * hourMs },
  others: { idleMs: 14 * dayMs, wholeMs: 30 * dayMs },
  waiting: { idleMs: 15 * minuteMs, wholeMs: 15 * minuteMs },
} as const satisfies Record<string, SessionLimits>

export function sessionLimits(staffRoles: readonly StaffRole[], gate: SessionGate): SessionLimits {
  if (gate === 'secondFactor') return limits.waiting
  return staffRoles.length > 0 ? limits.staff : limits.others
}

/** When a session ends that began then and is used now. */
export function sessionEnd(limit: SessionLimits, signedInAt: Date, now: Date): Date {
  return new Date(Math.min(signedInAt.getTime() + limit.wholeMs, now.getTime() + limit.idleMs))
}

/** Within this of the log-in the password that was just typed is not asked again. */
const freshMs = 15 * minuteMs

export function isFresh(signedInAt: Date, now: Date): boolean {
  return now.getTime() - signedInAt.getTime() <= freshMs
}

/** An organisation that the account administers, and whether anybody may act for it. */
export type AdministeredOrganisation = {
  readonly id: string
  readonly name: string
  /** Neither it nor one above it is disabled. */
  readonly open: boolean
}

export type LogInVerdict =
  | { readonly may: true }
  | { readonly may: false; readonly code: 'accountDisabled' | 'oneTimePasswordExpired' }
  | {
      readonly may: false
      readonly code: 'organisationDisabled'
      readonly organisation: string
    }

/**
 * Whether somebody whose password was right may come in. Who administers only organisations that are disabled
 * does not; who is also staff or a learner, or administers another one that is open, does.
 */
export function judgeLogIn(
  account: {
    readonly enabled: boolean
    readonly staffRoles: readonly StaffRole[]
    readonly mustChangePassword: boolean
    readonly passwordChangedAt: Date | null
    readonly learner: { readonly enabled: boolean } | null
    readonly organisations: readonly AdministeredOrganisation[]
  },
  now: Date,
): LogInVerdict {
  if (!account.enabled) return { may: false, code: 'accountDisabled' }
  const open =
    account.staffRoles.length > 0 || account.learner?.enabled === true || account.organisations.some((one) => one.open)
  const closed = account.organisations.find((one) => !one.open)
  if (!open && closed) {
    return {
      may: false,
      code: 'organisationDisabled',
      organisation: closed.name,
    }
  }
  if (!open && account.learner) return { may: false, code: 'accountDisabled' }
  const { mustChangePassword, passwordChangedAt } = account
  if (
    mustChangePassword &&
    passwordChangedAt &&
    now.getTime() - passwordChangedAt.getTime() > oneTimePasswordDays * dayMs
  ) {
    return { may: false, code: 'oneTimePasswordExpired' }
  }
  return { may: true }
}

/** Whom an admin of several organisations acts for after logging in: as the last time, else the one they were given first. */
export function chooseOrganisation(
  organisations: readonly AdministeredOrganisation[],
  lastActedFor: string | null,
): AdministeredOrganisation | null {
  const open = organisations.filter((one) => one.open)
  return open.find((one) => one.id === lastActedFor) ?? open[0] ?? null
}

export type MissingDetail = 'mobile' | 'email'

/**
 * What the first log-in still has to ask: a mobile of everybody, because refusals and deadlines are told by it; an
 * e-mail of those who answer for an organisation or the centre.
 */
export function missingDetails(account: {
  readonly mobile: string
  readonly email: string
  readonly staffRoles: readonly StaffRole[]
  readonly administers: boolean
}): MissingDetail[] {
  const missing: MissingDetail[] = []
  if (account.mobile === '') missing.push('mobile')
  if (account.email === '' && (account.administers || account.staffRoles.length > 0)) missing.push('email')
  return missing
}

export type Device = {
  readonly device: 'phone' | 'computer' | 'unknown'
  readonly browser: string
  readonly system: string
}

const browsers: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger\//, 'WeChat'],
  [/DingTalk\//, 'DingTalk'],
  [/\bEdgA?\/|\bEdgiOS\//, 'Edge'],
  [/HuaweiBrowser\//, 'Huawei Browser'],
  [/MiuiBrowser\//, 'Mi Browser'],
  [/\b(?:QQBrowser|MQQBrowser)\//, 'QQ Browser'],
  [/\bQuark\//, 'Quark'],
  [/\bUCBrowser\//, 'UC Browser'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const systems: readonly (readonly [RegExp, string, Device['device']])[] = [
  [/HarmonyOS|OpenHarmony/, 'HarmonyOS', 'phone'],
  [/iPhone|iPad|iPod/, 'iOS', 'phone'],
  [/Android/, 'Android', 'phone'],
  [/Windows/, 'Windows', 'computer'],
  [/Macintosh/, 'macOS', 'computer'],
  [/Linux|X11|CrOS/, 'Linux', 'computer'],
]

/** Enough of a User-Agent for people to recognise their own devices by; empty names where it says nothing known. */
export function describeDevice(userAgent: string): Device {
  const browser = browsers.find(([pattern]) => pattern.test(userAgent))?.[1] ?? ''
  const [, system = '', device = 'unknown' as const] = systems.find(([pattern]) => pattern.test(userAgent)) ?? []
  return { device, browser, system }
}
