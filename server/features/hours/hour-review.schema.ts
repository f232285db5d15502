import { z } from 'zod'
import { mostTickedHours } from '../../core/hours.ts'
import { idSchema } from '../../core/ids.ts'
import { pageSchema } from '../../core/page.ts'
import {
  hourApprovalSchema,
  hourDaySchema,
  hourKindSchema,
  hourReasonSchema,
  hourReviewerSchema,
  hourTitleSchema,
  hourVerdictSchema,
  waitingDecisionSchema,
} from './hours.schema.ts'

/** The most records that one decision is about. */
export const mostDecidedHours = 20_000

const count = z.number().int()
/** Hundredths of an hour; the sum of corrections may be negative. */
const hundredths = z.number().int()

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
  /** All that waits, also what somebody is deciding on just now. */
  count,
  hours: hundredths,
  /** Of these, what nobody is deciding on: what a decision on the whole group is about. */
  free: count,
  freeHours: hundredths,
  /** Whose decisions on some of it have not taken effect, the newest first. */
  decisions: z.array(waitingDecisionSchema),
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

/** For the rail and the home page, without what somebody is deciding on just now. */
export const hourReviewCountsSchema = z.object({ waiting: count, groups: count, overdue: count })
export type HourReviewCounts = z.infer<typeof hourReviewCountsSchema>

/** Ticked ones, or all that nobody is deciding on of a group and how many the person saw that to be. */
export const hourSelectionSchema = z.union([
  z.strictObject({ ids: z.array(idSchema).min(1).max(mostTickedHours) }),
  z.strictObject({ group: hourGroupSchema, expectedCount: z.number().int().min(1).max(mostDecidedHours) }),
])
export type HourSelection = z.infer<typeof hourSelectionSchema>

// --- Decisions -------------------------------------------------------------------------------------------------------

const decision = { /** Made by the client: the idempotency key. */ id: idSchema, selection: hourSelectionSchema }
export const decideHoursSchema = z.discriminatedUnion('verdict', [
  z.object({ ...decision, verdict: z.literal('approve') }),
  z.object({ ...decision, verdict: z.literal('reject'), reason: hourReasonSchema }),
])
export type DecideHoursInput = z.infer<typeof decideHoursSchema>

/** `effectiveAt`: until then it can be undone. */
export const decidedHoursSchema = z.object({ decisionId: idSchema, decided: count, effectiveAt: z.iso.datetime() })
export type DecidedHours = z.infer<typeof decidedHoursSchema>

export const hourDecisionIdSchema = z.object({ decisionId: idSchema })
export type HourDecisionId = z.infer<typeof hourDecisionIdSchema>

/** What became of one's own decision. */
export const hourDecisionSchema = z.object({
  id: idSchema,
  verdict: hourVerdictSchema,
  state: z.enum(['waiting', 'undone', 'effective', 'failed']),
  /** Why it could not take effect. */
  errorCode: z.string().nullable(),
  count,
  /** How many it took effect on: without those that were taken back meanwhile. */
  settledCount: count.nullable(),
  effectiveAt: z.iso.datetime(),
})
export type HourDecisionView = z.infer<typeof hourDecisionSchema>

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
