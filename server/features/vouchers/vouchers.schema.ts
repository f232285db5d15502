import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { fenSchema, positiveFenSchema } from '../../core/money.ts'
import { pageSchema } from '../../core/page.ts'
import { photoFileView } from '../files/files.schema.ts'
import { confidenceSchema, readFieldSchema } from '../files/reading.schema.ts'
import { invoiceDetailsSchema } from '../invoices/invoices.schema.ts'
import { maxLineCharacters } from './added-line.rules.ts'

export const voucherStates = ['draft', 'submitted', 'approved', 'rejected'] as const
export const voucherStateSchema = z.enum(voucherStates)
export type VoucherState = z.infer<typeof voucherStateSchema>

/** Five slips cover any transfer that was split; more are another voucher (domain.md: 1–5 files). */
export const maxVoucherFiles = 5

// --- What people say ---------------------------------------------------------------------------------------------

/** `2026-05-02`, with or without a time: as precise as the slip is. */
export const paidAtSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/)
  .refine((text) => !Number.isNaN(Date.parse(text.length === 10 ? `${text}T00:00` : text)))

const line = (max: number) => z.string().trim().max(max)

/** What the uploader typed; null leaves the field to what was read. Limits are those of bank forms and of one line. */
export const voucherClaimsSchema = z.object({
  amountFen: positiveFenSchema.nullable().default(null),
  payerName: line(120).nullable().default(null),
  payerBank: line(120).nullable().default(null),
  payerAccount: line(40).nullable().default(null),
  paidAt: paidAtSchema.nullable().default(null),
  serialNo: line(60).nullable().default(null),
  remark: line(200).nullable().default(null),
  note: line(500).nullable().default(null),
})
export type VoucherClaims = z.infer<typeof voucherClaimsSchema>

export const beginVoucherInput = z.object({ id: idSchema, orderId: idSchema })
export const saveClaimsInput = z.object({ id: idSchema, claims: voucherClaimsSchema })
export const submitVoucherInput = z.object({
  id: idSchema,
  claims: voucherClaimsSchema,
  invoiceDetails: invoiceDetailsSchema,
})
export const openVoucherInput = z.object({ orderId: idSchema })
export const removeFileInput = z.object({ voucherId: idSchema, fileId: idSchema })

/** One line, without characters that break it or that cannot be seen; empty takes it away. */
export const addedTextSchema = line(maxLineCharacters).regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u)
export const addLineInput = z.object({ voucherId: idSchema, fileId: idSchema, text: addedTextSchema })
export const voucherIdInput = z.object({ id: idSchema })
export const listVouchersInput = pageSchema.extend({ state: voucherStateSchema.nullish(), orderId: idSchema.nullish() })

// --- What reviewers decide ---------------------------------------------------------------------------------------

/** Reasons one key away; the sentence is the client's, and `other` needs a note. */
export const rejectReasons = [
  'amountTooLow',
  'unclear',
  'notASlip',
  'wrongPayee',
  'wrongOrder',
  'usedBefore',
  'payerUnknown',
  'other',
] as const
export const rejectReasonSchema = z.enum(rejectReasons)
export type RejectReason = z.infer<typeof rejectReasonSchema>

const decisionBase = { id: idSchema, voucherId: idSchema, version: z.number().int().min(1) }
export const decideInput = z.discriminatedUnion('verdict', [
  z.object({ ...decisionBase, verdict: z.literal('approve'), amountFen: positiveFenSchema }),
  z
    .object({
      ...decisionBase,
      verdict: z.literal('reject'),
      reasonCode: rejectReasonSchema,
      reasonNote: line(500).default(''),
    })
    .refine((input) => input.reasonCode !== 'other' || input.reasonNote !== '', { path: ['reasonNote'] }),
])
export type DecideInput = z.infer<typeof decideInput>
export const undoInput = z.object({ decisionId: idSchema })

export const queueInput = pageSchema.extend({
  state: z.enum(['submitted', 'approved', 'rejected']).default('submitted'),
  /** Order number, payer, organisation or amount. */
  search: z.string().trim().max(80).default(''),
})

// --- What is shown -----------------------------------------------------------------------------------------------

export const checkVerdicts = ['pass', 'warn', 'fail', 'pending'] as const
export type CheckVerdict = (typeof checkVerdicts)[number]

export const checkCodes = [
  'amount',
  'amountInWords',
  'payeeAccount',
  'payerName',
  'orderNo',
  'paidAt',
  'fileSeen',
  'pictureSeen',
  'serialSeen',
  'statementLine',
] as const
export const checkCodeSchema = z.enum(checkCodes)
export type CheckCode = z.infer<typeof checkCodeSchema>

/** Every sentence that a check can say; the client's texts are typed by these. */
export const checkFindings = [
  'amountAgrees',
  'amountBelow',
  'amountAbove',
  'amountDiffersFromDeclared',
  'amountNotRead',
  'amountMissing',
  'amountUncertain',
  'orderTakesNoMoney',
  'wordsAgree',
  'wordsDiffer',
  'wordsUnreadable',
  'payeeIsOurs',
  'payeeNameOnly',
  'payeeIsOther',
  'payeeNotShown',
  'payerIsOrganisation',
  'payerIsAlias',
  'payerIsRelated',
  'payerIsClose',
  'payerIsPerson',
  'payerIsOther',
  'payerMissing',
  'payerAdded',
  'orderNoFound',
  'orderNoOther',
  'orderNoMissing',
  'paidAtPlausible',
  'paidInFuture',
  'paidBeforeOrder',
  'paidLongAgo',
  'paidAtMissing',
  'fileNew',
  'fileUsedBefore',
  'pictureNew',
  'pictureUsedBefore',
  'serialNew',
  'serialUsedBefore',
  'serialMissing',
  'statementNotImported',
  'statementLineAgrees',
  'statementLineMissing',
  'statementLineOtherPayer',
  'statementLineTaken',
  'statementLineShared',
] as const
export const checkFindingSchema = z.enum(checkFindings)
export type CheckFinding = z.infer<typeof checkFindingSchema>

export const checkSchema = z.object({
  code: checkCodeSchema,
  verdict: z.enum(checkVerdicts),
  finding: checkFindingSchema,
  /** The two values that were compared: money in fen as digits, days as `2026-05-02`, names and numbers as they are. */
  found: z.string().nullable(),
  expected: z.string().nullable(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** Field of the reading that it is about, for the box on the picture. */
  field: z.string().nullable(),
})
export type Check = z.infer<typeof checkSchema>

export const effectiveFieldSchema = z.object({
  value: z.string(),
  source: z.enum(['typed', 'read']),
  confidence: confidenceSchema,
})

/** What counts: typed if something was typed, else what was read. */
export const effectiveSchema = z.object({
  amountFen: z.object({ value: fenSchema, source: z.enum(['typed', 'read']), confidence: confidenceSchema }).nullable(),
  amountInWords: effectiveFieldSchema.nullable(),
  payerName: effectiveFieldSchema.nullable(),
  payerBank: effectiveFieldSchema.nullable(),
  payerAccount: effectiveFieldSchema.nullable(),
  payeeName: effectiveFieldSchema.nullable(),
  payeeAccount: effectiveFieldSchema.nullable(),
  orderNo: effectiveFieldSchema.nullable(),
  serialNo: effectiveFieldSchema.nullable(),
  paidAt: effectiveFieldSchema.nullable(),
  remark: effectiveFieldSchema.nullable(),
})
export type Effective = z.infer<typeof effectiveSchema>

export const voucherFileViewSchema = z.object({
  ...photoFileView,
  position: z.number().int(),
  fields: z.array(readFieldSchema),
  /** What the uploader wrote under the slip; null where they did not. */
  addedText: z.string().nullable(),
  /** Whether the picture shows it, or is about to. */
  lineDrawn: z.boolean(),
  /** Height of the slip alone, in pixels of the picture: under it stands the line. Null where there is none. */
  slipHeight: z.number().int().nullable(),
  /** Changes with the picture, so that its address does: pictures are kept by browsers for ever. */
  pictureVersion: z.string(),
})
export type VoucherFileView = z.infer<typeof voucherFileViewSchema>

export const trailEntrySchema = z.object({
  at: z.string(),
  action: z.string(),
  actorName: z.string(),
  actorKind: z.string(),
  details: z.record(z.string(), z.unknown()),
})

export const voucherOrderSchema = z.object({
  id: idSchema,
  number: z.string(),
  state: z.string(),
  kind: z.string(),
  mode: z.enum(['payFirst', 'invoiceFirst']),
  amountFen: fenSchema,
  paidFen: fenSchema,
  outstandingFen: fenSchema,
  planName: z.string(),
  payeeName: z.string(),
  payeeBank: z.string(),
  payeeAccount: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
})

export const voucherViewSchema = z.object({
  id: idSchema,
  version: z.number().int(),
  state: voucherStateSchema,
  stateSince: z.string(),
  organisationId: idSchema,
  organisationName: z.string(),
  order: voucherOrderSchema,
  claims: voucherClaimsSchema,
  invoiceDetails: invoiceDetailsSchema.nullable(),
  effective: effectiveSchema,
  files: z.array(voucherFileViewSchema),
  checks: z.array(checkSchema),
  /** False while a file is still being worked on or the checks have not run over the present version. */
  checked: z.boolean(),
  submittedAt: z.string().nullable(),
  submittedByName: z.string().nullable(),
  dueAt: z.string().nullable(),
  decidedAt: z.string().nullable(),
  rejectedCode: rejectReasonSchema.nullable(),
  rejectedNote: z.string().nullable(),
  trail: z.array(trailEntrySchema),
})
export type VoucherView = z.infer<typeof voucherViewSchema>

export const decisionViewSchema = z.object({
  id: idSchema,
  verdict: z.enum(['approve', 'reject']),
  state: z.enum(['waiting', 'undone', 'effective', 'failed']),
  decidedByName: z.string(),
  mine: z.boolean(),
  decidedAt: z.string(),
  effectiveAt: z.string(),
  errorCode: z.string().nullable(),
})

/** What the desk sees besides: the decision that waits to take effect, and how approval would spread the money. */
export const reviewViewSchema = voucherViewSchema.extend({
  decision: decisionViewSchema.nullable(),
  approval: z.object({ toOrderFen: fenSchema, toCreditFen: fenSchema, outstandingAfterFen: fenSchema }).nullable(),
  comparedPictures: z.number().int(),
})
export type ReviewView = z.infer<typeof reviewViewSchema>

export const queueRowSchema = z.object({
  id: idSchema,
  version: z.number().int(),
  state: voucherStateSchema,
  organisationName: z.string(),
  orderNumber: z.string(),
  /** What approving would confirm; null while nothing was typed or read. */
  amountFen: fenSchema.nullable(),
  submittedAt: z.string(),
  dueAt: z.string(),
  decidedAt: z.string().nullable(),
  /** The worst check, to say in a line what is wrong. */
  worst: z
    .object({ verdict: z.enum(checkVerdicts), finding: checkFindingSchema, details: checkSchema.shape.details })
    .nullable(),
  checksPassed: z.number().int(),
  checked: z.boolean(),
  decision: decisionViewSchema.nullable(),
})
export type QueueRow = z.infer<typeof queueRowSchema>

export const voucherRowSchema = z.object({
  id: idSchema,
  state: voucherStateSchema,
  stateSince: z.string(),
  organisationName: z.string(),
  orderId: idSchema,
  orderNumber: z.string(),
  planName: z.string(),
  amountFen: fenSchema.nullable(),
  submittedAt: z.string().nullable(),
  dueAt: z.string().nullable(),
  rejectedCode: rejectReasonSchema.nullable(),
  rejectedNote: z.string().nullable(),
  fileCount: z.number().int(),
})
export type VoucherRow = z.infer<typeof voucherRowSchema>
