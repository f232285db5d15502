import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { pageSchema } from '../../core/page.ts'

/** 预存款 of one unit. */
export const creditBalanceSchema = z.object({
  organisationId: idSchema,
  organisationName: z.string(),
  balanceFen: z.number().int(),
  /** When it last changed. */
  changedAt: z.iso.datetime(),
})
export type CreditBalance = z.infer<typeof creditBalanceSchema>
export const creditBalancesSchema = z.object({
  balances: z.array(creditBalanceSchema),
  totalFen: z.number().int(),
})
export type CreditBalances = z.infer<typeof creditBalancesSchema>

export const listCreditEntriesSchema = pageSchema.extend({
  organisationId: idSchema,
  cursor: idSchema.nullish(),
})
export type ListCreditEntriesInput = z.infer<typeof listCreditEntriesSchema>

/**
 * Why it changed. In: an order was paid too much, twice, or after its end (`over`, `double`, `late`), a refund was put
 * here, or one that was to be paid out failed. Out: an order was paid, a refund was set aside, a payment that brought it was booked
 * by mistake and is taken back.
 */
export const creditCauseSchema = z.enum([
  'over',
  'double',
  'late',
  'refundToCredit',
  'refundReturned',
  'orderPaid',
  'refundFromCredit',
  'reversed',
  'correction',
])
export type CreditCause = z.infer<typeof creditCauseSchema>

export const creditEntrySchema = z.object({
  id: idSchema,
  at: z.iso.datetime(),
  cause: creditCauseSchema,
  /** Above 0: it came in; below: it went out. */
  amountFen: z.number().int(),
  /** What there was afterwards. */
  balanceFen: z.number().int(),
  orderId: idSchema.nullable(),
  orderNumber: z.string().nullable(),
  refundId: idSchema.nullable(),
  refundNumber: z.string().nullable(),
  /** How the money came, where a payment brought it. */
  method: z.enum(['transfer', 'card', 'netbank', 'alipay', 'wechat', 'credit']).nullable(),
  reason: z.string().nullable(),
})
export type CreditEntry = z.infer<typeof creditEntrySchema>

export const creditForOrderSchema = z.object({ orderId: idSchema })
export const orderCreditSchema = z.object({
  outstandingFen: z.number().int(),
  /** Units whose credit the actor may spend on the order, the nearest first; only those that have any. */
  sources: z.array(z.object({ organisationId: idSchema, organisationName: z.string(), balanceFen: z.number().int() })),
})
export type OrderCredit = z.infer<typeof orderCreditSchema>

export const payWithCreditSchema = z.object({
  /** Made by the client: the payment's id, so that sending it again pays once. */
  id: idSchema,
  orderId: idSchema,
  /** Whose credit: the order's unit or one above it. */
  organisationId: idSchema,
  amountFen: z.number(),
})
