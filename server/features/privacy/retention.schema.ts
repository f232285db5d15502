import { z } from 'zod'

/** What is erased by itself after a time that staff set; retention.rules.ts says what each is and the least that the law asks. */
export const retentionCategories = [
  'importFiles',
  'learningStatements',
  'notices',
  'sessions',
  'repeatedAnswers',
  'rejectedRegistrations',
  'unusedSlips',
  'idleLearners',
  'dataRequests',
  'givenUpJobs',
] as const
export const retentionCategorySchema = z.enum(retentionCategories)
export type RetentionCategory = z.infer<typeof retentionCategorySchema>

const keepDays = z.number().int().min(1).max(36_600)

export const saveRetentionSchema = z.object({ category: retentionCategorySchema, keepDays })
export type SaveRetentionInput = z.output<typeof saveRetentionSchema>
export const previewRetentionSchema = saveRetentionSchema

export const retentionRowSchema = z.object({
  category: retentionCategorySchema,
  keepDays: z.number().int(),
  proposedDays: z.number().int(),
  leastDays: z.number().int(),
  /** Null while nobody set it. */
  changed: z.object({ byName: z.string(), at: z.iso.datetime() }).nullable(),
  /** What the last night erased something of it. */
  lastRun: z.object({ erased: z.number().int(), at: z.iso.datetime() }).nullable(),
})
export type RetentionRow = z.infer<typeof retentionRowSchema>

export const retentionPreviewSchema = z.object({
  /** What is older than this goes. */
  before: z.iso.datetime(),
  /** How many would go now. */
  count: z.number().int(),
})
export type RetentionPreview = z.infer<typeof retentionPreviewSchema>
