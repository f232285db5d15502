import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'

const line = (most: number) => z.string().trim().max(most)
const required = (most: number) => line(most).min(1)
const daySchema = z.iso.date()

/** What anybody sees before logging in. */
export const centreFaceSchema = z.object({ name: z.string(), nameEn: z.string(), telephone: z.string() })
export type CentreFace = z.infer<typeof centreFaceSchema>

export const centreSettingsSchema = z
  .object({
    name: required(100),
    nameEn: required(200),
    postalAddress: line(200),
    telephone: line(60),
    /** `Name <address>` or an address alone, as the mailer's From. */
    mailFrom: line(200).refine(
      (value) => value === '' || /^(?:[^<>@]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/.test(value),
    ),
    sellerName: line(100),
    sellerTaxNumber: line(20),
    /** An hour to a year: below it nobody can pay, above it nobody remembers. */
    orderPaymentHours: z.number().int().min(1).max(8760),
    /** Five minutes to a day: a card is at hand, a U-key may be with a colleague. */
    paymentAttemptMinutes: z.number().int().min(5).max(1440),
    /** How long before an order's end its organisation is reminded, up to a month. */
    orderReminderHours: z.number().int().min(1).max(720),
    /** Up to a month of working days of eight hours. */
    enrolmentReviewHours: z.number().int().min(1).max(176),
    /** Up to a month of working days of eight hours. */
    voucherReviewHours: z.number().int().min(1).max(176),
    /** Up to a month and a half of working days. */
    registrationReviewDays: z.number().int().min(1).max(30),
    /** Up to a month and a half of working days of eight hours. */
    hoursReviewHours: z.number().int().min(1).max(264),
    /** How many days after the end of its plan a batch of study cards can still be spent; for batches that are made from now on. */
    cardGraceDays: z.number().int().min(0).max(3660),
    /** How many days before their end the holders of cards are warned; 0: on the last day. */
    cardWarningDays: z.number().int().min(0).max(366),
    /** How many minutes of learning are one hour 学时, for what platforms report from now on. */
    minutesPerHour: z.number().int().min(1).max(120),
    /** To whom confirmation letters are addressed; empty: to the centre. */
    letterRecipient: line(60),
    /** What stands before a certificate's number, of those issued from now on. */
    certificatePrefix: z
      .string()
      .transform((typed) => typed.normalize('NFKC').trim().toUpperCase())
      .pipe(z.string().regex(/^[A-Z0-9]{0,8}$/)),
    /** Minutes after midnight, Asia/Shanghai. */
    workdayStartsMinute: z.number().int().min(0).max(1439),
    workdayEndsMinute: z.number().int().min(1).max(1440),
  })
  .refine((day) => day.workdayStartsMinute < day.workdayEndsMinute, { path: ['workdayEndsMinute'] })
export type CentreSettingsInput = z.infer<typeof centreSettingsSchema>

export const payeeAccountSchema = z.object({
  id: idSchema,
  name: z.string(),
  bank: z.string(),
  account: z.string(),
  isDefault: z.boolean(),
})
export type PayeeAccountFacts = z.infer<typeof payeeAccountSchema>

export const savePayeeAccountSchema = z.object({
  /** Made by the client; an id that is known already changes that account. */
  id: idSchema,
  name: required(100),
  bank: required(100),
  /** Digits; blanks and hyphens are taken out. */
  account: z
    .string()
    .transform((typed) => typed.normalize('NFKC').replace(/[\s-]/g, ''))
    .pipe(z.string().regex(/^\d{8,32}$/)),
  isDefault: z.boolean(),
  enabled: z.boolean(),
})
export type SavePayeeAccountInput = z.infer<typeof savePayeeAccountSchema>

export const calendarYearSchema = z.object({ year: z.number().int().min(2000).max(2100) })

export const saveCalendarSchema = calendarYearSchema
  .extend({
    /** Every day of the year that differs from Monday–Friday. */
    days: z.array(z.object({ day: daySchema, kind: z.enum(['holiday', 'workday']), name: required(40) })).max(366),
  })
  .refine(({ year, days }) => days.every(({ day }) => day.startsWith(`${year}-`)), { path: ['days'] })
  .refine(({ days }) => new Set(days.map(({ day }) => day)).size === days.length, { path: ['days'] })
export type SaveCalendarInput = z.infer<typeof saveCalendarSchema>
export type CalendarEntry = SaveCalendarInput['days'][number]
