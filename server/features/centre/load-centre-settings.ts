import type { Deps } from '../../deps.ts'
import type { CalendarEntry, CentreFace, CentreSettingsInput, PayeeAccountFacts } from './centre.schema.ts'
import { findCalendarDays, findCentre, findPayeeAccounts } from './centre.store.ts'
import { unsetCentre } from './centre-facts.ts'

export type CentreSettingsView = CentreSettingsInput & {
  readonly payeeAccounts: readonly (PayeeAccountFacts & { readonly enabled: boolean })[]
}

/** Everything that a system admin can set, with the accounts that are no longer in use. */
export async function loadCentreSettings(deps: Pick<Deps, 'db'>): Promise<CentreSettingsView> {
  const [row, accounts] = await Promise.all([findCentre(deps.db), findPayeeAccounts(deps.db, 'all')])
  const { name, nameEn, postalAddress, telephone, mailFrom, sellerName, sellerTaxNumber, ...times } = row ?? unsetCentre
  return {
    name,
    nameEn,
    postalAddress,
    telephone,
    mailFrom,
    sellerName,
    sellerTaxNumber,
    orderPaymentHours: times.orderPaymentHours,
    paymentAttemptMinutes: times.paymentAttemptMinutes,
    orderReminderHours: times.orderReminderHours,
    enrolmentReviewHours: times.enrolmentReviewHours,
    voucherReviewHours: times.voucherReviewHours,
    registrationReviewDays: times.registrationReviewDays,
    hoursReviewHours: times.hoursReviewHours,
    cardGraceDays: times.cardGraceDays,
    cardWarningDays: times.cardWarningDays,
    minutesPerHour: times.minutesPerHour,
    letterRecipient: times.letterRecipient,
    certificatePrefix: times.certificatePrefix,
    workdayStartsMinute: times.workdayStartsMinute,
    workdayEndsMinute: times.workdayEndsMinute,
    payeeAccounts: accounts.map(({ createdAt, ...account }) => account),
  }
}

/** What the log-in page shows. */
export async function loadCentreFace(deps: Pick<Deps, 'db'>): Promise<CentreFace> {
  const { name, nameEn, telephone } = (await findCentre(deps.db)) ?? unsetCentre
  return { name, nameEn, telephone }
}

/** The days of a year that differ from Monday–Friday. */
export async function loadCalendar(deps: Pick<Deps, 'db'>, year: number): Promise<CalendarEntry[]> {
  const days = await findCalendarDays(deps.db, year)
  return days.map(({ day, kind, name }) => ({ day: day.toISOString().slice(0, 10), kind, name }))
}
