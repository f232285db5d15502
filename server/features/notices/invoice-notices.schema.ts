import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { fenSchema } from '../../core/money.ts'
import { order, organisation, toStaff } from './notice-parts.schema.ts'

/** A file that the mail carries; its key never leaves the server. */
const fileSchema = z.object({ fileId: idSchema, name: z.string(), contentType: z.string(), fileKey: z.string() })
const files = { files: z.array(fileSchema).default([]) }

const request = { requestId: idSchema, orderNumber: z.string(), amountFen: fenSchema }

/** How many invoices one mail names at most: a table that people still read. */
export const maxInvoicesInMail = 20

/** 开具红字发票原因, as the tax platform has them; those of invoices.prisma. */
export const redReasons = ['wrong', 'returned', 'serviceEnded', 'allowance'] as const

/** About invoices, and about the statements that the money is found in. */
export const invoiceAnnouncements = [
  z.object({
    kind: z.literal('invoiceIssued'),
    ...request,
    ...organisation,
    title: z.string(),
    invoiceNumber: z.string(),
    /** `2026-05-02` */
    issuedOn: z.string(),
    /** Where the organisation wants its invoices. */
    email: z.string(),
    ...files,
    /** The files of one invoice that are too large for one mail leave in several: which of them this is, if there is more than one. */
    part: z.object({ number: z.number().int().positive(), of: z.number().int().positive() }).optional(),
  }),
  /** Several that were issued together, of one organisation to one address: one mail. */
  z.object({
    kind: z.literal('invoicesIssued'),
    ...organisation,
    email: z.string(),
    requests: z
      .array(z.object({ ...request, title: z.string(), invoiceNumber: z.string(), issuedOn: z.string(), ...files }))
      .min(2)
      .max(maxInvoicesInMail),
  }),
  z.object({
    kind: z.literal('invoiceRejected'),
    ...request,
    ...organisation,
    title: z.string(),
    reason: z.string(),
    /** ISO time of the rejection: after a correction there can be another. */
    rejectedAt: z.string(),
  }),
  /** 先开票后付款 was granted: the invoice comes before the money. */
  z.object({ kind: z.literal('invoiceApproved'), ...request, ...organisation }),
  /** A red invoice was issued against the blue one. */
  z.object({
    kind: z.literal('invoiceRedFlushed'),
    ...request,
    ...organisation,
    title: z.string(),
    blueNumber: z.string(),
    redNumber: z.string(),
    reason: z.enum(redReasons),
    /** Whether a new invoice takes its place. */
    reissue: z.boolean(),
    email: z.string(),
    ...files,
  }),
  /** A payment was booked by mistake and taken back: the order is open again. */
  z.object({
    kind: z.literal('paymentReversed'),
    ...organisation,
    ...order,
    paymentId: idSchema,
    amountFen: fenSchema,
    reason: z.string(),
  }),
  /** To finance: a statement was refused, or wants a look after its import. */
  z.object({
    kind: z.literal('statementTrouble'),
    ...toStaff,
    fileId: idSchema,
    fileName: z.string(),
    /** Lines that were taken back by the bank after money of them was allocated are `reversedMatched`. */
    why: z.enum(['refused', 'gaps', 'rowsLeftOut', 'reversedMatched']),
    /** How many gaps, rows or lines; the file's page has them. */
    count: z.number().int().optional(),
  }),
  /** To finance: the provider failed for good, or issued twice. */
  z.object({
    kind: z.literal('invoiceTrouble'),
    ...toStaff,
    requestId: idSchema,
    orderNumber: z.string(),
    /** In the provider's own words. */
    failure: z.string(),
    /** ISO: one request can fail more than once. */
    failedAt: z.string().optional(),
  }),
] as const
