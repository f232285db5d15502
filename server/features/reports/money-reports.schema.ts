import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { pageSchema } from '../../core/page.ts'
import { reportScopeSchema } from './reports.schema.ts'

const count = z.number().int()
const fenSum = z.number().int()
const monthSchema = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/)

const periodShape = {
  of: reportScopeSchema,
  /** Months of Shanghai, both included. */
  from: monthSchema.optional(),
  to: monthSchema.optional(),
  planId: idSchema.optional(),
  /** A unit with all that is below it. */
  organisationId: idSchema.optional(),
}

export const moneyGroups = ['monthPlan', 'month', 'plan'] as const
export type MoneyGroup = (typeof moneyGroups)[number]

export const moneyReportFilterSchema = z.object({ ...periodShape, group: z.enum(moneyGroups).default('monthPlan') })
export type MoneyReportFilter = z.output<typeof moneyReportFilterSchema>
export const listMoneyReportSchema = moneyReportFilterSchema.extend(pageSchema.shape)
export type ListMoneyReportInput = z.output<typeof listMoneyReportSchema>

/**
 * 对账报表. An order of several plans counts for each with its items' share. Money stands in the month of the books: what
 * was booked by mistake comes off in the month in which that was corrected, as in 财务统计.
 */
export const moneyFiguresSchema = z.object({
  /** Orders made in the month that are open or paid; merged, split, expired and cancelled ones ask for nothing. */
  orders: count,
  orderedFen: fenSum,
  /** What came by bank transfer, and online: also what went to the credit because it was too much, late or double. */
  transferFen: fenSum,
  onlineFen: fenSum,
  /** Of these two, what went to the organisation's credit. */
  toCreditFen: fenSum,
  /** Paid out of the credit. */
  creditFen: fenSum,
  /** Moved here from another order by a refund. */
  movedFen: fenSum,
  /** What came into the orders: transfer + online − to the credit + credit + moved. */
  paidFen: fenSum,
  /** What left by refunds. */
  refundedFen: fenSum,
  /** What the month's open orders still lack, now. */
  outstandingFen: fenSum,
  /** Invoices issued in the month, red ones taken off. */
  invoicedFen: fenSum,
})
export type MoneyFigures = z.infer<typeof moneyFiguresSchema>
export const moneyFigureNames = Object.keys(moneyFiguresSchema.shape) as readonly (keyof MoneyFigures)[]

export const moneyReportRowSchema = moneyFiguresSchema.extend({
  id: z.string(),
  /** Null where the rows are plans. */
  month: monthSchema.nullable(),
  /** Null where the rows are months, and for credit that was paid out. */
  plan: z.object({ id: idSchema, number: z.string(), name: z.string() }).nullable(),
})
export type MoneyReportRow = z.infer<typeof moneyReportRowSchema>

export const moneyTotalsSchema = z.object({
  totals: moneyFiguresSchema,
  /** By month, the oldest first: the chart. */
  months: z.array(
    z.object({ month: monthSchema, transferFen: fenSum, onlineFen: fenSum, paidFen: fenSum, refundedFen: fenSum }),
  ),
})
export type MoneyTotals = z.infer<typeof moneyTotalsSchema>

export const invoiceGroups = ['month', 'unit', 'plan'] as const
export type InvoiceGroup = (typeof invoiceGroups)[number]

export const invoiceReportFilterSchema = z.object({
  ...periodShape,
  kind: z.enum(['normal', 'special']).optional(),
  group: z.enum(invoiceGroups).default('month'),
})
export type InvoiceReportFilter = z.output<typeof invoiceReportFilterSchema>
export const listInvoiceReportSchema = invoiceReportFilterSchema.extend(pageSchema.shape)
export type ListInvoiceReportInput = z.output<typeof listInvoiceReportSchema>

export const invoiceFiguresSchema = z.object({
  /** 开票申请 made in the month and not withdrawn. */
  requests: count,
  requestedFen: fenSum,
  issued: count,
  issuedFen: fenSum,
  issuedTaxFen: fenSum,
  /** 红冲; negative amounts. */
  red: count,
  redFen: fenSum,
  redTaxFen: fenSum,
  netFen: fenSum,
  netTaxFen: fenSum,
  /** Invoices whose tax nobody wrote down: the tax above is without theirs. */
  taxUnknown: count,
})
export type InvoiceFigures = z.infer<typeof invoiceFiguresSchema>
export const invoiceFigureNames = Object.keys(invoiceFiguresSchema.shape) as readonly (keyof InvoiceFigures)[]

export const invoiceReportRowSchema = invoiceFiguresSchema.extend({
  id: z.string(),
  month: monthSchema.nullable(),
  kind: z.enum(['normal', 'special']).nullable(),
  /** A unit with all below it, or a plan. */
  unit: z.object({ id: idSchema, name: z.string(), hasUnits: z.boolean() }).nullable(),
  plan: z.object({ id: idSchema, number: z.string(), name: z.string() }).nullable(),
})
export type InvoiceReportRow = z.infer<typeof invoiceReportRowSchema>

export const invoiceTotalsSchema = z.object({
  totals: invoiceFiguresSchema,
  months: z.array(z.object({ month: monthSchema, issuedFen: fenSum, redFen: fenSum })),
})
export type InvoiceTotals = z.infer<typeof invoiceTotalsSchema>
