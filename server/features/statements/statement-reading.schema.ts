import { z } from 'zod'

/**
 * What a bank statement says, once it was read: the shape that the reader gives, the import keeps and the page of
 * columns shows. The import knows nothing of layouts; the reader knows nothing of orders.
 */

/** One statement; a year of a busy centre has some 30,000 lines. A larger file is sent in parts. */
export const mostStatementRows = 200_000

/** The columns that one field may be spread over, from 0. */
const columnSchema = z.number().int().min(0).max(255)

/** Which column means what. Columns and rows are counted from 0, as the table of the page shows them. */
export const columnMappingSchema = z.object({
  /** The first row of the header, from 0 in the sheet; the lines follow after `headerRows` rows. */
  headerRow: z.number().int().min(0).max(1000),
  /** 2 for a header of two rows (发生额 over 借方 and 贷方), 0 for a file that begins with its lines. */
  headerRows: z.number().int().min(0).max(3).default(1),
  /**
   * Finds the header again in the next file, where the banner may have more rows. The reader fills it in; with it
   * `headerRow` is only where to look first.
   */
  headerSignature: z.string().max(64).optional(),
  /** The day, with or without the time of day behind it. */
  date: columnSchema,
  time: columnSchema.optional(),
  /** Money in 贷方 and out 借方 in columns of their own … */
  in: columnSchema.optional(),
  out: columnSchema.optional(),
  /** … or one column with a sign, or with a column beside it that says which (借贷标志). */
  amount: columnSchema.optional(),
  flag: columnSchema.optional(),
  /** Words of the flag column that mean money in and out, where they are not the usual ones (借 贷 收 付 …). */
  inWords: z.array(z.string().max(20)).max(20).optional(),
  outWords: z.array(z.string().max(20)).max(20).optional(),
  balance: columnSchema.optional(),
  /** The other side 对方 … */
  name: columnSchema.optional(),
  account: columnSchema.optional(),
  /** … or payer and payee, of whom one is ourselves. */
  payerName: columnSchema.optional(),
  payerAccount: columnSchema.optional(),
  payeeName: columnSchema.optional(),
  payeeAccount: columnSchema.optional(),
  serial: columnSchema.optional(),
  /** What was said about the payment (附言, 用途, 备注): of those that are filled the text is joined. */
  remarks: z.array(columnSchema).max(10),
  /** What kind of booking the bank calls it (摘要, 交易类型: 转账, 结息, 冲账). */
  summaries: z.array(columnSchema).max(10).optional(),
  /** The merchant's own order number (商户订单号), in the files of payment providers. */
  reference: columnSchema.optional(),
  /** Flag of a cancelled booking (冲账标志). */
  reversal: columnSchema.optional(),
  ownAccount: columnSchema.optional(),
  ownName: columnSchema.optional(),
})
export type ColumnMapping = z.infer<typeof columnMappingSchema>

/** Fields that take one column each, in the order in which the page of columns offers them. */
export const mappedFields = [
  'date',
  'time',
  'in',
  'out',
  'amount',
  'flag',
  'balance',
  'name',
  'account',
  'payerName',
  'payerAccount',
  'payeeName',
  'payeeAccount',
  'serial',
  'reference',
  'reversal',
  'ownAccount',
  'ownName',
] as const satisfies readonly (keyof ColumnMapping)[]
export type MappedField = (typeof mappedFields)[number]

/** What a line is, by its own words. Only `payment` wants matching; the others begin as ignored, with this as the reason. */
export const lineCategories = [
  /** Money in that somebody paid. */
  'payment',
  /** Money out that is none of the below. */
  'out',
  /** What the bank or the provider takes for its service. */
  'fee',
  'interest',
  /** A payment provider's own payout (财付通, 支付宝, 银联): its orders were paid one by one before. */
  'settlement',
  /** Our own transfer that came back 退汇. */
  'returned',
  /** Money out that goes back to who paid. */
  'refund',
  /** Money out to our own bank account 提现. */
  'withdraw',
  /** A line that the bank cancelled, and the line that cancels it. */
  'reversed',
  'reversal',
] as const
export const lineCategorySchema = z.enum(lineCategories)
export type LineCategory = z.infer<typeof lineCategorySchema>

export const lineDirectionSchema = z.enum(['in', 'out'])
export type LineDirection = z.infer<typeof lineDirectionSchema>

export type StatementLine = {
  /** As the person's program numbers it, from 1. */
  readonly row: number
  /** YYYY-MM-DD */
  readonly date: string
  /** HH:MM:SS, null where the statement does not say. */
  readonly time: string | null
  readonly direction: LineDirection
  /** Above zero, but for a reversal that was booked on the same side as what it takes back. */
  readonly amountFen: number
  /** Empty where the statement does not say; so are the three that follow. */
  readonly counterpartyName: string
  readonly counterpartyAccount: string
  /** What was said about the payment. */
  readonly remark: string
  /** The bank's own word for the booking (转账, 结息); not what the payer said. */
  readonly summary: string
  /** The merchant's order number in a provider's file (商户订单号). */
  readonly reference: string | null
  readonly serial: string | null
  /** After this line. */
  readonly balanceFen: number | null
  readonly category: LineCategory
  /** Of a `reversal` and of a `returned` line: which of `lines` it takes back; null where that is not in this file. */
  readonly reversesIndex: number | null
}

export const statementRowErrorCodes = [
  'dateMissing',
  'dateUnreadable',
  /** 03-04-2026: day or month first cannot be told, here and in the whole column. */
  'dateAmbiguous',
  'timeUnreadable',
  'amountMissing',
  'amountZero',
  'amountUnreadable',
  /** 1.234,56 where nothing proves that the comma is the decimal sign. */
  'amountEuropean',
  'amountTooLarge',
  /** Money in and out in the same row. */
  'amountBothSides',
  /** The flag says neither in nor out, or the own account is on neither side. */
  'directionUnknown',
  'balanceUnreadable',
  /** The program kept 15 digits of the account number: the line counts, its account does not. */
  'accountPrecisionLost',
  'serialPrecisionLost',
] as const
export const statementRowErrorCodeSchema = z.enum(statementRowErrorCodes)
export type StatementRowErrorCode = z.infer<typeof statementRowErrorCodeSchema>

export const statementRowErrorSchema = z.object({
  /** From 1, as in the sheet. */
  row: z.number().int(),
  /** The header of the column, null when it is about the whole row. */
  column: z.string().nullable(),
  value: z.string(),
  code: statementRowErrorCodeSchema,
  /** The row gave no line. False: the line is there, without this value. */
  leftOut: z.boolean(),
})
export type StatementRowError = z.infer<typeof statementRowErrorSchema>

/** The running balance does not continue: lines are missing, doubled or changed. */
export const balanceGapSchema = z.object({
  /** The later (in time) of the two lines between which something is missing: its row, and its place in `lines`. */
  beforeRow: z.number().int(),
  lineIndex: z.number().int(),
  /** The earlier of the two: its place in `lines`. */
  afterIndex: z.number().int(),
  /** What the balance after this line should be by the balance before it, and what the statement says. */
  expectedFen: z.number().int(),
  foundFen: z.number().int(),
})
export type BalanceGap = z.infer<typeof balanceGapSchema>

/** Why a statement that could be opened must not be taken in as it is. The last two also give the lines as read. */
export const statementProblemCodes = [
  /** Not even a date and an amount could be found, or not one row could be read by them: staff say which columns it is. */
  'statementColumnsUnknown',
  /** A header and nothing under it. */
  'statementNoLines',
  /** Lines of more than one own account {accounts: 'a, b'}. */
  'statementSeveralAccounts',
  /** The running balance says that in and out are the wrong way round {inColumn, outColumn}. */
  'statementColumnsSwapped',
] as const
export const statementProblemSchema = z.object({
  code: z.enum(statementProblemCodes),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type StatementProblem = z.infer<typeof statementProblemSchema>

export type StatementReading = {
  /** The bank's full name (中国工商银行, 支付宝), null when the file does not show it. */
  readonly bank: string | null
  /** Our own account: digits only, as the statement gives it. */
  readonly account: string | null
  readonly accountName: string | null
  /** The known export it is (`ICBC_01`), null when its columns were recognised by meaning or mapped. */
  readonly layout: string | null
  /** Of a .csv, null for a workbook. */
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'gbk' | null
  /** From 0 in the sheet; null where the header stands among `#` comments. `mapping.headerRow` is always there. */
  readonly headerRow: number | null
  /** By this the mapping that staff made is found again. It is of the header as the reader finds it, mapped or not. */
  readonly headerSignature: string
  /** One text per column; a header of two rows is joined with a space. */
  readonly headers: readonly string[]
  /** Up to 20 rows from the sheet for the page of columns, those above the header included. */
  readonly sample: readonly { readonly row: number; readonly cells: readonly string[] }[]
  /** What was used, or the best guess; null when there is not even a table. */
  readonly mapping: ColumnMapping | null
  /** False: staff look at the mapping before anything is taken in. */
  readonly confident: boolean
  /** As in the file, which may have the newest first. */
  readonly lines: readonly StatementLine[]
  readonly rowErrors: readonly StatementRowError[]
  readonly gaps: readonly BalanceGap[]
  readonly problem: StatementProblem | null
  /** Rows that are no lines and no errors: totals, repeated headers, notes. */
  readonly otherRows: number
  /** The order of the lines in the file. */
  readonly newestFirst: boolean
}

export type ReadStatementOptions = {
  readonly fileName: string
  /** What staff said the columns are; without it they are recognised. */
  readonly mapping?: ColumnMapping
  /** Called every thousand rows. */
  readonly onProgress?: (rows: number) => void
  /** One more is `statementTooManyRows`; mostStatementRows unless told. */
  readonly mostRows?: number
}
