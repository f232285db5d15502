import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { pageSchema } from '../../core/page.ts'
import { invoiceDetailsSchema, invoiceRequestStates } from '../invoices/invoices.schema.ts'

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
  /** 先开票后付款: what the invoice says; left out, the billing profile. */
  invoiceDetails: invoiceDetailsSchema.optional(),
  /** Refuse it while an order of the same plan, organisation and amount is open: nobody orders twice unawares. */
  alone: z.boolean().optional(),
})
export type CreateStudyCardOrderInput = z.output<typeof createStudyCardOrderSchema>

export const changeModeSchema = z.object({
  id: idSchema,
  mode: orderModeSchema,
  /** Of the invoice request that 先开票后付款 opens, made by the client: the same again asks once. */
  requestId: idSchema,
  /** What the invoice says; left out, the billing profile. */
  invoiceDetails: invoiceDetailsSchema.optional(),
})
export type ChangeModeInput = z.output<typeof changeModeSchema>

export const orderIdSchema = z.object({ id: idSchema })

export const cancelOrderSchema = z.object({ id: idSchema, reason: z.string().trim().min(1).max(500) })
export type CancelOrderInput = z.infer<typeof cancelOrderSchema>

export const listOrdersSchema = pageSchema.extend({
  cursor: idSchema.nullish(),
  state: orderStateSchema.optional(),
  kind: orderKindSchema.optional(),
  mode: orderModeSchema.optional(),
  /** The unit that pays, alone: not what is below it. */
  organisationId: idSchema.optional(),
  planId: idSchema.optional(),
  /** Part of an order number or of a plan's name. */
  search: z.string().trim().max(100).optional(),
})
export type ListOrdersInput = z.infer<typeof listOrdersSchema>

export const orderRowSchema = z.object({
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

export const orderListRowSchema = orderRowSchema.extend({
  /** Whom it was made for; 0 for study cards. */
  peopleCount: z.number().int(),
  /** 缴费中: somebody is paying it online now, or a voucher of it is in review. */
  underWay: z.object({ attempt: z.boolean(), voucher: z.boolean() }),
  /** What came in by card, netbank, Alipay and WeChat Pay, whatever became of it. */
  paidOnlineFen: z.number().int(),
})
export type OrderListRow = z.infer<typeof orderListRowSchema>

export const orderItemSchema = z.object({
  planId: idSchema,
  planName: z.string(),
  /** The subject whose fee it is; null for a fee per learner and for study cards. */
  subjectId: idSchema.nullable(),
  position: z.number().int(),
  description: z.string(),
  quantity: z.number().int(),
  unitFen: z.number().int(),
  amountFen: z.number().int(),
})
export type OrderItemView = z.infer<typeof orderItemSchema>

export const otherOrderSchema = z.object({ id: idSchema, number: z.string() })

export const orderViewSchema = orderListRowSchema.extend({
  items: z.array(orderItemSchema),
  /** From how many units the people are: two or more can be split. */
  unitCount: z.number().int(),
  /** The orders that took over what this one asked for, when it was merged or split. */
  replacedBy: z.array(otherOrderSchema),
  /** The orders that this one took over. */
  replaces: z.array(otherOrderSchema),
  /** 先开票后付款: the invoice that was asked for before the money; sent back, it is the latest such. */
  invoice: z
    .object({
      requestId: idSchema,
      state: z.enum(invoiceRequestStates),
      stateSince: z.iso.datetime(),
      amountFen: z.number().int(),
      requestedAt: z.iso.datetime(),
      approvedAt: z.iso.datetime().nullable(),
      rejectedReason: z.string().nullable(),
      issuedOn: z.iso.date().nullable(),
      /** Once it is out: until when it is to be paid, which nothing enforces. */
      payBy: z.iso.datetime().nullable(),
    })
    .nullable(),
  /** 学习卡批次 that its payment made, with what is left of it. */
  cardBatch: z.object({ id: idSchema, leftFen: z.number().int() }).nullable(),
})
export type OrderView = z.infer<typeof orderViewSchema>

export const listPeopleSchema = pageSchema.extend({ id: idSchema, cursor: idSchema.nullish() })
export type ListPeopleInput = z.infer<typeof listPeopleSchema>

export const orderPersonSchema = z.object({
  enrolmentId: idSchema,
  learnerId: idSchema,
  learnerName: z.string(),
  idNumberMasked: z.string(),
  organisationId: idSchema,
  organisationName: z.string(),
  planId: idSchema,
  planName: z.string(),
  subjects: z.array(z.string()),
  feeFen: z.number().int(),
  enrolmentState: z.enum(['draft', 'submitted', 'confirmed', 'rejected', 'withdrawn', 'revoked']),
  refunded: z.boolean(),
  /** Another order asks for the fee now, because this one expired, was cancelled, merged or split. */
  elsewhere: z.boolean(),
})
export type OrderPerson = z.infer<typeof orderPersonSchema>
