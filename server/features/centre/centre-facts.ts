import type { WorkingCalendar } from '../../core/working-time.ts'
import type { Readable } from '../../platform/database.ts'
import type { CentreSettingsInput, PayeeAccountFacts } from './centre.schema.ts'
import { findCalendarDays, findCentre, findPayeeAccounts } from './centre.store.ts'

/** What other features need to know about the training centre 培训中心. */
export type CentreFacts = {
  readonly name: string
  readonly nameEn: string
  readonly telephone: string
  readonly postalAddress: string
  /** To whom confirmation letters 确认书 are addressed: `北京组（收）`; empty: to the centre. */
  readonly letterRecipient: string
  readonly mailFrom: string
  readonly sellerName: string
  readonly sellerTaxNumber: string
  /** From an order's making to its deadline, in hours of the clock. */
  readonly orderPaymentHours: number
  /** How long one attempt to pay online can be finished, in minutes. */
  readonly paymentAttemptMinutes: number
  /** How long before an order's end its organisation is reminded, in hours of the clock. */
  readonly orderReminderHours: number
  /** What reviewers have for an enrolment, in working hours. */
  readonly enrolmentReviewHours: number
  /** What reviewers have for a voucher, in working hours. */
  readonly voucherReviewHours: number
  /** What reviewers have for hours that were recorded, in working hours. */
  readonly hoursReviewHours: number
  /** What reviewers have for a registration, in working days. */
  readonly registrationReviewDays: number
  readonly calendar: WorkingCalendar
}

/** What holds before a system admin has saved the settings: nothing is named, and everything can already be done. */
export const unsetCentre: CentreSettingsInput = {
  name: '培训中心',
  nameEn: 'Training centre',
  postalAddress: '',
  telephone: '',
  mailFrom: '',
  sellerName: '',
  sellerTaxNumber: '',
  orderPaymentHours: 168,
  paymentAttemptMinutes: 30,
  orderReminderHours: 24,
  enrolmentReviewHours: 8,
  voucherReviewHours: 8,
  registrationReviewDays: 1,
  hoursReviewHours: 16,
  cardGraceDays: 30,
  cardWarningDays: 30,
  minutesPerHour: 45,
  letterRecipient: '',
  certificatePrefix: 'XS',
  workdayStartsMinute: 540,
  workdayEndsMinute: 1050,
}

/** The centre's settings and its calendar of holidays and made-up working days. */
export async function loadCentre(db: Readable): Promise<CentreFacts> {
  const [row, days] = await Promise.all([findCentre(db), findCalendarDays(db)])
  const { name, nameEn, telephone, postalAddress, mailFrom, sellerName, sellerTaxNumber, ...times } = row ?? unsetCentre
  const daysOf = (kind: 'holiday' | 'workday') =>
    new Set(days.filter((day) => day.kind === kind).map((day) => day.day.toISOString().slice(0, 10)))
  return {
    name,
    nameEn,
    telephone,
    postalAddress,
    letterRecipient: times.letterRecipient,
    mailFrom,
    sellerName,
    sellerTaxNumber,
    orderPaymentHours: times.orderPaymentHours,
    paymentAttemptMinutes: times.paymentAttemptMinutes,
    orderReminderHours: times.orderReminderHours,
    enrolmentReviewHours: times.enrolmentReviewHours,
    voucherReviewHours: times.voucherReviewHours,
    hoursReviewHours: times.hoursReviewHours,
    registrationReviewDays: times.registrationReviewDays,
    calendar: {
      startsMinute: times.workdayStartsMinute,
      endsMinute: times.workdayEndsMinute,
      holidays: daysOf('holiday'),
      workdays: daysOf('workday'),
    },
  }
}

/** The bank accounts that people may pay into now, the default first. */
export async function loadPayeeAccounts(db: Readable): Promise<PayeeAccountFacts[]> {
  const rows = await findPayeeAccounts(db, 'enabled')
  return rows.map(({ id, name, bank, account, isDefault }) => ({ id, name, bank, account, isDefault }))
}
