import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { pageSchema } from '../../core/page.ts'

export const orderKindSchema = z.enum(['enrolments', 'studyCards'])
/** 先缴费后开票, 先开票后付款 */
export const orderModeSchema = z.enum(['payFirst', 'invoiceFirst'])
export const orderStateSchema = z.enum(['open', 'paid', 'expired', 'cancelled'])

export const createStudyCardOrderSchema = z.object({
  /** Made by the client: sending the same again gives the same order. */
  id: idSchema,
  planId: idSchema,
  organisationId: idSchema,
  /** Fen; judged by `checkOrderAmount`, so that every bad amount gets the sentence about amounts. */
  amountFen: z.number(),
  mode: orderModeSchema,
})
export type CreateStudyCardOrderInput = z.infer<typeof createStudyCardOrderSchema>

export const orderIdSchema = z.object({ id: idSchema })

export const cancelOrderSchema = z.object({ id: idSchema, reason: z.string().trim().min(1).max(500) })
export type CancelOrderInput = z.infer<typeof cancelOrderSchema>

export const listOrdersSchema = pageSchema.extend({
  cursor: idSchema.nullish(),
  state: orderStateSchema.optional(),
  /** Part of an order number or of a plan's name. */
  search: z.string().trim().max(100).optional(),
})
export type ListOrdersInput = z.infer<typeof listOrdersSchema>

export const listAllOrdersSchema = listOrdersSchema.extend({
  mode: orderModeSchema.optional(),
  organisationId: idSchema.optional(),
  planId: idSchema.optional(),
})
export type ListAllOrdersInput = z.infer<typeof listAllOrdersSchema>

export const orderListRowSchema = z.object({
  id: idSchema,
  number: z.string(),
  kind: orderKindSchema,
  mode: orderModeSchema,
  state: orderStateSchema,
  stateSince: z.iso.datetime(),
  /** Until when it can be paid. */
  expiresAt: z.iso.datetime(),
  amountFen: z.number().int(),
  paidFen: z.number().int(),
  /** What went back of what was paid. */
  refundedFen: z.number().int(),
  outstandingFen: z.number().int(),
  organisationId: idSchema,
  organisationName: z.string(),
  /** Null where its items are of several plans, whose names `planName` joins. */
  planId: idSchema.nullable(),
  planName: z.string(),
  payee: z.object({ id: idSchema, name: z.string(), bank: z.string(), account: z.string() }),
  cancelReason: z.string().nullable(),
  createdById: idSchema,
  createdByName: z.string(),
  createdAt: z.iso.datetime(),
})
export type OrderListRow = z.infer<typeof orderListRowSchema>

export const orderViewSchema = orderListRowSchema.extend({
  items: z.array(
    z.object({
      planId: idSchema,
      subjectId: idSchema.nullable(),
      position: z.number().int(),
      description: z.string(),
      quantity: z.number().int(),
      unitFen: z.number().int(),
      amountFen: z.number().int(),
    }),
  ),
})
export type OrderView = z.infer<typeof orderViewSchema>
