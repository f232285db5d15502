import { z } from 'zod'
import { fenSchema } from '../../core/money.ts'
import { invoiceKinds } from './invoices.schema.ts'

export const readProblems = [
  'empty',
  'tooLarge',
  'unknownKind',
  'damaged',
  'encrypted',
  'dtdRefused',
  'tooComplex',
  'tooSlow',
  'archiveRefused',
  'nestedTooDeep',
  'pictureOnly',
  'notAnInvoice',
  'severalInvoices',
] as const
/** Why a file could not be read. */
export type ReadProblem = (typeof readProblems)[number]

export const doubtFields = [
  'number',
  'code',
  'kind',
  'colour',
  'issuedOn',
  'amountFen',
  'amountWithoutTaxFen',
  'taxFen',
  'buyerName',
  'buyerTaxNumber',
  'sellerName',
  'sellerTaxNumber',
  'redReference',
] as const
export type DoubtField = (typeof doubtFields)[number]

/**
 * Where in a file a value stands: its structured data (`data`: the XML's elements, an OFD's tags), an XML that it carries
 * (`attachment`), its properties (`properties`), the printed page (`page`), the amount in capitals (`words`), the text of
 * its QR code (`code`), what the other amounts come to (`sum`), or, of several files of one invoice, which of them.
 */
export const readingPlaces = [
  'data',
  'attachment',
  'properties',
  'page',
  'words',
  'code',
  'sum',
  'xml',
  'ofd',
  'pdf',
] as const
export type ReadingPlace = (typeof readingPlaces)[number]

const saidSchema = z.object({ from: z.enum(readingPlaces), value: z.string() })
/** Two places of one file that say different things; money in fen as digits. The reading holds `found`. */
export const doubtSchema = z.object({ field: z.enum(doubtFields), found: saidSchema, other: saidSchema })
export type Doubt = z.infer<typeof doubtSchema>

/** The blue invoice that a red one flushes, and the number of its 红字发票信息确认单 (older: 信息表). */
export const redReferenceSchema = z.object({
  /** Empty for a fully digital invoice. */
  code: z.string(),
  number: z.string(),
  confirmationNumber: z.string().nullable(),
})
export type RedReference = z.infer<typeof redReferenceSchema>

/** What an invoice's file says; null where it does not say it. Never guessed. */
export const invoiceReadingSchema = z.object({
  source: z.enum(['xml', 'ofd', 'pdf', 'fileName']),
  number: z.string().nullable(),
  /** Empty for fully digital invoices, which have none. */
  code: z.string().nullable(),
  kind: z.enum(invoiceKinds).nullable(),
  colour: z.enum(['blue', 'red']).nullable(),
  issuedOn: z.iso.date().nullable(),
  /** With tax; negative on a red invoice. */
  amountFen: fenSchema.nullable(),
  amountWithoutTaxFen: fenSchema.nullable(),
  taxFen: fenSchema.nullable(),
  buyerName: z.string().nullable(),
  buyerTaxNumber: z.string().nullable(),
  sellerName: z.string().nullable(),
  sellerTaxNumber: z.string().nullable(),
  remark: z.string().nullable(),
  redReference: redReferenceSchema.nullable(),
  doubts: z.array(doubtSchema),
})
export type InvoiceReading = z.infer<typeof invoiceReadingSchema>

export const differenceFields = [
  'number',
  'code',
  'issuedOn',
  'amountFen',
  'kind',
  'colour',
  'buyerName',
  'buyerTaxNumber',
  'sellerTaxNumber',
  'numberInName',
] as const
/** `read` is what the file says, `expected` what the request, the form or the centre's settings say; money in fen as digits. */
export const differenceSchema = z.object({ field: z.enum(differenceFields), read: z.string(), expected: z.string() })
export type Difference = z.infer<typeof differenceSchema>

export const readFileOutput = z.object({
  reading: invoiceReadingSchema.nullable(),
  problem: z.enum(readProblems).nullable(),
  differences: z.array(differenceSchema),
})
export type ReadFileOutput = z.infer<typeof readFileOutput>
