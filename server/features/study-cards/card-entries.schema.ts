import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { fenSchema } from '../../core/money.ts'
import { pageSchema } from '../../core/page.ts'

/** 充值明细: everything that moved value of learners. */

/** As the ledger has them; `correction`: by staff, with a reason. */
export const entryKinds = [
  'recharged',
  'rechargeTakenBack',
  'courseOpened',
  'courseClosed',
  'cardsExpired',
  'cardsRevived',
  'correction',
] as const
export type EntryKind = (typeof entryKinds)[number]

export const entryFilterSchema = z.object({
  kind: z.enum(entryKinds).optional(),
  planId: idSchema.optional(),
  batchId: idSchema.optional(),
  operationId: idSchema.optional(),
  /** Whose learners, with all that is below. */
  organisationId: idSchema.optional(),
  learnerId: idSchema.optional(),
  /** A learner, as in the list of learners. */
  search: z.string().trim().max(60).optional(),
  /** Days of the books in Shanghai, both included. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
})
export type EntryFilter = z.output<typeof entryFilterSchema>

/** The newest first. */
export const listEntriesInput = entryFilterSchema.extend(pageSchema.shape).extend({ cursor: idSchema.nullish() })
export type ListEntriesInput = z.output<typeof listEntriesInput>

export const entrySchema = z.object({
  id: idSchema,
  at: z.iso.datetime(),
  bookedOn: z.iso.date(),
  kind: z.enum(entryKinds),
  learner: z.object({ id: idSchema, name: z.string(), idNumberMasked: z.string() }),
  /** 组织机构 where the learner is now; null where it is none of the reader's. */
  organisation: z.object({ id: idSchema, name: z.string() }).nullable(),
  plan: z.object({ id: idSchema, number: z.string(), name: z.string() }),
  batch: z.object({ id: idSchema, orderNumber: z.string(), /** 缴费机构 */ organisationName: z.string() }),
  /** Into the learner's account; negative: out of it. */
  amountFen: fenSchema,
  operationId: idSchema.nullable(),
  byName: z.string(),
  reason: z.string().nullable(),
})
export type Entry = z.infer<typeof entrySchema>

export const entryTotalsSchema = z.object({
  count: z.number().int(),
  inFen: z.number().int(),
  outFen: z.number().int(),
  /** Only those that there are, in the order of `entryKinds`; signed. */
  kinds: z.array(z.object({ kind: z.enum(entryKinds), count: z.number().int(), amountFen: z.number().int() })),
})
export type EntryTotals = z.infer<typeof entryTotalsSchema>

/** POST /api/study-cards/export → .xlsx */
export const exportEntriesSchema = z.object({
  filter: entryFilterSchema,
  locale: z.enum(['zh-CN', 'en']).default('zh-CN'),
})
export type ExportEntriesInput = z.output<typeof exportEntriesSchema>

export const myEntriesInput = pageSchema.extend({ cursor: idSchema.nullish(), planId: idSchema.optional() })
export type MyEntriesInput = z.output<typeof myEntriesInput>
