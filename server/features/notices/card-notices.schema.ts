import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { fenSchema } from '../../core/money.ts'
import { learner, organisation, plan } from './notice-parts.schema.ts'

/** About study cards 学习卡. Days are in Shanghai: `2026-05-02`. */
export const cardAnnouncements = [
  /** To the learner: what they got, and what they have of the plan with it. */
  z.object({
    kind: z.literal('recharged'),
    ...learner,
    ...plan,
    operationId: idSchema,
    /** Whose cards they were. */
    payerName: z.string(),
    amountFen: fenSchema,
    balanceFen: fenSchema,
  }),
  /** To the learner: what they have of a batch runs out. */
  z.object({
    kind: z.literal('cardsEndingForLearner'),
    ...learner,
    ...plan,
    batchId: idSchema,
    expiresOn: z.string(),
    amountFen: fenSchema,
  }),
  /** A recharge, a take-back or an opening for many is done, or nothing of it was (`code` says why). */
  z.object({
    kind: z.literal('cardOperationEnded'),
    ...organisation,
    ...plan,
    operationId: idSchema,
    operation: z.enum(['recharge', 'takeBack', 'open']),
    people: z.number().int().positive(),
    amountFen: fenSchema,
    code: z.string().nullable(),
    endedAt: z.string(),
  }),
  /** A batch runs out with something left in it, or with learners who have something of it. */
  z.object({
    kind: z.literal('cardsEnding'),
    ...organisation,
    ...plan,
    batchId: idSchema,
    orderNumber: z.string(),
    expiresOn: z.string(),
    leftFen: fenSchema,
    heldFen: fenSchema,
  }),
] as const
