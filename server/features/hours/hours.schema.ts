import { z } from 'zod'
import { mostHoursOfOne, mostPeopleOfForm, mostTickedHours } from '../../core/hours.ts'
import { idSchema } from '../../core/ids.ts'
import { pageSchema } from '../../core/page.ts'

/** 必修, 选修 */
export const hourKinds = ['compulsory', 'elective'] as const
export const hourKindSchema = z.enum(hourKinds)
export type HourKind = z.infer<typeof hourKindSchema>

/** 线上, 线下, 更正 */
export const hourSources = ['online', 'offline', 'adjustment'] as const
export const hourSourceSchema = z.enum(hourSources)
export type HourSource = z.infer<typeof hourSourceSchema>

/** 待审核, 已通过, 已驳回 (or taken back by whoever recorded it). */
export const hourStates = ['pending', 'approved', 'rejected'] as const
export const hourStateSchema = z.enum(hourStates)
export type HourState = z.infer<typeof hourStateSchema>

/**
 * Who approves what an organisation's admins record. `secondAdmin`: another admin of the same subtree, or staff where there
 * is no other; `immediate`: nobody, it counts at once.
 */
export const hourApprovals = ['staff', 'secondAdmin', 'immediate'] as const
export const hourApprovalSchema = z.enum(hourApprovals)
export type HourApproval = z.infer<typeof hourApprovalSchema>

/** Whom something pending waits for. */
export const hourReviewers = ['staff', 'secondAdmin'] as const
export const hourReviewerSchema = z.enum(hourReviewers)
export type HourReviewer = z.infer<typeof hourReviewerSchema>

/** The reason of a rejected one that nobody rejected: whoever recorded it took it back while it waited. */
export const withdrawnReason = 'withdrawn'

/** The most records that one decision is about. */
export const mostDecidedHours = 20_000

const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^\P{Cc}*$/u)

export const hourTitleSchema = line(100).min(2)
export const hourEvidenceSchema = line(200)
/** Hundredths of an hour. */
export const hourAmountSchema = z.number().int().min(1).max(mostHoursOfOne)
/** `2026-05-08`, the day in Shanghai. */
export const hourDaySchema = z.iso.date()
/** Why something was rejected, corrected or withdrawn: others read it and have to know what to do. */
export const hourReasonSchema = line(200)
  .min(2)
  .refine((reason) => reason !== withdrawnReason)

const count = z.number().int()
/** Hundredths of an hour; the sum of corrections may be negative. */
const hundredths = z.number().int()

// --- A plan's rule and what somebody has of it ----------------------------------------------------------------------

/** What a plan asks for, in hundredths of an hour. */
export const planHoursSchema = z.object({
  /** 考核值 */
  requiredHours: count,
  compulsoryMin: count,
  /** The most of this kind that counts; null: all of them. */
  compulsoryCap: count.nullable(),
  electiveMin: count,
  electiveCap: count.nullable(),
})
export type PlanHours = z.infer<typeof planHoursSchema>

/** What somebody has in a plan, in hundredths of an hour, caps not applied. */
export const hourSumsSchema = z.object({
  compulsoryApproved: count,
  electiveApproved: count,
  compulsoryPending: count,
  electivePending: count,
})
export type HourSums = z.infer<typeof hourSumsSchema>

/** One learner's hours in one plan. What is missing in words: `whatIsMissing` (hours.rules.ts) of `rule` and `sums`. */
export const planProgressSchema = z.object({
  plan: z.object({ id: idSchema, number: z.string(), name: z.string(), year: count }),
  rule: planHoursSchema,
  sums: hourSumsSchema,
  /** When a record of theirs was last added or decided; null: there is none. */
  changedAt: z.iso.datetime().nullable(),
})
export type PlanProgress = z.infer<typeof planProgressSchema>

// --- What lists are cut by -------------------------------------------------------------------------------------------

/** `withdrawn`: taken back while it waited, which is no rejection. */
export const shownHourStates = ['pending', 'approved', 'rejected', 'withdrawn'] as const
export const shownHourStateSchema = z.enum(shownHourStates)
export type ShownHourState = z.infer<typeof shownHourStateSchema>

export const hourFilterSchema = z.object({
  planId: idSchema.optional(),
  /** This unit and everything below it, by who recorded it; has to be within the own subtree. */
  organisationId: idSchema.optional(),
  kind: hourKindSchema.optional(),
  source: hourSourceSchema.optional(),
  state: shownHourStateSchema.optional(),
  /** Of the pending ones: those that wait for staff, or for a second admin. */
  waitsFor: hourReviewerSchema.optional(),
  importId: idSchema.optional(),
  learnerId: idSchema.optional(),
  /** The training's whole title. */
  title: hourTitleSchema.optional(),
  studiedFrom: hourDaySchema.optional(),
  studiedTo: hourDaySchema.optional(),
  /** As `learners.list` searches, or a part of the title where nobody is named so. */
  search: z.string().trim().max(60).optional(),
})
export type HourFilter = z.infer<typeof hourFilterSchema>

/** Newest first. */
export const listHoursSchema = pageSchema.extend({ ...hourFilterSchema.shape, cursor: idSchema.nullish() })
export type ListHoursInput = z.infer<typeof listHoursSchema>

export const hourTotalsSchema = z.object({
  count,
  people: count,
  approved: hundredths,
  pending: hundredths,
  byState: z.object({ pending: count, approved: count, rejected: count, withdrawn: count }),
})
export type HourTotals = z.infer<typeof hourTotalsSchema>

export const exportHoursSchema = z.object({
  /** `own`: of the subtree; `centre`: staff only. */
  of: z.enum(['own', 'centre']),
  filter: hourFilterSchema,
  locale: z.enum(['zh-CN', 'en']).default('zh-CN'),
})
export type ExportHoursInput = z.infer<typeof exportHoursSchema>

// --- Records ---------------------------------------------------------------------------------------------------------

export const hourIdSchema = z.object({ id: idSchema })
export const hoursOfLearnerSchema = z.object({ learnerId: idSchema, planId: idSchema.optional() })

export const hourRowSchema = z.object({
  id: idSchema,
  plan: z.object({ id: idSchema, number: z.string(), name: z.string(), year: count }),
  learner: z.object({ id: idSchema, name: z.string(), idNumberMasked: z.string() }),
  /** The learner's unit when it was recorded; `names` as far up as the reader may see; empty for one of elsewhere. */
  organisation: z.object({ id: idSchema, name: z.string(), names: z.array(z.string()) }),
  kind: hourKindSchema,
  source: hourSourceSchema,
  title: z.string(),
  /** As recorded; of an adjustment the difference, which may be negative. */
  hours: hundredths,
  /** What counts of it, or will: with its adjustments that were not rejected. Of an adjustment: its own. */
  left: hundredths,
  studiedOn: hourDaySchema,
  evidence: z.string(),
  /** Why it was corrected or taken back. */
  reason: z.string(),
  correctsId: idSchema.nullable(),
  importId: idSchema.nullable(),
  state: hourStateSchema,
  /** Taken back while it waited. */
  withdrawn: z.boolean(),
  stateSince: z.iso.datetime(),
  /** By when it is to be reviewed, while it waits. */
  dueAt: z.iso.datetime().nullable(),
  waitsFor: hourReviewerSchema.nullable(),
  rejectedReason: z.string().nullable(),
  /** Empty: nobody, it counted at once. Of staff an organisation reads the centre's name only. */
  decidedByName: z.string(),
  createdByName: z.string(),
  createdAt: z.iso.datetime(),
  /** What the reader may do with it now. */
  may: z.object({ decide: z.boolean(), withdraw: z.boolean(), correct: z.boolean() }),
})
export type HourRow = z.infer<typeof hourRowSchema>

/** One record with its trail: the row it corrects or itself first, then its adjustments in their order. */
export const hourRecordSchema = hourRowSchema.extend({
  trail: z.array(hourRowSchema),
  progress: planProgressSchema,
  /** The learner's certificate of this plan, if one is valid. */
  certificate: z.object({ id: idSchema, number: z.string() }).nullable(),
})
export type HourRecordView = z.infer<typeof hourRecordSchema>

/** A learner's hours: all of them, whoever recorded them; the newest day first. */
export const learnerHoursSchema = z.object({
  progress: z.array(planProgressSchema),
  records: z.array(hourRowSchema),
})
export type LearnerHours = z.infer<typeof learnerHoursSchema>

// --- By training, by person ------------------------------------------------------------------------------------------

export const listTrainingsSchema = pageSchema.extend({
  planId: idSchema,
  organisationId: idSchema.optional(),
  kind: hourKindSchema.optional(),
  /** Only those with something that waits. */
  pendingOnly: z.boolean().default(false),
  /** Part of the title. */
  search: z.string().trim().max(60).optional(),
  cursor: z.string().max(1000).nullish(),
})
export type ListTrainingsInput = z.infer<typeof listTrainingsSchema>

/** Everything recorded under one title, kind and day in a plan: its rows are `list` with these as the filter. */
export const trainingRowSchema = z.object({
  planId: idSchema,
  kind: hourKindSchema,
  title: z.string(),
  studiedOn: hourDaySchema,
  people: count,
  approved: hundredths,
  pending: hundredths,
  counts: z.object({ pending: count, approved: count, rejected: count, withdrawn: count }),
  /** Of what waits: the first to be reviewed, and whom it waits for. */
  dueAt: z.iso.datetime().nullable(),
  waitsFor: hourReviewerSchema.nullable(),
})
export type TrainingRow = z.infer<typeof trainingRowSchema>

export const listHourPeopleSchema = pageSchema.extend({
  planId: idSchema,
  organisationId: idSchema.optional(),
  /** `short`: not reached; `pending`: with something that waits. */
  show: z.enum(['all', 'reached', 'short', 'pending']).default('all'),
  search: z.string().trim().max(60).optional(),
  cursor: z.string().max(2000).nullish(),
})
export type ListHourPeopleInput = z.infer<typeof listHourPeopleSchema>

/** Somebody of the subtree who takes part in the plan or has hours in it. */
export const hourPersonSchema = z.object({
  learner: z.object({ id: idSchema, name: z.string(), idNumberMasked: z.string() }),
  organisation: z.object({ id: idSchema, name: z.string(), names: z.array(z.string()) }),
  sums: hourSumsSchema,
  /** With caps applied. */
  counted: hundredths,
  reached: z.boolean(),
})
export type HourPerson = z.infer<typeof hourPersonSchema>

export const countHourPeopleSchema = listHourPeopleSchema.pick({ planId: true, organisationId: true, search: true })
export type CountHourPeopleInput = z.infer<typeof countHourPeopleSchema>
export const hourPeopleCountsSchema = z.object({ all: count, reached: count, short: count, pending: count })
export type HourPeopleCounts = z.infer<typeof hourPeopleCountsSchema>

// --- Recording -------------------------------------------------------------------------------------------------------

const trainingSchema = z.object({
  planId: idSchema,
  kind: hourKindSchema,
  title: hourTitleSchema,
  studiedOn: hourDaySchema,
  hours: hourAmountSchema,
})

export const checkHoursSchema = trainingSchema.extend({
  learnerIds: z.array(idSchema).min(1).max(mostPeopleOfForm),
})
export type CheckHoursInput = z.infer<typeof checkHoursSchema>
/** `known`: recorded already, and refused; the others are only said: 不在计划中, 超过上限. */
export const hourRemarks = ['known', 'notInPlan', 'aboveCap'] as const
export type HourRemark = (typeof hourRemarks)[number]
export const checkedHoursSchema = z.object({
  /** The day is before the plan's beginning or behind its end. */
  outsidePlan: z.boolean(),
  /** Who has to approve it; null: it counts at once. Of people in several units the strictest. */
  approval: hourReviewerSchema.nullable(),
  people: z.array(z.object({ learnerId: idSchema, name: z.string(), remark: z.enum(hourRemarks) })),
})
export type CheckedHours = z.infer<typeof checkedHoursSchema>

/** One training of one or many: each record's id is made by the client. */
export const recordHoursSchema = trainingSchema.extend({
  evidence: hourEvidenceSchema,
  people: z
    .array(z.object({ id: idSchema, learnerId: idSchema }))
    .min(1)
    .max(mostPeopleOfForm),
})
export type RecordHoursInput = z.infer<typeof recordHoursSchema>
export const recordedHoursSchema = z.object({ approved: count, pending: count, dueAt: z.iso.datetime().nullable() })
export type RecordedHours = z.infer<typeof recordedHoursSchema>

/** `hours`: what counts from now on instead of what is left; more than 0, and `withdraw` is what takes all of it away. */
export const correctHoursSchema = z.object({
  /** The new row's, made by the client. */
  id: idSchema,
  correctsId: idSchema,
  hours: hourAmountSchema,
  reason: hourReasonSchema,
})
export type CorrectHoursInput = z.infer<typeof correctHoursSchema>

/** Of approved ones new rows take all of it away, of pending ones the row itself is given up. */
export const withdrawHoursSchema = z.object({
  records: z
    .array(z.object({ id: idSchema, /** The new row's, made by the client. */ adjustmentId: idSchema }))
    .min(1)
    .max(mostTickedHours),
  reason: hourReasonSchema,
})
export type WithdrawHoursInput = z.infer<typeof withdrawHoursSchema>

/** `short`: valid certificates of learners whose hours no longer suffice; staff are told of them. */
export const changedHoursSchema = z.object({
  changed: count,
  pending: count,
  short: z.array(z.object({ learnerName: z.string(), number: z.string() })),
})
export type ChangedHours = z.infer<typeof changedHoursSchema>

// --- Review ----------------------------------------------------------------------------------------------------------

/** What waits of one training, of one organisation with all its units. */
export const hourGroupSchema = z.object({
  planId: idSchema,
  /** The topmost organisation. */
  organisationId: idSchema,
  kind: hourKindSchema,
  title: hourTitleSchema,
  studiedOn: hourDaySchema,
  /** Null: by the form. */
  importId: idSchema.nullable(),
  waitsFor: hourReviewerSchema,
})
export type HourGroup = z.infer<typeof hourGroupSchema>

export const reviewHoursSchema = pageSchema.extend({
  planId: idSchema.optional(),
  organisationId: idSchema.optional(),
  waitsFor: hourReviewerSchema.optional(),
  /** Part of a title or of an organisation's name. */
  search: z.string().trim().max(60).optional(),
  cursor: z.string().max(1000).nullish(),
})
export type ReviewHoursInput = z.infer<typeof reviewHoursSchema>

export const hourGroupRowSchema = hourGroupSchema.extend({
  plan: z.object({ id: idSchema, number: z.string(), name: z.string() }),
  organisation: z.object({ id: idSchema, name: z.string() }),
  count,
  hours: hundredths,
  /** Equal for all, or from the fewest to the most. */
  from: hundredths,
  to: hundredths,
  /** Corrections among them. */
  adjustments: count,
  evidence: z.string(),
  createdByName: z.string(),
  createdAt: z.iso.datetime(),
  /** The earliest of them. */
  dueAt: z.iso.datetime(),
  /** The actor recorded all of it: somebody else has to decide. */
  own: z.boolean(),
})
export type HourGroupRow = z.infer<typeof hourGroupRowSchema>

export const groupRowsSchema = pageSchema.extend({ group: hourGroupSchema, cursor: idSchema.nullish() })
export type GroupRowsInput = z.infer<typeof groupRowsSchema>

/** For the rail and the home page. `overdue` of those that wait for staff. */
export const hourReviewCountsSchema = z.object({ waiting: count, groups: count, overdue: count })
export type HourReviewCounts = z.infer<typeof hourReviewCountsSchema>

/** Ticked ones, or all that wait of a group and how many the person saw that to be. */
export const hourSelectionSchema = z.union([
  z.strictObject({ ids: z.array(idSchema).min(1).max(mostTickedHours) }),
  z.strictObject({ group: hourGroupSchema, expectedCount: z.number().int().min(1).max(mostDecidedHours) }),
])
export type HourSelection = z.infer<typeof hourSelectionSchema>

export const approveHoursSchema = z.object({ selection: hourSelectionSchema })
export type ApproveHoursInput = z.infer<typeof approveHoursSchema>
export const rejectHoursSchema = z.object({ selection: hourSelectionSchema, reason: hourReasonSchema })
export type RejectHoursInput = z.infer<typeof rejectHoursSchema>
export const decidedHoursSchema = z.object({ decided: count })
export type DecidedHours = z.infer<typeof decidedHoursSchema>

// --- The organisation's rule -----------------------------------------------------------------------------------------

export const hoursApprovalOfSchema = z.object({ organisationId: idSchema })
export const hoursApprovalSchema = z.object({
  /** Its own; null: as its parent. */
  own: hourApprovalSchema.nullable(),
  /** What holds. */
  approval: hourApprovalSchema,
  /** Where it comes from, if not from itself; null: what holds where nobody said anything. */
  from: z.object({ id: idSchema, name: z.string() }).nullable(),
  /** How many admins could approve what one of them recorded, with those above. */
  admins: count,
})
export type HoursApprovalView = z.infer<typeof hoursApprovalSchema>
export const setHoursApprovalSchema = z.object({ organisationId: idSchema, approval: hourApprovalSchema.nullable() })
export type SetHoursApprovalInput = z.infer<typeof setHoursApprovalSchema>
