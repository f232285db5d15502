import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { pageSchema } from '../../core/page.ts'

const reason = z.string().trim().max(500)

export const requestStates = ['requested', 'done', 'refused'] as const
export type RequestState = (typeof requestStates)[number]

/** What stands in the way of an erasure, until it has ended. */
export const erasureObstacles = ['wallet', 'order', 'refund', 'enrolment', 'hours', 'account'] as const

export const obstacleSchema = z.object({
  why: z.enum(erasureObstacles),
  amountFen: z.number().int().nullable(),
  planName: z.string().nullable(),
  orderNumber: z.string().nullable(),
})
export type Obstacle = z.infer<typeof obstacleSchema>

/** By the learner. The id is made by the client. */
export const askErasureSchema = z.object({ id: idSchema, reason })
export type AskErasureInput = z.output<typeof askErasureSchema>

/** By staff, for somebody who wrote or called. */
export const recordErasureSchema = askErasureSchema.extend({ learnerId: idSchema })
export type RecordErasureInput = z.output<typeof recordErasureSchema>

export const withdrawErasureSchema = z.object({ id: idSchema })

export const decideErasureSchema = z.discriminatedUnion('verdict', [
  /** Everything that names them goes now, for good; the name is typed again, so that nobody is taken for another. */
  z.object({ verdict: z.literal('erase'), id: idSchema, name: z.string().trim().min(1).max(50), answer: reason }),
  z.object({ verdict: z.literal('refuse'), id: idSchema, answer: reason.min(4) }),
])
export type DecideErasureInput = z.output<typeof decideErasureSchema>

export const listRequestsSchema = pageSchema.extend({
  kind: z.enum(['erasure', 'export']).optional(),
  state: z.enum(requestStates).optional(),
})
export type ListRequestsInput = z.output<typeof listRequestsSchema>

export const dataRequestRowSchema = z.object({
  id: idSchema,
  kind: z.enum(['erasure', 'export']),
  state: z.enum(requestStates),
  stateSince: z.iso.datetime(),
  createdAt: z.iso.datetime(),
  reason: z.string(),
  answer: z.string(),
  requestedByName: z.string(),
  decidedByName: z.string(),
  learner: z.object({ id: idSchema, name: z.string(), idNumberMasked: z.string(), erased: z.boolean() }),
  organisation: z.object({ id: idSchema, name: z.string() }),
})
export type DataRequestRow = z.infer<typeof dataRequestRowSchema>

export const getRequestInput = z.object({ id: idSchema })
export const dataRequestSchema = dataRequestRowSchema.extend({
  obstacles: z.array(obstacleSchema),
  /** What stays without naming anybody, because laws ask for it. */
  stays: z.object({
    orders: z.number().int(),
    hours: z.number().int(),
    certificates: z.number().int(),
    cardLines: z.number().int(),
  }),
})
export type DataRequest = z.infer<typeof dataRequestSchema>

/** What a learner sees of their own data: what there is, and how far a wish to erase it is. */
export const myDataSchema = z.object({
  counts: z.object({
    enrolments: z.number().int(),
    hours: z.number().int(),
    certificates: z.number().int(),
    openings: z.number().int(),
    cardLines: z.number().int(),
    notices: z.number().int(),
  }),
  obstacles: z.array(obstacleSchema),
  /** The last one that was asked for; null: none. */
  erasure: dataRequestRowSchema
    .pick({ id: true, state: true, stateSince: true, reason: true, answer: true })
    .nullable(),
})
export type MyData = z.infer<typeof myDataSchema>

export const exportDataSchema = z.object({
  /** Absent: the learner's own; of another, for system admins. */
  learnerId: idSchema.optional(),
  /** Why, for staff. */
  reason: z.string().trim().min(4).max(200).optional(),
  locale: z.enum(['zh-CN', 'en']).default('zh-CN'),
})
export type ExportDataInput = z.output<typeof exportDataSchema>
