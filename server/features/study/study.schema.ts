import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { certificateRowSchema } from '../certificates/certificates.schema.ts'
import {
  hourKindSchema,
  hourReviewerSchema,
  hourSourceSchema,
  hourSumsSchema,
  planHoursSchema,
  shownHourStateSchema,
} from '../hours/hours.schema.ts'
import { planModes } from '../plans/plans.schema.ts'
import { batchStates, openingRefusals } from '../study-cards/study-cards.schema.ts'

const count = z.number().int()
const time = z.iso.datetime()
const day = z.iso.date()
/** Fen; sums may be of several wallets. */
const sum = z.number().int()

// --- The chain from the payment to the certificate -------------------------------------------------------------------

/** `done`, `now` (somebody has to do something), `later` (nothing to do yet), `failed` (refunded, revoked). */
export const stepStates = ['done', 'now', 'later', 'failed'] as const
export type StepState = (typeof stepStates)[number]

/** Whom a step waits for. `system`: it comes by itself. */
export const waitedFor = ['you', 'organisation', 'centre', 'secondAdmin', 'system'] as const
export type WaitedFor = (typeof waitedFor)[number]

/** What the step is at, in a word that the page has a sentence for. */
export const paymentPoints = [
  'paidByOrganisation',
  'free',
  'cardsBought',
  'toEnrol',
  'toSubmit',
  'inReview',
  'toPay',
  'voucherInReview',
  'refunded',
] as const
export const cardPoints = ['opened', 'toOpen', 'toRecharge', 'expired', 'later'] as const
export const hoursPoints = ['reached', 'inReview', 'toStudy', 'ended'] as const
export const certificatePoints = ['issued', 'issuing', 'needsPayment', 'whenReached', 'revoked'] as const

const step = <Point extends readonly [string, ...string[]]>(points: Point) =>
  z.object({
    state: z.enum(stepStates),
    point: z.enum(points),
    /** When it was done, or since when it is so. */
    at: time.nullable(),
    waitsFor: z.enum(waitedFor).nullable(),
    /** Until when it has to be, or will be, done. */
    until: time.nullable(),
  })

export const paymentStepSchema = step(paymentPoints).extend({ organisationName: z.string() })
export const cardStepSchema = step(cardPoints).extend({
  /** What was taken for opening, or what the wallet holds for this plan. */
  amountFen: sum,
})
export const hoursStepSchema = step(hoursPoints)
export const certificateStepSchema = step(certificatePoints).extend({ number: z.string() })

/** A step that the plan does not have is null: no card where the organisation pays, no certificate where none is given. */
export const chainSchema = z.object({
  payment: paymentStepSchema,
  card: cardStepSchema.nullable(),
  hours: hoursStepSchema,
  certificate: certificateStepSchema.nullable(),
})
export type Chain = z.infer<typeof chainSchema>

// --- One plan ----------------------------------------------------------------------------------------------------------

/** What is missing, in words on the page: 选修还差 3.00；6.00 待审核 (hours.rules.ts `whatIsMissing`). */
export const missingSchema = z.object({
  reached: z.boolean(),
  reachedWithPending: z.boolean(),
  /** Approved hours that count, caps applied. */
  counted: count,
  /** Approved ones over a cap. */
  aboveCap: count,
  pending: count,
  /** What still has to be approved, minimums of both kinds included: 还差. */
  toGo: count,
  /** What would still be missing if all that waits were approved. */
  toGoAfterPending: count,
  items: z.array(z.object({ kind: z.enum(['compulsory', 'elective', 'any']), missing: count, pending: count })),
})
export type Missing = z.infer<typeof missingSchema>

/** Hours that wait for somebody: whom, and until when. */
export const waitingHoursSchema = z.object({
  id: idSchema,
  kind: hourKindSchema,
  title: z.string(),
  hours: count,
  studiedOn: day,
  /** Who recorded it, when; empty for an admin of another unit. */
  organisationName: z.string(),
  recordedAt: time,
  waitsFor: hourReviewerSchema,
  dueAt: time.nullable(),
})
export type WaitingHours = z.infer<typeof waitingHoursSchema>

/** A course of a learning platform that gives hours of the plan. */
export const studyCourseSchema = z.object({
  id: idSchema,
  title: z.string(),
  kind: hourKindSchema,
  /** What it gives at most. */
  hours: count,
  /** What it has given. */
  done: count,
  lastAt: time.nullable(),
  /** Where it is studied; null where its address is no page. */
  url: z.string().nullable(),
  platformName: z.string(),
})
export type StudyCourse = z.infer<typeof studyCourseSchema>

export const studyPlanSchema = z.object({
  id: idSchema,
  number: z.string(),
  name: z.string(),
  year: count,
  publisher: z.string(),
  mode: z.enum(planModes),
  place: z.string(),
  startsAt: time,
  endsAt: time,
  /** Over, closed or reached: it belongs to the history. */
  over: z.boolean(),
  rule: planHoursSchema,
  sums: hourSumsSchema,
  missing: missingSchema,
  chain: chainSchema,
  waiting: z.array(waitingHoursSchema),
  courses: z.array(studyCourseSchema),
  /** What opening it costs, what the wallet has for it, and why it cannot be opened; null where there are no cards. */
  opening: z
    .object({
      feeFen: sum.nullable(),
      balanceFen: sum,
      missingFen: sum,
      refusal: z.enum(openingRefusals).nullable(),
      /** The last day on which the first part of the value can be spent. */
      expiresOn: day.nullable(),
    })
    .nullable(),
})
export type StudyPlan = z.infer<typeof studyPlanSchema>

// --- Everything ----------------------------------------------------------------------------------------------------------

export const studyRecordSchema = z.object({
  id: idSchema,
  planId: idSchema,
  kind: hourKindSchema,
  source: hourSourceSchema,
  title: z.string(),
  hours: count,
  studiedOn: day,
  state: shownHourStateSchema,
  stateSince: time,
  /** Why it was corrected, taken back or rejected. */
  reason: z.string(),
  correctsId: idSchema.nullable(),
  /** Where it was recorded: the learner's unit then; empty for an admin of another one. */
  organisationName: z.string(),
  /** The learning platform that it comes from; empty where people recorded it. */
  platformName: z.string(),
})
export type StudyRecord = z.infer<typeof studyRecordSchema>

export const walletLineSchema = z.object({
  planId: idSchema,
  planName: z.string(),
  organisationName: z.string(),
  balanceFen: sum,
  expiresOn: day,
  state: z.enum(batchStates),
})

/** A learner's whole story: their home shows it, the phone keeps it, and whoever manages them sees the same. */
export const studySchema = z.object({
  /** When the server said so: an offline page says how old it is. */
  at: time,
  learner: z.object({
    id: idSchema,
    name: z.string(),
    idNumberMasked: z.string(),
    organisationName: z.string(),
  }),
  balanceFen: sum,
  wallets: z.array(walletLineSchema),
  /** Those that are not over first, each by their end; then the others, the latest first. */
  plans: z.array(studyPlanSchema),
  /** The newest day first, `mostRecords` at most. */
  records: z.array(studyRecordSchema),
  recordsCapped: z.boolean(),
  certificates: z.array(certificateRowSchema),
})
export type Study = z.infer<typeof studySchema>

export const studyOfLearnerSchema = z.object({ learnerId: idSchema })
