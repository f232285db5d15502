import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { pageSchema } from '../../core/page.ts'
import {
  columnMappingSchema,
  lineCategorySchema,
  lineDirectionSchema,
  statementProblemSchema,
  statementRowErrorSchema,
} from './statement-reading.schema.ts'

/** What spreadsheets may weigh at all; a year of a busy centre as .xls weighs some 15 MB. */
export const maxStatementBytes = 50_000_000

export const statementFileStates = ['received', 'reading', 'waiting', 'imported', 'refused'] as const
export const statementFileStateSchema = z.enum(statementFileStates)
export type StatementFileState = z.infer<typeof statementFileStateSchema>

export const statementLineStates = ['unmatched', 'suggested', 'matched', 'ignored'] as const
export const statementLineStateSchema = z.enum(statementLineStates)
export type StatementLineState = z.infer<typeof statementLineStateSchema>

/** What staff have to say before a file is taken in: which column means what, or which account of ours it is about. */
export const waitingForSchema = z.enum(['columns', 'account'])
export type WaitingFor = z.infer<typeof waitingForSchema>

/** How many row errors are kept with a file; the count says how many there were. */
export const keptRowErrors = 200

export const sampleRowSchema = z.object({ row: z.number().int(), cells: z.array(z.string()) })
export type SampleRow = z.infer<typeof sampleRowSchema>

/** The column `reading` of statement_files: what reading found besides lines. */
export const storedReadingSchema = z.object({
  waitingFor: waitingForSchema.nullable(),
  headers: z.array(z.string()),
  sample: z.array(sampleRowSchema),
  /** What the columns seem to be, for staff to correct; null where nothing could be guessed or nothing is asked. */
  guess: columnMappingSchema.nullable(),
  /** Staff told the columns of such a header before, and that was used. */
  remembered: z.boolean(),
  problem: statementProblemSchema.nullable(),
  rowErrors: z.array(statementRowErrorSchema),
  rowErrorCount: z.number().int(),
  /** Rows that gave no line because of an error. */
  leftOutCount: z.number().int(),
  otherRows: z.number().int(),
  /** Lines that stand in the file more than once, as when two exports were pasted together. */
  repeatedCount: z.number().int().default(0),
  /** Lines that the bank took back although money of them was allocated already. */
  reversedMatched: z.number().int().default(0),
})
export type StoredReading = z.infer<typeof storedReadingSchema>

export const payeeAccountRefSchema = z.object({
  id: z.string(),
  name: z.string(),
  bank: z.string(),
  account: z.string(),
})
export type PayeeAccountRef = z.infer<typeof payeeAccountRefSchema>

export const statementFileRowSchema = z.object({
  id: z.string(),
  state: statementFileStateSchema,
  stateSince: z.string(),
  fileName: z.string(),
  sizeBytes: z.number().int(),
  createdByName: z.string(),
  createdAt: z.string(),
  importedAt: z.string().nullable(),
  /** Ours, once it is known. */
  payeeAccount: payeeAccountRefSchema.nullable(),
  /** As the file says. */
  bank: z.string().nullable(),
  account: z.string().nullable(),
  accountName: z.string().nullable(),
  waitingFor: waitingForSchema.nullable(),
  rowsRead: z.number().int(),
  /** Lines of the file, once it is read; `rowsRead` then counts those that are written. */
  lineCount: z.number().int().nullable(),
  newCount: z.number().int().nullable(),
  /** Null where the statement has no balances, or is not imported. */
  gapCount: z.number().int().nullable(),
  rowErrorCount: z.number().int(),
  /** YYYY-MM-DD */
  firstDay: z.string().nullable(),
  lastDay: z.string().nullable(),
  error: z
    .object({
      code: z.string(),
      details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    })
    .nullable(),
})
export type StatementFileRow = z.infer<typeof statementFileRowSchema>

export const statementLineViewSchema = z.object({
  id: z.string(),
  fileId: z.string(),
  row: z.number().int(),
  /** YYYY-MM-DD */
  day: z.string(),
  /** HH:MM:SS */
  time: z.string().nullable(),
  direction: lineDirectionSchema,
  amountFen: z.number().int(),
  balanceFen: z.number().int().nullable(),
  counterpartyName: z.string(),
  counterpartyAccount: z.string(),
  remark: z.string(),
  serial: z.string().nullable(),
  category: lineCategorySchema,
  state: statementLineStateSchema,
  allocatedFen: z.number().int(),
  /** A category, one of `ignoreReasons`, or what staff wrote. */
  ignoredReason: z.string().nullable(),
  /** Null where its category ignored it. */
  ignoredByName: z.string().nullable(),
  /** The line that this one takes back, and the one that took this back. */
  reversesId: z.string().nullable(),
  reversedById: z.string().nullable(),
})
export type StatementLineView = z.infer<typeof statementLineViewSchema>

/** Between these two stored lines of one account the balance does not continue. */
export const statementGapSchema = z.object({
  earlier: statementLineViewSchema,
  later: statementLineViewSchema,
  /** The balance after `later` as it should be by the balance after `earlier`. */
  expectedFen: z.number().int(),
  /** What is missing between them, all together: above zero is money in. */
  missingFen: z.number().int(),
})
export type StatementGap = z.infer<typeof statementGapSchema>

/** As many gaps as one page shows; the count says how many there are. */
export const shownGaps = 50

export const categoryTotalSchema = z.object({
  category: lineCategorySchema,
  state: statementLineStateSchema,
  count: z.number().int(),
  sumFen: z.number().int(),
})

export const statementFileViewSchema = z.object({
  ...statementFileRowSchema.shape,
  remembered: z.boolean(),
  /** The table that staff say the columns of; null unless the file waits for that. */
  columns: z
    .object({
      headers: z.array(z.string()),
      sample: z.array(sampleRowSchema),
      /** The best guess. */
      mapping: columnMappingSchema.nullable(),
      problem: statementProblemSchema.nullable(),
    })
    .nullable(),
  /** The accounts to choose from; null unless the file waits for that. */
  accounts: z.array(payeeAccountRefSchema).nullable(),
  rowErrors: z.array(statementRowErrorSchema),
  leftOutCount: z.number().int(),
  otherRows: z.number().int(),
  repeatedCount: z.number().int(),
  reversedMatched: z.number().int(),
  gaps: z.array(statementGapSchema),
  /** Of the lines that this file brought. */
  totals: z.array(categoryTotalSchema),
})
export type StatementFileView = z.infer<typeof statementFileViewSchema>

// --- Inputs ------------------------------------------------------------------------------------------------------

const text = (most: number) => z.string().trim().max(most)
const dayInput = z.iso.date()

export const listStatementFilesInput = pageSchema.extend({
  /** Those that want something from staff: waiting, refused, with gaps or rows that could not be read. */
  attention: z.boolean().optional(),
  state: statementFileStateSchema.nullish(),
  payeeAccountId: idSchema.nullish(),
  /** Files with lines between these days. */
  from: dayInput.nullish(),
  to: dayInput.nullish(),
  /** Part of the file's name, the bank's, or of the account number. */
  search: text(100).nullish(),
})
export type ListStatementFilesInput = z.output<typeof listStatementFilesInput>

export const statementFileIdInput = z.object({ fileId: idSchema })
export const statementLineIdInput = z.object({ lineId: idSchema })

/** `new`: those that the file brought; `period`: all that the account has between the file's first and last day. */
export const lineScopeSchema = z.enum(['new', 'period'])

export const listStatementLinesInput = pageSchema.extend({
  fileId: idSchema,
  scope: lineScopeSchema.default('new'),
  category: lineCategorySchema.nullish(),
  state: statementLineStateSchema.nullish(),
  direction: lineDirectionSchema.nullish(),
  /** Part of a name, account, remark or serial, or an amount in yuan. */
  search: text(100).nullish(),
})
export type ListStatementLinesInput = z.output<typeof listStatementLinesInput>

export const exportStatementLinesInput = listStatementLinesInput
  .omit({ cursor: true, limit: true })
  .extend({ locale: z.enum(['zh-CN', 'en']).default('zh-CN') })
export type ExportStatementLinesInput = z.output<typeof exportStatementLinesInput>

export const chooseAccountInput = statementFileIdInput.extend({ payeeAccountId: idSchema })
export const previewMappingInput = statementFileIdInput.extend({ mapping: columnMappingSchema })
export const mapColumnsInput = previewMappingInput.extend({
  /** What staff call such files, for instance the bank's name; the file's bank or name unless told. */
  name: text(60).optional(),
})

/** Why a line is none of ours to match; `other` wants words of one's own. */
export const ignoreReasons = ['otherIncome', 'internalTransfer', 'returnedElsewhere', 'other'] as const
export const ignoreReasonSchema = z.enum(ignoreReasons)
export type IgnoreReason = z.infer<typeof ignoreReasonSchema>

export const ignoreLineInput = statementLineIdInput
  .extend({ reason: ignoreReasonSchema, text: text(200).optional() })
  .refine(({ reason, text: words }) => reason !== 'other' || (words ?? '') !== '', { path: ['text'] })
export type IgnoreLineInput = z.output<typeof ignoreLineInput>

// --- Answers -----------------------------------------------------------------------------------------------------

export type StatementFileHandle = { readonly id: string; readonly state: StatementFileState }

/** A line as the mapping that staff are making would read it. */
export const previewLineSchema = z.object({
  row: z.number().int(),
  date: z.string(),
  time: z.string().nullable(),
  direction: lineDirectionSchema,
  amountFen: z.number().int(),
  balanceFen: z.number().int().nullable(),
  counterpartyName: z.string(),
  counterpartyAccount: z.string(),
  remark: z.string(),
  serial: z.string().nullable(),
  category: lineCategorySchema,
})
export const mappingPreviewSchema = z.object({
  lines: z.array(previewLineSchema),
  rowErrors: z.array(statementRowErrorSchema),
  problem: statementProblemSchema.nullable(),
})
export type MappingPreview = z.infer<typeof mappingPreviewSchema>
