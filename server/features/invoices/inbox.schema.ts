import { z } from 'zod'
import { idSchema, normaliseCode } from '../../core/ids.ts'
import { fenSchema } from '../../core/money.ts'
import { pageSchema } from '../../core/page.ts'
import { redReasons } from '../../core/red-reasons.ts'
import { invoiceReadingSchema, readProblems } from './invoice-reading.schema.ts'
import { invoiceFileKinds, invoiceKinds, lineSchema } from './invoices.schema.ts'

/** 收票箱: files of invoices as staff drop them, before anybody knows whose they are. */

/** A ZIP of a month; a single invoice file stays under `maxInvoiceFileBytes`. */
export const maxDroppedBytes = 100 * 1024 * 1024
/** A drop is a month of invoices in three forms at most. */
export const maxDroppedFiles = 3_000

export const droppedFileStates = [
  'received',
  'unpacked',
  'read',
  'unreadable',
  'attached',
  'known',
  'discarded',
] as const
export type DroppedFileState = (typeof droppedFileStates)[number]

export const droppedKinds = [...invoiceFileKinds, 'zip', 'other'] as const
export type DroppedKind = (typeof droppedKinds)[number]

/**
 * Where an invoice in the inbox stands: `ready` (every check passes), `check` (it has its request, and something speaks
 * against it), `unmatched` (no request for sure), `waiting` (a red one whose blue one is not here yet).
 */
export const standings = ['ready', 'check', 'unmatched', 'waiting'] as const
export type Standing = (typeof standings)[number]

export const inboxCheckCodes = [
  'numberIsWhole',
  'saysEverything',
  'filesAgree',
  'sellerIsOurs',
  'buyerTaxNumberIsRequested',
  'buyerNameIsRequested',
  'amountIsRequested',
  'kindIsRequested',
  'dateIsInPeriod',
  'requestIsOpen',
  'requestHasNoOtherFiles',
  'blueIsFlushable',
  'redIsRequested',
] as const
export type InboxCheckCode = (typeof inboxCheckCodes)[number]

/** `found` is what the files say, `expected` what they were compared with; money in fen as digits, empty where nothing is said. */
export const inboxCheckSchema = z.object({
  code: z.enum(inboxCheckCodes),
  verdict: z.enum(['pass', 'warn', 'fail']),
  found: z.string(),
  expected: z.string(),
})
export type InboxCheck = z.infer<typeof inboxCheckSchema>

/**
 * Why it is this request: everything agrees (`equal`), the order number in the remark told (`orderNumber`), of equal
 * ones it is the oldest (`oldest`), staff chose it (`byHand`); or why there is none: several fit (`several`), this one
 * comes nearest (`nearest`), nothing comes near (`nothing`), another invoice here has its request already (`taken`). Of a red one: its blue one is ours (`blue`), lies in the
 * inbox itself (`blueInInbox`), is not known (`blueUnknown`), is not said (`blueNotSaid`).
 */
export const matchReasons = [
  'equal',
  'orderNumber',
  'oldest',
  'byHand',
  'several',
  'nearest',
  'nothing',
  'taken',
  'blue',
  'blueInInbox',
  'blueUnknown',
  'blueNotSaid',
  'alreadyIssued',
] as const
export type MatchReason = (typeof matchReasons)[number]

export const findingSchema = z.object({
  reason: z.enum(matchReasons),
  /** How many requests fit equally well. */
  fitting: z.number().int(),
  /** The request that it is of, or the nearest one. */
  request: z
    .object({
      id: idSchema,
      orderNumber: z.string(),
      organisationName: z.string(),
      title: z.string(),
      taxNumber: z.string(),
      amountFen: fenSchema,
      kind: z.enum(invoiceKinds),
      email: z.string(),
    })
    .nullable(),
  /** Of a red one: the invoice that it flushes. */
  blue: z.object({ invoiceId: idSchema.nullable(), code: z.string(), number: z.string() }).nullable(),
  checks: z.array(inboxCheckSchema),
})
export type Finding = z.infer<typeof findingSchema>

// --- What pages send -----------------------------------------------------------------------------------------------

export const startDropInput = z.object({ id: idSchema, issueAlone: z.boolean().default(false) })
export const dropIdInput = z.object({ id: idSchema })
export const inboxTabs = [...standings, 'unreadable', 'known', 'attached'] as const
export type InboxTab = (typeof inboxTabs)[number]
export const listInboxInput = pageSchema.extend({
  cursor: idSchema.nullish(),
  tab: z.enum(inboxTabs),
  /** An invoice number, a file's name, a buyer's name or tax number. */
  search: z.string().trim().max(100).default(''),
})
const invoiceKeySchema = z.object({
  code: z.string().max(40).transform(normaliseCode).default(''),
  number: z.string().max(40).transform(normaliseCode),
})
export const assignInboxInput = invoiceKeySchema.extend({ requestId: idSchema })
export const confirmInboxInput = z.object({
  invoices: z
    .array(
      invoiceKeySchema.extend({
        /** As the page shows it: what came in or changed meanwhile is not mailed unseen. */
        fileIds: z.array(idSchema).min(1).max(20),
        requestId: idSchema,
        /** Staff saw what speaks against it, and mean it. */
        differencesAccepted: z.boolean().default(false),
        /** Why a red one flushes its invoice, where nobody asked for it here. */
        redReason: z.enum(redReasons).nullish(),
      }),
    )
    .min(1)
    .max(500),
})
export type ConfirmInboxInput = z.output<typeof confirmInboxInput>
export const discardDroppedInput = z.object({
  fileIds: z.array(idSchema).min(1).max(500),
  reason: lineSchema(200).default(''),
})

// --- What pages get ------------------------------------------------------------------------------------------------

const timeSchema = z.string()

export const droppedFileSchema = z.object({
  id: idSchema,
  dropId: idSchema,
  state: z.enum(droppedFileStates),
  kind: z.enum(droppedKinds),
  originalName: z.string(),
  sizeBytes: z.number().int(),
  problem: z.enum(readProblems).nullable(),
  /** The file with the same bytes that was here before. */
  sameAs: z.object({ id: idSchema, originalName: z.string(), createdAt: timeSchema }).nullable(),
  createdByName: z.string(),
  createdAt: timeSchema,
})
export type DroppedFileView = z.infer<typeof droppedFileSchema>

/** An invoice with all its files; of an unreadable file, the file alone. */
export const inboxRowSchema = z.object({
  /** The first file's: rows are cut by it. */
  id: idSchema,
  code: z.string(),
  number: z.string().nullable(),
  /** What its files say together. */
  reading: invoiceReadingSchema.nullable(),
  standing: z.enum(standings).nullable(),
  finding: findingSchema.nullable(),
  files: z.array(droppedFileSchema),
})
export type InboxRow = z.infer<typeof inboxRowSchema>

export const inboxCountsSchema = z.object({
  /** Of invoices; of files where they are unreadable. */
  ready: z.number().int(),
  check: z.number().int(),
  unmatched: z.number().int(),
  waiting: z.number().int(),
  unreadable: z.number().int(),
  /** Files that are still being read. */
  received: z.number().int(),
})
export type InboxCounts = z.infer<typeof inboxCountsSchema>

export const dropProgressSchema = z.object({
  id: idSchema,
  issueAlone: z.boolean(),
  closed: z.boolean(),
  /** By state; an archive that was unpacked is not counted, its entries are. */
  files: z.record(z.enum(droppedFileStates), z.number().int()),
  /** Of the invoices in it: how they stand, and how many were issued. */
  invoices: z.object({
    ready: z.number().int(),
    check: z.number().int(),
    unmatched: z.number().int(),
    waiting: z.number().int(),
    issued: z.number().int(),
  }),
})
export type DropProgress = z.infer<typeof dropProgressSchema>

export const confirmedSchema = z.object({
  results: z.array(
    z.object({
      code: z.string(),
      number: z.string(),
      requestId: idSchema,
      /** Null when it was issued; else the error's code, with its details. */
      error: z
        .object({
          code: z.string(),
          details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
        })
        .nullable(),
    }),
  ),
})
export type Confirmed = z.infer<typeof confirmedSchema>
