import { z } from 'zod'
import { mostPeopleOfForm, mostTickedHours } from '../../core/hours.ts'
import { idSchema } from '../../core/ids.ts'
import {
  hourAmountSchema,
  hourDaySchema,
  hourEvidenceSchema,
  hourKindSchema,
  hourReasonSchema,
  hourReviewerSchema,
  hourTitleSchema,
} from './hours.schema.ts'

const count = z.number().int()

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
