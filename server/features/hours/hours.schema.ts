import { z } from 'zod'
import { mostHoursOfOne } from '../../core/hours.ts'
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

/**
 * 待审核, 已通过, 已驳回 (or taken back by whoever recorded it). Only what is pending changes; what is approved is corrected or
 * withdrawn by another row, and what needs no approval begins so.
 */
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

export const hourVerdicts = ['approve', 'reject'] as const
export const hourVerdictSchema = z.enum(hourVerdicts)
export type HourVerdict = z.infer<typeof hourVerdictSchema>

/** Somebody's decision that has not taken effect and can be undone: only those who might decide read of it. */
export const waitingDecisionSchema = z.object({
  id: idSchema,
  verdict: hourVerdictSchema,
  /** Of staff an organisation reads the centre's name only. */
  byName: z.string(),
  /** The reader's own: theirs to undo. */
  mine: z.boolean(),
  effectiveAt: z.iso.datetime(),
})
export type WaitingDecision = z.infer<typeof waitingDecisionSchema>

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
  /** Who is deciding on it just now; null: nobody, or nothing for the reader to know. */
  decision: waitingDecisionSchema.nullable(),
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
