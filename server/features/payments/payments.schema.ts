import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { pageSchema } from '../../core/page.ts'
import { noticeVerdicts } from './payments.rules.ts'

/** 银行卡快捷支付, 网银支付, 微信支付, 支付宝 */
export const onlineMethodSchema = z.enum(['card', 'netbank', 'wechat', 'alipay'])
/** And 对公转账, 预存款. */
export const paymentMethodSchema = z.enum(['transfer', 'credit', 'card', 'netbank', 'wechat', 'alipay'])
export const providerSchema = z.enum(['unionpay', 'alipay', 'wechat', 'sandbox'])
export const paymentStateSchema = z.enum([
  'created',
  'pending',
  'confirmed',
  'failed',
  'expired',
  'cancelled',
  'reversed',
])
export const paymentOutcomeSchema = z.enum(['exact', 'under', 'over', 'late', 'double'])

export const paymentIdSchema = z.object({ id: idSchema })

export const beginPaymentSchema = z.object({
  /** Made by the client: sending the same again gives the same attempt. */
  id: idSchema,
  orderId: idSchema,
  method: onlineMethodSchema,
})
export type BeginPaymentInput = z.infer<typeof beginPaymentSchema>

/** What can be chosen at this centre. */
export const paymentMethodsSchema = z.object({
  methods: z.array(onlineMethodSchema),
  /** How long an attempt can be finished. */
  attemptMinutes: z.number().int(),
  /** The methods that end at the bank for trying out: no real money moves. */
  sandbox: z.array(onlineMethodSchema),
})
export type PaymentMethodsView = z.infer<typeof paymentMethodsSchema>

export const paymentViewSchema = z.object({
  id: idSchema,
  orderId: idSchema,
  orderNumber: z.string(),
  orderState: z.enum(['open', 'paid', 'expired', 'cancelled']),
  organisationId: idSchema,
  organisationName: z.string(),
  method: paymentMethodSchema,
  /** Null for transfers and credit. */
  provider: providerSchema.nullable(),
  /** What the provider knows it by, and the provider's own number. */
  tradeNo: z.string().nullable(),
  providerTradeNo: z.string().nullable(),
  state: paymentStateSchema,
  stateSince: z.iso.datetime(),
  /** Whether it can still be paid in time: created or pending, its time not over, its order open. */
  live: z.boolean(),
  expiresAt: z.iso.datetime().nullable(),
  /** What was asked for. */
  amountFen: z.number().int(),
  /** What came, and where it went. */
  receivedFen: z.number().int().nullable(),
  outcome: paymentOutcomeSchema.nullable(),
  toOrderFen: z.number().int(),
  toCreditFen: z.number().int(),
  /** Why it failed, in the provider's words. */
  failure: z.string().nullable(),
  movedAt: z.iso.datetime().nullable(),
  voucherId: idSchema.nullable(),
  createdByName: z.string(),
  createdAt: z.iso.datetime(),
})
export type PaymentView = z.infer<typeof paymentViewSchema>

export const paymentsOfOrderSchema = z.object({ orderId: idSchema })

export const listPaymentsSchema = pageSchema.extend({
  cursor: idSchema.nullish(),
  state: paymentStateSchema.optional(),
  outcome: paymentOutcomeSchema.optional(),
  method: paymentMethodSchema.optional(),
  /** An order number, a trade number, the provider's number, or part of an organisation's name. */
  search: z.string().trim().max(100).optional(),
})
export type ListPaymentsInput = z.infer<typeof listPaymentsSchema>

export const gatewayNoticeSchema = z.object({
  id: idSchema,
  provider: providerSchema,
  receivedAt: z.iso.datetime(),
  about: z.enum(['payment', 'refund', '']),
  tradeNo: z.string(),
  providerTradeNo: z.string(),
  verdict: z.enum(noticeVerdicts),
  amountFen: z.number().int().nullable(),
  paymentId: idSchema.nullable(),
  refundId: idSchema.nullable(),
  /** As it came, cut to 16 KB. */
  body: z.string(),
  handledAt: z.iso.datetime().nullable(),
  handledByName: z.string().nullable(),
  handledNote: z.string().nullable(),
})
export type GatewayNoticeView = z.infer<typeof gatewayNoticeSchema>

export const listGatewayNoticesSchema = pageSchema.extend({
  cursor: idSchema.nullish(),
  /** Only those that were neither applied nor looked at by staff. */
  open: z.boolean().default(true),
  paymentId: idSchema.optional(),
})
export type ListGatewayNoticesInput = z.infer<typeof listGatewayNoticesSchema>

export const gatewayNoticeIdSchema = z.object({ id: idSchema })

export const handleNoticeSchema = z.object({ id: idSchema, note: z.string().trim().min(1).max(500) })
export type HandleNoticeInput = z.infer<typeof handleNoticeSchema>
