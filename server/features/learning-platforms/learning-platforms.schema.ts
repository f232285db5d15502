import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { pageSchema } from '../../core/page.ts'
import { hourKindSchema, hourTitleSchema } from '../hours/hours.schema.ts'

export const durationMeanings = ['total', 'each'] as const
export const statementOutcomes = ['recorded', 'noted', 'refused', 'voided'] as const

/** Why a statement brought no hours. */
export const notedReasons = [
  'verbNotCounted',
  'noDuration',
  'noGrowth',
  'courseFull',
  'voids',
  'alreadyVoided',
  'notVoidable',
] as const
export const refusedReasons = [
  'actorForeign',
  'learnerUnknown',
  'learnerAmbiguous',
  'learnerDisabled',
  'courseUnknown',
  'courseRetired',
  'planNotOpen',
  'inFuture',
  'beforePlan',
  'afterPlan',
  'notTakingPart',
  'voidTargetUnknown',
] as const
export const statementReasons = [...notedReasons, ...refusedReasons] as const
export type NotedReason = (typeof notedReasons)[number]
export type RefusedReason = (typeof refusedReasons)[number]
export type StatementReason = (typeof statementReasons)[number]
export type StatementOutcome = (typeof statementOutcomes)[number]
export type DurationMeaning = (typeof durationMeanings)[number]

/** An absolute address without fragment: what an LMS names its accounts under. */
const homePageSchema = z
  .string()
  .trim()
  .max(300)
  .pipe(z.url({ protocol: /^https?$/ }))

/** `scheme:rest` without blanks, as RFC 3987 begins; 2,000 is what an index takes with room to spare. */
export const activityIdSchema = z
  .string()
  .trim()
  .max(1000)
  .regex(/^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/)

const platformForm = {
  name: z.string().trim().min(1).max(60),
  homePage: homePageSchema,
  durationMeaning: z.enum(durationMeanings),
}

/** The id is made by the client; sent again, it makes nothing new and shows no secret. */
export const createPlatformSchema = z.object({ id: idSchema, ...platformForm })
export type CreatePlatformInput = z.output<typeof createPlatformSchema>

export const platformVersionSchema = z.object({ id: idSchema, version: z.number().int().min(1) })
export type PlatformVersion = z.output<typeof platformVersionSchema>

export const updatePlatformSchema = platformVersionSchema.extend({ ...platformForm, enabled: z.boolean() })
export type UpdatePlatformInput = z.output<typeof updatePlatformSchema>

export const platformSchema = z.object({
  id: idSchema,
  name: z.string(),
  homePage: z.string(),
  accessKey: z.string(),
  durationMeaning: z.enum(durationMeanings),
  enabled: z.boolean(),
  version: z.number().int(),
  lastSeenAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  /** Courses that give hours now. */
  courses: z.number().int(),
  /** Refused statements, counted to a thousand. */
  refused: z.number().int(),
})
export type Platform = z.infer<typeof platformSchema>

/** Where statements go: the address that an LMS calls its endpoint. */
export const platformsSchema = z.object({ endpoint: z.string(), rows: z.array(platformSchema) })
export type Platforms = z.infer<typeof platformsSchema>

/** `secret` is shown this once; null where the same was sent again. */
export const platformWithSecretSchema = z.object({ platform: platformSchema, secret: z.string().nullable() })
export type PlatformWithSecret = z.infer<typeof platformWithSecretSchema>

// --- Courses -------------------------------------------------------------------------------------------------------

export const listCoursesSchema = pageSchema.extend({
  platformId: idSchema.optional(),
  /** Part of the title or the activity's address. */
  search: z.string().trim().max(200).optional(),
  retired: z.boolean().default(false),
})
export type ListCoursesInput = z.output<typeof listCoursesSchema>

export const courseSchema = z.object({
  id: idSchema,
  platformId: idSchema,
  platformName: z.string(),
  activityId: z.string(),
  title: z.string(),
  planId: idSchema,
  planName: z.string(),
  planYear: z.number().int(),
  kind: hourKindSchema,
  /** What it gives at most, in hundredths of an hour. */
  hours: z.number().int(),
  retired: z.boolean(),
})
export type Course = z.infer<typeof courseSchema>

/** Up to 1000.00 hours (learning_courses_hours). */
export const courseHoursSchema = z.number().int().min(1).max(100_000)

export const saveCoursesSchema = z.object({
  platformId: idSchema,
  /** An activity that is known already is changed. */
  courses: z
    .array(
      z.object({
        activityId: activityIdSchema,
        title: hourTitleSchema,
        planId: idSchema,
        kind: hourKindSchema,
        hours: courseHoursSchema,
      }),
    )
    .min(1)
    .max(500),
})
export type SaveCoursesInput = z.output<typeof saveCoursesSchema>

export const savedCoursesSchema = z.object({
  added: z.number().int(),
  changed: z.number().int(),
  /** Statements that were refused for want of these courses and are taken up again now. */
  takenUp: z.number().int(),
})
export type SavedCourses = z.infer<typeof savedCoursesSchema>

export const setCourseRetiredSchema = z.object({ id: idSchema, retired: z.boolean() })
export type SetCourseRetiredInput = z.output<typeof setCourseRetiredSchema>

/** What was pasted out of a spreadsheet: an activity a line, its columns parted by tabs, commas or bars. */
export const readCoursesSchema = z.object({ platformId: idSchema, text: z.string().max(200_000) })
export type ReadCoursesInput = z.output<typeof readCoursesSchema>

export const courseProblems = ['columns', 'activityId', 'plan', 'kind', 'hours', 'title', 'twice', 'tooMany'] as const
export type CourseProblem = (typeof courseProblems)[number]

export const readCourseSchema = z.object({
  line: z.number().int(),
  text: z.string(),
  activityId: z.string(),
  title: z.string(),
  planNumber: z.string(),
  planId: idSchema.nullable(),
  planName: z.string(),
  kind: hourKindSchema.nullable(),
  hours: z.number().int().nullable(),
  /** Already mapped: it would be changed. */
  known: z.boolean(),
  problem: z.enum(courseProblems).nullable(),
})
export type ReadCourse = z.infer<typeof readCourseSchema>

// --- The log -------------------------------------------------------------------------------------------------------

const statementFilter = {
  platformId: idSchema.optional(),
  outcome: z.enum(statementOutcomes).optional(),
  reason: z.enum(statementReasons).optional(),
  /** A learner's name, mobile or ID number. */
  search: z.string().trim().max(100).optional(),
  courseId: idSchema.optional(),
}
export const statementFilterSchema = z.object(statementFilter)
export const listStatementsSchema = pageSchema.extend(statementFilter)
export type ListStatementsInput = z.output<typeof listStatementsSchema>

export const statementRowSchema = z.object({
  id: idSchema,
  statementId: z.string(),
  platformId: idSchema,
  platformName: z.string(),
  /** The last part of the verb's address: `completed`. */
  verb: z.string(),
  activityId: z.string(),
  learner: z
    .object({ id: idSchema, name: z.string(), idNumberMasked: z.string(), organisationName: z.string() })
    .nullable(),
  /** Whom it names, as far as it may be shown, where no learner was found. */
  actor: z.string(),
  courseTitle: z.string().nullable(),
  planName: z.string().nullable(),
  kind: hourKindSchema.nullable(),
  seconds: z.number().int().nullable(),
  /** Hundredths that were recorded from it. */
  hours: z.number().int().nullable(),
  outcome: z.enum(statementOutcomes),
  reason: z.enum(statementReasons).nullable(),
  happenedAt: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
})
export type StatementRow = z.infer<typeof statementRowSchema>

/** With the statement as it came, ID numbers masked; null where retention has emptied it. */
export const statementViewSchema = statementRowSchema.extend({ body: z.string().nullable() })
export type StatementView = z.infer<typeof statementViewSchema>

/** Some statements, or the refused ones that a filter finds: the oldest first, `mostTakenUp` at a time. */
export const takeUpSchema = z.union([
  z.object({ ids: z.array(idSchema).min(1).max(200) }),
  z.object({ filter: statementFilterSchema }),
])
export type TakeUpInput = z.output<typeof takeUpSchema>

export const takenUpSchema = z.object({
  recorded: z.number().int(),
  noted: z.number().int(),
  /** Still refused. */
  refused: z.number().int(),
  /** Whether there may be more to take up than were taken now. */
  more: z.boolean(),
})
export type TakenUp = z.infer<typeof takenUpSchema>

/** Refused statements by reason, each counted to a thousand. */
export const refusedCountsSchema = z.object({
  total: z.number().int(),
  byReason: z.array(z.object({ reason: z.enum(refusedReasons), count: z.number().int() })),
})
export type RefusedCounts = z.infer<typeof refusedCountsSchema>

export const statementIdSchema = z.object({ id: idSchema })
