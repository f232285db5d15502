import { z } from 'zod'
import { idSchema, normaliseCode, normaliseMobile } from '../../core/ids.ts'
import { mailAddressSchema } from '../../core/mail-address.ts'
import { fenSchema, positiveFenSchema } from '../../core/money.ts'
import { pageSchema } from '../../core/page.ts'

/** One line of text: control characters have no place on an invoice, and none in a mail's headers. */
export const lineSchema = (maxLength: number) =>
  z
    .string()
    .trim()
    .max(maxLength)
    .regex(/^\P{Cc}*$/u)

export const invoiceKinds = ['normal', 'special'] as const
/** 增值税普通发票 normal, 增值税专用发票 special. */
export type InvoiceKind = (typeof invoiceKinds)[number]

/**
 * What an invoice will say about its buyer: the second step of 上传凭证. The tax platform takes 100 characters for names,
 * addresses and banks and 20 for tax numbers; a special invoice must carry address, telephone, bank and account too
 * (增值税专用发票使用规定).
 */
export const invoiceDetailsSchema = z
  .object({
    kind: z.enum(invoiceKinds),
    /** 发票抬头 */
    title: lineSchema(100).min(2),
    /** 纳税人识别号: 15 to 20 characters, of which the credit code with its 18 is today's form. */
    taxNumber: z
      .string()
      .max(60)
      .transform(normaliseCode)
      .pipe(z.string().regex(/^[0-9A-Z]{15,20}$/)),
    /** 税务局注册地址 */
    registeredAddress: lineSchema(100).default(''),
    /** 税务局注册电话 */
    registeredTelephone: lineSchema(30)
      .regex(/^[0-9+()（） 转#-]*$/)
      .default(''),
    bank: lineSchema(100).default(''),
    bankAccount: z
      .string()
      .max(60)
      .transform((typed) => typed.normalize('NFKC').replace(/[\s-]/g, ''))
      .pipe(z.string().regex(/^(?:[0-9A-Z]{6,32})?$/))
      .default(''),
    email: mailAddressSchema,
    /** Empty, or a mainland mobile number. */
    mobile: z
      .string()
      .max(40)
      .transform((typed) => (typed.trim() === '' ? '' : (normaliseMobile(typed) ?? 'none')))
      .pipe(z.string().regex(/^(?:1[3-9]\d{9})?$/))
      .default(''),
    remark: lineSchema(200).default(''),
  })
  .superRefine((details, context) => {
    if (details.kind !== 'special') return
    for (const field of ['registeredAddress', 'registeredTelephone', 'bank', 'bankAccount'] as const) {
      if (details[field] === '') context.addIssue({ code: 'custom', path: [field], message: 'specialNeedsField' })
    }
  })
export type InvoiceDetails = z.output<typeof invoiceDetailsSchema>

// --- The request and its files -----------------------------------------------------------------------------------

export const invoiceRequestStates = [
  'requested',
  'approved',
  'issuing',
  'issued',
  'delivered',
  'rejected',
  'redFlushed',
  'withdrawn',
] as const
export type InvoiceRequestState = (typeof invoiceRequestStates)[number]

export const invoiceFileKinds = ['pdf', 'ofd', 'xml'] as const
export type InvoiceFileKind = (typeof invoiceFileKinds)[number]

/** One invoice comes as up to three files; ten leave room for lists of goods and for drops by mistake. */
export const maxInvoiceFiles = 10
/** The tax platform's files are 20 KB to 2 MB; most mailboxes take 20 MB in all. */
export const maxInvoiceFileBytes = 10 * 1024 * 1024

export const requestIdInput = z.object({ requestId: idSchema })
export const invoiceFileIdInput = z.object({ fileId: idSchema })
export const rejectRequestInput = z.object({ requestId: idSchema, reason: lineSchema(300).min(1) })
export const correctRequestInput = z.object({ requestId: idSchema, details: invoiceDetailsSchema })

/** Pages are cut by id: ids are made in the order of time. */
const idPageSchema = pageSchema.extend({
  cursor: idSchema.nullish(),
  states: z.array(z.enum(invoiceRequestStates)).max(invoiceRequestStates.length).nullish(),
})
export const listRequestsInput = idPageSchema.extend({
  /** An order number, an invoice number, an amount in yuan, the beginning of a tax number, part of a title or a name. */
  search: z.string().trim().max(100).default(''),
  newestFirst: z.boolean().default(false),
})
export const listMyRequestsInput = idPageSchema.extend({ orderId: idSchema.nullish() })

const daySchema = z.iso.date()

export const issueInvoiceInput = z.object({
  requestId: idSchema,
  /** Made by the client: the idempotency key. */
  invoiceId: idSchema,
  /** As on the invoice; blanks are taken out. 20 digits, or the 8 that go with a code. */
  number: z.string().max(40).transform(normaliseCode),
  /** 10 to 12 digits on older invoices, empty on fully digital ones. */
  code: z.string().max(40).transform(normaliseCode).default(''),
  issuedOn: daySchema,
  kind: z.enum(invoiceKinds),
  amountFen: positiveFenSchema,
  /** The files that the page shows: another one that came in meanwhile is not mailed unseen. */
  fileIds: z.array(idSchema).max(maxInvoiceFiles),
  /** Said explicitly: this invoice has no files (it is paper, or handed over otherwise). */
  withoutFile: z.boolean().default(false),
  /** Staff saw that a file says something else than the form, and mean it. */
  differencesAccepted: z.boolean().default(false),
})
export type IssueInvoiceInput = z.output<typeof issueInvoiceInput>

// --- What pages get ----------------------------------------------------------------------------------------------

const timeSchema = z.string()

export const requestRowSchema = z.object({
  id: idSchema,
  state: z.enum(invoiceRequestStates),
  stateSince: timeSchema,
  createdAt: timeSchema,
  kind: z.enum(invoiceKinds),
  title: z.string(),
  taxNumber: z.string(),
  amountFen: fenSchema,
  email: z.string(),
  orderId: idSchema,
  orderNumber: z.string(),
  orderMode: z.enum(['payFirst', 'invoiceFirst']),
  organisationId: idSchema,
  organisationName: z.string(),
  voucherId: idSchema.nullable(),
  rejectedReason: z.string().nullable(),
  invoiceNumber: z.string().nullable(),
  invoiceCode: z.string().nullable(),
  issuedOn: daySchema.nullable(),
  fileCount: z.number().int(),
})
export type RequestRow = z.infer<typeof requestRowSchema>

export const invoiceFileSchema = z.object({
  id: idSchema,
  kind: z.enum(invoiceFileKinds),
  originalName: z.string(),
  sizeBytes: z.number().int(),
  createdAt: timeSchema,
})
export type InvoiceFileView = z.infer<typeof invoiceFileSchema>

export const invoiceSchema = z.object({
  id: idSchema,
  colour: z.enum(['blue', 'red']),
  code: z.string(),
  number: z.string(),
  kind: z.enum(invoiceKinds),
  issuedOn: daySchema,
  amountFen: fenSchema,
  issuedByName: z.string(),
  createdAt: timeSchema,
})
export type InvoiceView = z.infer<typeof invoiceSchema>

export const requestCheckCodes = [
  'titleIsRegisteredName',
  'taxNumberIsCreditCode',
  'amountIsPaid',
  'specialDetailsComplete',
] as const
export const requestCheckSchema = z.object({
  code: z.enum(requestCheckCodes),
  verdict: z.enum(['pass', 'warn']),
  /** What the request says, and what it was compared with; money in fen as digits. */
  found: z.string(),
  expected: z.string(),
  /** What staff wrote when they allowed the billing profile to differ. */
  note: z.string().nullable(),
})
export type RequestCheck = z.infer<typeof requestCheckSchema>

const requestMailSchema = z.object({
  noticeId: idSchema,
  kind: z.string(),
  recipient: z.string(),
  state: z.enum(['queued', 'sent', 'retrying', 'failed']),
  attempts: z.number().int(),
  lastError: z.string().nullable(),
  sentAt: timeSchema.nullable(),
  createdAt: timeSchema,
})

export const requestViewSchema = requestRowSchema.extend({
  details: invoiceDetailsSchema,
  organisation: z.object({
    id: idSchema,
    name: z.string(),
    creditCode: z.string().nullable(),
    contactName: z.string(),
    telephone: z.string(),
    email: z.string(),
  }),
  order: z.object({ planName: z.string(), state: z.string(), amountFen: fenSchema, paidFen: fenSchema }),
  /** The transfer whose approval opened it. */
  payment: z.object({ amountFen: fenSchema, movedAt: timeSchema.nullable() }).nullable(),
  checks: z.array(requestCheckSchema),
  files: z.array(invoiceFileSchema),
  invoices: z.array(invoiceSchema),
  mails: z.array(requestMailSchema),
  /** The request that took its place after it was red-flushed, and the one that it took the place of. */
  reissuedAs: idSchema.nullable(),
  reissueOf: idSchema.nullable(),
  /** Between which days an invoice can be dated. */
  issue: z.object({ notBefore: daySchema, notAfter: daySchema }),
})
export type RequestView = z.infer<typeof requestViewSchema>

export const myRequestViewSchema = requestRowSchema.extend({
  details: invoiceDetailsSchema,
  planName: z.string(),
  /** The request that took its place after it was red-flushed. */
  reissuedAs: idSchema.nullable(),
  /** Empty until the invoice is issued. */
  files: z.array(invoiceFileSchema),
  invoices: z.array(invoiceSchema.omit({ issuedByName: true })),
  mails: z.array(requestMailSchema.pick({ recipient: true, state: true, sentAt: true })),
})
export type MyRequestView = z.infer<typeof myRequestViewSchema>
