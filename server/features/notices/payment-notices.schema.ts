import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { fenSchema } from '../../core/money.ts'
import { order, organisation, toStaff } from './notice-parts.schema.ts'

const refund = { refundId: idSchema, refundNumber: z.string(), amountFen: fenSchema }

/** About orders, the money that comes for them and the money that goes back. */
export const paymentAnnouncements = [
  z.object({
    kind: z.literal('orderExpiring'),
    ...organisation,
    ...order,
    expiresAt: z.string(),
    outstandingFen: fenSchema,
  }),
  z.object({ kind: z.literal('orderExpired'), ...organisation, ...order, amountFen: fenSchema }),
  z.object({
    kind: z.literal('paymentReceived'),
    ...organisation,
    ...order,
    paymentId: idSchema,
    method: z.enum(['transfer', 'card', 'netbank', 'alipay', 'wechat', 'credit']),
    receivedFen: fenSchema,
    /** What of it went to the organisation's credit 预存款. */
    creditFen: fenSchema,
    /** What the order still lacks. */
    outstandingFen: fenSchema,
    outcome: z.enum(['exact', 'under', 'over', 'late', 'double']),
  }),
  /** To finance: a provider said something that fits no payment of ours, or not the way it was asked for. */
  z.object({
    kind: z.literal('paymentOdd'),
    ...toStaff,
    noticeId: idSchema,
    provider: z.enum(['unionpay', 'alipay', 'wechat', 'sandbox']),
    tradeNo: z.string(),
    /** A code of payments.rules.ts. */
    verdict: z.string(),
  }),
  /** To finance: somebody has to decide it. */
  z.object({
    kind: z.literal('refundRequested'),
    ...toStaff,
    ...refund,
    reason: z.string(),
    requestedByName: z.string(),
  }),
  z.object({
    kind: z.literal('refundDecided'),
    ...organisation,
    ...refund,
    approved: z.boolean(),
    /** Why not, where it was rejected. */
    note: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('refundDone'),
    ...organisation,
    ...refund,
    way: z.enum(['source', 'transfer', 'credit', 'order']),
  }),
  z.object({ kind: z.literal('refundFailed'), ...organisation, ...refund, failure: z.string() }),
  /** To finance: the money is back at the order or the credit, and somebody has to find another way. */
  z.object({ kind: z.literal('refundFailedStaff'), ...toStaff, ...refund, failure: z.string() }),
] as const
