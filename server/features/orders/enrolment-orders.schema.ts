import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { invoiceDetailsSchema } from '../invoices/invoices.schema.ts'
import { orderItemSchema, orderListRowSchema, orderModeSchema } from './orders.schema.ts'

/** So many people in one go, into one order or split: above any centre's largest plan. */
export const mostPeople = 5000
export const mostMerged = 50

/** Those named, or all that can be paid now, of a plan and of a unit with everything below it where these are given. */
export const payableSelectionSchema = z.union([
  z.strictObject({ ids: z.array(idSchema).min(1).max(mostPeople) }),
  z.strictObject({ planId: idSchema.optional(), organisationId: idSchema.optional() }),
])
export type PayableSelection = z.infer<typeof payableSelectionSchema>

const choiceSchema = z.object({
  selection: payableSelectionSchema,
  /** The unit that pays: the people's own or one above it. Left out: the one that the admin acts for. */
  payerId: idSchema.optional(),
  /** One order for each unit whose people they are, which then pays itself. */
  split: z.boolean().default(false),
})

export const previewOrdersSchema = choiceSchema
export type PreviewOrdersInput = z.infer<typeof previewOrdersSchema>

export const createEnrolmentOrdersSchema = choiceSchema.extend({
  /** Made by the client: sending the same again gives the same orders. */
  id: idSchema,
  mode: orderModeSchema,
  /** 先开票后付款: what the invoice says; of several orders each takes its own unit's billing profile. */
  invoiceDetails: invoiceDetailsSchema.optional(),
  /** What the preview showed: who orders something else than they saw hears it. */
  expected: z.object({ peopleCount: z.number().int(), amountFen: z.number().int() }),
})
export type CreateEnrolmentOrdersInput = z.infer<typeof createEnrolmentOrdersSchema>

export const mergeOrdersSchema = z.object({
  id: idSchema,
  orderIds: z.array(idSchema).min(2).max(mostMerged),
  mode: orderModeSchema,
})
export type MergeOrdersInput = z.infer<typeof mergeOrdersSchema>

export const splitOrderSchema = z.object({ id: idSchema, orderId: idSchema })
export type SplitOrderInput = z.infer<typeof splitOrderSchema>

const unitSchema = z.object({ id: idSchema, name: z.string() })

export const ordersPreviewSchema = z.object({
  /** What would be made; its items add up to its amount. */
  orders: z.array(
    z.object({
      organisationId: idSchema,
      organisationName: z.string(),
      peopleCount: z.number().int(),
      amountFen: z.number().int(),
      items: z.array(orderItemSchema),
    }),
  ),
  peopleCount: z.number().int(),
  amountFen: z.number().int(),
  /** Those without a fee: there is nothing to order for them. */
  freeCount: z.number().int(),
  /** Of those named, how many cannot be paid now: not confirmed, ordered already, or not there. */
  leftOutCount: z.number().int(),
  /** The units that can pay for all of them, the chosen one first. */
  payers: z.array(unitSchema),
  /** From how many units the people are. */
  unitCount: z.number().int(),
  /** Whose billing profile has to be put right first. */
  billingMissing: z.array(unitSchema),
  expiresAt: z.iso.datetime(),
})
export type OrdersPreview = z.infer<typeof ordersPreviewSchema>

export const madeOrdersSchema = z.object({ orders: z.array(orderListRowSchema) })
export type MadeOrders = z.infer<typeof madeOrdersSchema>
