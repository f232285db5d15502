import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { fenSchema } from '../../core/money.ts'
import { pageSchema } from '../../core/page.ts'
import { invoiceKinds, invoiceRequestStates } from '../invoices/invoices.schema.ts'
import { orderModeSchema } from '../orders/orders.schema.ts'
import { paymentMethodSchema } from '../payments/payments.schema.ts'

/** How the money came: 银行转账凭证 (also transfers that only the bank's statement shows), 在线支付, 预存款; and what waits for it. */
export const overviewWays = ['transfer', 'online', 'credit', 'awaiting'] as const
export type OverviewWay = (typeof overviewWays)[number]

/**
 * 审核状态. `awaiting` 待缴费: nobody claims it yet; `waiting` 待审核, or an attempt that is under way; `approved`: the money
 * counts; `failed`: an attempt that brought nothing; `reversed`: it was booked by mistake and taken back.
 */
export const reviewStates = ['awaiting', 'waiting', 'approved', 'rejected', 'failed', 'reversed'] as const
export type ReviewState = (typeof reviewStates)[number]

/** 发票状态. `filled` 已填写: it will be asked for when the money counts; `requested` 待开票: until it is out. */
export const invoiceStands = ['none', 'filled', 'requested', 'issued', 'rejected', 'redFlushed'] as const
export type InvoiceStand = (typeof invoiceStands)[number]

/** Whether a line of the bank's statement shows the money: all of it, a part, or only perhaps. */
export const statementStands = ['shown', 'part', 'suggested', 'none'] as const
export type StatementStand = (typeof statementStands)[number]

export const overviewFilterSchema = z.object({
  way: z.enum(overviewWays).default('transfer'),
  planId: idSchema.optional(),
  year: z.number().int().min(2000).max(2100).optional(),
  /** Days in Shanghai, both included: when it was applied for. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  state: z.enum(reviewStates).optional(),
  invoiceState: z.enum(invoiceStands).optional(),
  mode: orderModeSchema.optional(),
  /** A unit with all that is below it. */
  organisationId: idSchema.optional(),
  /** Part of an order number, of a unit's, an applicant's or a plan's name, or the amount in yuan. */
  search: z.string().trim().max(100).optional(),
})
export type OverviewFilter = z.output<typeof overviewFilterSchema>

export const listOverviewSchema = overviewFilterSchema.extend(pageSchema.shape)
export type ListOverviewInput = z.output<typeof listOverviewSchema>

export const exportOverviewSchema = z.object({
  /** The own subtree, for an organisation's admin; the whole centre, for staff. */
  of: z.enum(['own', 'centre']),
  filter: overviewFilterSchema,
  locale: z.enum(['zh-CN', 'en']).default('zh-CN'),
})
export type ExportOverviewInput = z.output<typeof exportOverviewSchema>

export const overviewRowSchema = z.object({
  /** The voucher's, the payment's or the order's own. */
  id: idSchema,
  source: z.enum(['voucher', 'payment', 'order']),
  orderId: idSchema,
  orderNumber: z.string(),
  /** 培训计划名称 */
  planName: z.string(),
  /** 申请时间 */
  appliedAt: z.iso.datetime(),
  /** 审核时间 */
  reviewedAt: z.iso.datetime().nullable(),
  /** 申请人 */
  applicant: z.string(),
  organisationId: idSchema,
  /** 申请单位 */
  organisationName: z.string(),
  /** 转账金额; null while it is being read. */
  amountFen: fenSchema.nullable(),
  /** 转账时间 in Shanghai, as precise as it is known: `2026-05-02` or `2026-05-02T12:19:08`. */
  movedAt: z.string().nullable(),
  state: z.enum(reviewStates),
  invoiceState: z.enum(invoiceStands),
  invoiceRequestId: idSchema.nullable(),
  /** 发票类型; null where nobody said it yet. */
  invoiceKind: z.enum(invoiceKinds).nullable(),
  mode: orderModeSchema,
  method: paymentMethodSchema.nullable(),
  /** 流水, for staff; null elsewhere and where no line of ours can show it. */
  statement: z.enum(statementStands).nullable(),
})
export type OverviewRow = z.infer<typeof overviewRowSchema>

export const overviewTotalsSchema = z.object({
  count: z.number().int(),
  amountFen: z.number().int(),
  /** Only those that there are, in the order of `reviewStates`. */
  states: z.array(z.object({ state: z.enum(reviewStates), count: z.number().int(), amountFen: z.number().int() })),
})
export type OverviewTotals = z.infer<typeof overviewTotalsSchema>

export const overviewOrderInput = z.object({ orderId: idSchema })

/** What an order's page does not tell by itself: its slips, invoices and the lines of the bank's statement that show its money. */
export const overviewOrderSchema = z.object({
  vouchers: z.array(
    z.object({
      id: idSchema,
      state: z.enum(['draft', 'submitted', 'approved', 'rejected']),
      stateSince: z.iso.datetime(),
      amountFen: fenSchema.nullable(),
      fileCount: z.number().int(),
      rejectedNote: z.string().nullable(),
    }),
  ),
  invoices: z.array(
    z.object({
      id: idSchema,
      state: z.enum(invoiceRequestStates),
      stateSince: z.iso.datetime(),
      kind: z.enum(invoiceKinds),
      title: z.string(),
      amountFen: fenSchema,
      number: z.string().nullable(),
      issuedOn: z.iso.date().nullable(),
    }),
  ),
  lines: z.array(
    z.object({
      allocationId: idSchema,
      lineId: idSchema,
      day: z.iso.date(),
      time: z.string().nullable(),
      counterpartyName: z.string(),
      counterpartyAccount: z.string(),
      remark: z.string(),
      serial: z.string().nullable(),
      /** What of the line shows money of this order, and the whole line. */
      amountFen: fenSchema,
      lineAmountFen: z.number().int(),
      automatic: z.boolean(),
      decidedByName: z.string(),
      decidedAt: z.iso.datetime(),
    }),
  ),
})
export type OverviewOrder = z.infer<typeof overviewOrderSchema>
