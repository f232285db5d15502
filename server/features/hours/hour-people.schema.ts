import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { pageSchema } from '../../core/page.ts'
import { hourDaySchema, hourKindSchema, hourReviewerSchema, hourSumsSchema } from './hours.schema.ts'

const count = z.number().int()
/** Hundredths of an hour; the sum of corrections may be negative. */
const hundredths = z.number().int()

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
