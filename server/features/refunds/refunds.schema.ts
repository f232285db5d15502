import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { positiveFenSchema } from '../../core/money.ts'
import { pageSchema } from '../../core/page.ts'
import { paymentMethodSchema, providerSchema } from '../payments/payments.schema.ts'

export const refundStateSchema = z.enum(['requested', 'approved', 'sent', 'done', 'failed', 'rejected', 'withdrawn'])
/** 原路退回, 银行转账, 转为预存款, 转到另一订单 */
export const refundWaySchema = z.enum(['source', 'transfer', 'credit', 'order'])

const fenOut = z.number().int()
const versionSchema = z.number().int().min(1)

/** What money goes back: of an order, or of an organisation's credit 预存款. */
export const refundFromSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('order'), orderId: idSchema }),
  z.object({ kind: z.literal('credit'), organisationId: idSchema }),
])
export type RefundFrom = z.infer<typeof refundFromSchema>

export const previewRefundSchema = z.object({ from: refundFromSchema })

const payeeSchema = z.object({
  name: z.string().trim().max(200),
  bank: z.string().trim().max(200),
  account: z.string().trim().max(60),
})

/** Where it goes. */
export const refundTargetSchema = z.discriminatedUnion('way', [
  z.object({ way: z.literal('source'), paymentId: idSchema }),
  z.object({ way: z.literal('transfer'), payee: payeeSchema }),
  z.object({ way: z.literal('credit') }),
  z.object({ way: z.literal('order'), targetOrderId: idSchema }),
])

export const requestRefundSchema = z.object({
  /** Made by the client: sending the same again gives the same refund. */
  id: idSchema,
  from: refundFromSchema,
  /** An amount, or people of the order whose agreed fees add up. */
  what: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('amount'), amountFen: positiveFenSchema }),
    z.object({ kind: z.literal('people'), enrolmentIds: z.array(idSchema).min(1).max(2000) }),
  ]),
  to: refundTargetSchema,
  reason: z.string().trim().min(1).max(500),
})
export type RequestRefundInput = z.infer<typeof requestRefundSchema>

export const refundIdSchema = z.object({ id: idSchema })

export const withdrawRefundSchema = z.object({ id: idSchema, version: versionSchema })
export const approveRefundSchema = z.object({
  id: idSchema,
  /** What was looked at: changed meanwhile, it is not approved. */
  version: versionSchema,
  /** Typed by whoever approves, because money leaves. */
  amountFen: positiveFenSchema,
  note: z.string().trim().max(500).optional(),
})
export type ApproveRefundInput = z.infer<typeof approveRefundSchema>
export const rejectRefundSchema = z.object({
  id: idSchema,
  version: versionSchema,
  reason: z.string().trim().min(1).max(500),
})
export type RejectRefundInput = z.infer<typeof rejectRefundSchema>
export const recordRefundTransferSchema = z.object({
  id: idSchema,
  version: versionSchema,
  /** 交易流水号, as our bank shows it. */
  serial: z.string().trim().min(1).max(100),
  /** Asia/Shanghai, `2026-05-02`. */
  transferredOn: z.iso.date(),
  /** The bank account of ours that it left. */
  payeeAccountId: idSchema,
})
export type RecordRefundTransferInput = z.infer<typeof recordRefundTransferSchema>
export const failRefundTransferSchema = rejectRefundSchema
export type FailRefundTransferInput = z.infer<typeof failRefundTransferSchema>
export const askRefundAgainSchema = refundIdSchema

/** What a reader tells apart: it is under way, it is done, it came to nothing. */
export const refundGroupSchema = z.enum(['waiting', 'done', 'stopped'])

export const listRefundsSchema = pageSchema.extend({
  cursor: idSchema.nullish(),
  state: refundStateSchema.optional(),
  group: refundGroupSchema.optional(),
  way: refundWaySchema.optional(),
  orderId: idSchema.optional(),
  /** Part of a refund's or an order's number; for staff also of an organisation's name. */
  search: z.string().trim().max(100).optional(),
})
export type ListRefundsInput = z.infer<typeof listRefundsSchema>
export const listAllRefundsSchema = listRefundsSchema.extend({
  organisationId: idSchema.optional(),
  /** Only what waits for finance: a decision, or a transfer to be made. */
  waiting: z.boolean().optional(),
})
export type ListAllRefundsInput = z.infer<typeof listAllRefundsSchema>

export const refundListRowSchema = z.object({
  id: idSchema,
  /** `RF26M4T8RK` */
  number: z.string(),
  state: refundStateSchema,
  stateSince: z.iso.datetime(),
  version: z.number().int(),
  way: refundWaySchema,
  amountFen: fenOut,
  organisationId: idSchema,
  organisationName: z.string(),
  /** Null where the organisation's credit goes back. */
  orderId: idSchema.nullable(),
  orderNumber: z.string().nullable(),
  planName: z.string(),
  peopleCount: z.number().int(),
  reason: z.string(),
  requestedByName: z.string(),
  requestedByStaff: z.boolean(),
  createdAt: z.iso.datetime(),
  /** An invoice was issued for the order: a red one 红字发票 is needed. */
  needsRedInvoice: z.boolean(),
})
export type RefundListRow = z.infer<typeof refundListRowSchema>

export const refundViewSchema = refundListRowSchema.extend({
  requestedById: idSchema,
  decidedByName: z.string().nullable(),
  decidedAt: z.iso.datetime().nullable(),
  /** Why it was rejected or failed, or what was noted on approval. */
  decisionNote: z.string().nullable(),
  payment: z
    .object({
      id: idSchema,
      method: paymentMethodSchema,
      provider: providerSchema.nullable(),
      tradeNo: z.string().nullable(),
      movedAt: z.iso.datetime().nullable(),
      receivedFen: fenOut,
    })
    .nullable(),
  targetOrder: z.object({ id: idSchema, number: z.string() }).nullable(),
  /** Where a transfer goes. */
  payee: z.object({ name: z.string(), bank: z.string(), account: z.string() }).nullable(),
  /** Whether that is the organisation, or who paid before. */
  payeeKnown: z.boolean(),
  transfer: z
    .object({
      serial: z.string(),
      transferredOn: z.string(),
      account: z.object({ id: idSchema, name: z.string(), bank: z.string(), account: z.string() }),
    })
    .nullable(),
  providerRefundNo: z.string().nullable(),
  /** When the provider is asked next. */
  nextQueryAt: z.iso.datetime().nullable(),
  queryCount: z.number().int(),
  people: z.array(z.object({ enrolmentId: idSchema, learnerName: z.string(), planName: z.string(), feeFen: fenOut })),
  /** An invoice of the order was asked for and is not issued yet: finance looks at it first. */
  openInvoiceRequestIds: z.array(idSchema),
  /** What could still be asked for where it comes from, besides this one. */
  availableFen: fenOut,
  may: z.object({
    withdraw: z.boolean(),
    decide: z.boolean(),
    /** It is the actor's own request: a second person decides. */
    samePerson: z.boolean(),
    record: z.boolean(),
    askAgain: z.boolean(),
  }),
})
export type RefundView = z.infer<typeof refundViewSchema>

export const refundPreviewSchema = z.object({
  organisationId: idSchema,
  organisationName: z.string(),
  order: z
    .object({ id: idSchema, number: z.string(), planName: z.string(), kind: z.enum(['enrolments', 'studyCards']) })
    .nullable(),
  /** What is there: paid for the order less what was refunded, or the credit. */
  heldFen: fenOut,
  refundedFen: fenOut,
  /** Of that, asked for by refunds that nobody decided on yet. */
  requestedFen: fenOut,
  availableFen: fenOut,
  people: z.array(
    z.object({
      enrolmentId: idSchema,
      learnerName: z.string(),
      planName: z.string(),
      feeFen: fenOut,
      /** `held`: another refund is under way for it. */
      state: z.enum(['paid', 'held', 'refunded']),
    }),
  ),
  /** What is left of the study cards that the order paid for; null for other orders. */
  cardsLeftFen: fenOut.nullable(),
  /** The online payments whose money is here, and how much of each can go back the way it came. */
  payments: z.array(
    z.object({
      id: idSchema,
      method: paymentMethodSchema,
      provider: providerSchema,
      movedAt: z.iso.datetime().nullable(),
      receivedFen: fenOut,
      availableFen: fenOut,
    }),
  ),
  /** Where a transfer would go, as far as we know. */
  payee: z.object({ name: z.string(), bank: z.string(), account: z.string() }),
  canCredit: z.boolean(),
  orders: z.array(
    z.object({
      id: idSchema,
      number: z.string(),
      planName: z.string(),
      outstandingFen: fenOut,
      expiresAt: z.iso.datetime(),
    }),
  ),
  needsRedInvoice: z.boolean(),
  openInvoiceRequest: z.boolean(),
})
export type RefundPreview = z.infer<typeof refundPreviewSchema>

export const waitingRefundsSchema = z.object({
  /** Requests that nobody decided on. */
  toDecide: z.number().int(),
  /** Approved bank transfers that are to be made. */
  toTransfer: z.number().int(),
})
export type WaitingRefunds = z.infer<typeof waitingRefundsSchema>
