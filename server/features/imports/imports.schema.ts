import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { pageSchema } from '../../core/page.ts'

/** What can be imported; a kind is one definition (kinds.ts) and its texts in the page. */
export const importKinds = ['learners', 'enrolments', 'hours', 'recharges'] as const
export const importKindSchema = z.enum(importKinds)
export type ImportKindName = z.infer<typeof importKindSchema>

export const importStates = [
  'received',
  'reading',
  'previewed',
  'committing',
  'committed',
  'failed',
  'cancelled',
] as const
export const importStateSchema = z.enum(importStates)
export type ImportState = z.infer<typeof importStateSchema>

/** `goodOnly`: the good rows now, the others later. `allOrNothing`: one bad row and nothing is written. */
export const importModes = ['goodOnly', 'allOrNothing'] as const
export const importModeSchema = z.enum(importModes)
export type ImportMode = z.infer<typeof importModeSchema>

/** 100,000 people with eight columns are 8 MB as .xlsx and 12 MB as .csv; old .xls files are twice that. */
export const maxImportBytes = 30 * 1024 * 1024
/** One commit is one transaction: this many rows take some ten seconds. A larger file is sent in parts. */
export const maxImportRows = 200_000

export const rowOutcomes = ['error', 'new', 'changed', 'unchanged'] as const
export type RowOutcome = (typeof rowOutcomes)[number]

/** Columns that people may fill in, by kind, in the order of the template. */
const learnerFields = ['name', 'idType', 'idNumber', 'mobile', 'email', 'department', 'post', 'education'] as const
export const importFields = {
  learners: learnerFields,
  /** `subjects`: names of subjects 报考科目 with 、 between them. */
  enrolments: [...learnerFields, 'subjects'],
  /** 线下档案: one training of one person a row. */
  hours: ['name', 'idType', 'idNumber', 'training', 'hourKind', 'hours', 'studiedOn', 'evidence'],
  /** 批量充值: what one person gets of the batch. */
  recharges: ['name', 'idType', 'idNumber', 'amount'],
} as const satisfies Record<ImportKindName, readonly string[]>
export type ImportField = (typeof importFields)[ImportKindName][number]
/** What changes are named by: columns, and that somebody comes into a plan. */
export type ChangedField = ImportField | 'enrolment'

/** Everything that can be said about one cell or row. The sentence is the page's, typed by this list. */
export const issueCodes = [
  // any cell
  'valueMissing', // a required cell is empty
  'valueTooLong', // { max, length }
  'formulaFailed', // { value: '#N/A' } the formula in the cell gives an error
  'formulaTaken', // warning: the cell is a formula, its value was taken
  'rowHidden', // warning: the row is hidden in the file, and counts
  // name
  'nameLooksLikeNumber',
  'nameIsIdNumber', // columns swapped?
  'nameCharacters', // { character }
  // identity
  'idPrecisionLost', // the program kept 15 digits of 18: make the cell text and type it again
  'idLength', // { length, expected: 18 } missing or too many digits
  'idCharacter', // { position, character } 1-based; repair where O/o is 0, l/I is 1
  'idOld15', // a 15-digit number of before 2004
  'idDate', // { date: '19900231' } no such day, or one to come
  'idCheckCharacter', // { position: 18, expected, found }
  'idTypeUnknown', // { known: '居民身份证、…' }
  'idTypeNeeded', // looks like a passport or permit, and no type says which
  'idTypeDiffers', // warning: { } 18 digits that check as a resident number under another type
  'passportFormat',
  'permitFormat', // { type }
  // how to reach them
  'mobileFormat', // { length }
  'mobileTwice', // warning: { row } the same mobile stands in an earlier row
  'emailFormat',
  // where and what
  'departmentUnknown', // { nearest: '集团/研发部' | null }
  'departmentAmbiguous', // { paths: '集团/一部/办公室、集团/二部/办公室' }
  'departmentDisabled', // { path }
  'educationUnknown', // warning: { known } kept as it is written
  // the row as a whole
  'personTwice', // { row } the same person stands in an earlier row
  'personElsewhere', // belongs to another organisation: never says to which
  'personDisabled',
  /** An enrolment of theirs is confirmed; before: their name. */
  'identityLocked',
  'nameDiffers', // warning: { before } the number is known under another name
  // enrolments
  'subjectUnknown', // { name, known: '低应变、静载' }
  'subjectsMissing', // warning: the plan has subjects, and they are chosen later
  'enrolledElsewhere', // another organisation enrolled them in this plan
  'enrolmentFixed', // { state } submitted or confirmed: other subjects cannot be taken
  // hours
  'personUnknown', // nobody with this ID number: make them a learner first
  'titleShort',
  'hourKindUnknown', // { value } neither 必修 nor 选修
  'hoursFormat',
  'hoursDigits', // more than two decimals, and nothing is rounded
  'hoursRange', // { most } 0, or more than one training has
  'dayFormat',
  'dayFuture', // { day }
  'dayOutsidePlan', // warning: { from, to }
  'hoursTwice', // { row } the same training of the same person stands in an earlier row
  'hoursElsewhere', // a learner of another organisation: never says of which
  'notInPlan', // warning: not confirmed in this plan, nor opened
  'aboveCap', // warning: { kind, cap } more of its kind than counts
  'rejectedBefore', // warning: { reason } the same was recorded before, and rejected
  'withdrawnBefore', // warning: the same was recorded before, and taken back
  // recharges
  'amountFormat', // no amount, nothing or less, or more than two decimals: nothing is rounded
  'rechargeElsewhere', // a learner of another organisation: never says of which
  'alreadyRecharged', // warning: { amount, day } got the same of this batch by an earlier file, and gets nothing again
  'rechargedBefore', // warning: { amount, day } got another amount by an earlier file
  'changedMeanwhile', // somebody else added or changed this person after the preview
] as const
export type IssueCode = (typeof issueCodes)[number]

export const issueLevels = ['error', 'warning'] as const
export type IssueLevel = (typeof issueLevels)[number]

/** What is wrong with, or noticeable about, one cell (`field`) or one row (`field` null). */
export type Issue = {
  readonly code: IssueCode
  readonly level: IssueLevel
  readonly field: string | null
  readonly details: Readonly<Record<string, string | number | boolean | null>>
  /** The whole cell as it probably should be; null where only a person can know. */
  readonly repair: string | null
  /** Which characters of the cell's text are wrong: 0-based, counted in code points. */
  readonly marks: readonly number[]
}

/** Things about the file as a whole. */
export const fileNoteCodes = [
  'headerNotFound', // no row among the first 50 has the headings: choose them by hand
  'columnMissing', // { field } a required column was not found
  'columnTwice', // { field, heading } the first of two columns is taken
  'columnsUnknown', // { headings: '备注、工号' } not taken for anything
  'otherSheets', // { taken, others: 'Sheet2、Sheet3' }
  'hiddenRows', // { count }
  'reasonColumn', // our own error report: its reasons are ignored
  'noRows', // headings and nothing below
] as const
export type FileNoteCode = (typeof fileNoteCodes)[number]
export type FileNote = {
  readonly code: FileNoteCode
  readonly details: Readonly<Record<string, string | number | boolean | null>>
}

// --- Asking ------------------------------------------------------------------------------------------------------

export const importIdInput = z.object({ id: idSchema })
export const listImportsInput = pageSchema.extend({
  kind: importKindSchema.nullish(),
  state: importStateSchema.nullish(),
  /** Only those that I uploaded. */
  mine: z.boolean().default(false),
})
export const importRowsInput = pageSchema.extend({
  id: idSchema,
  /** `warning`: rows of any outcome but error with something to look at. */
  show: z.enum(['all', ...rowOutcomes, 'warning']).default('all'),
  /** Only rows with this issue. */
  code: z.enum(issueCodes).nullish(),
})

const versioned = z.object({ id: idSchema, version: z.number().int().min(1) })
const cellText = z.string().max(500)

export const remapInput = versioned.extend({
  /** 1-based row of the headings; as found when absent. */
  headerRow: z.number().int().min(1).max(1000).nullish(),
  /** Which column (0-based) each field is in; fields that are not named have none. */
  columns: z.record(z.string().max(40), z.number().int().min(0).max(16_383)),
})
export const chooseSheetInput = versioned.extend({ sheetName: z.string().min(1).max(200) })
export const fixRowInput = versioned.extend({
  /** The row's number in the file. */
  row: z.number().int().min(1),
  /** New texts of the cells that change; the others stay. */
  values: z.record(z.string().max(40), cellText),
})
export const repairAlikeInput = versioned.extend({ code: z.enum(issueCodes), field: z.string().max(40).nullish() })
export const commitInput = versioned.extend({ mode: importModeSchema })
export const cancelInput = versioned

// --- Answers -----------------------------------------------------------------------------------------------------

export type ImportCounts = {
  readonly new: number
  readonly changed: number
  readonly unchanged: number
  readonly error: number
  /** Rows of the other three with something to look at. */
  readonly warning: number
}

export type ImportColumn = {
  /** 0-based. */
  readonly column: number
  /** `A`, `B`, … */
  readonly letter: string
  readonly heading: string
  readonly field: string | null
  /** Its first texts, ID numbers masked unless the file is the reader's own. */
  readonly samples: readonly string[]
}

/** One kind of issue and how many rows have it, the most frequent first. */
export type IssueCount = {
  readonly code: IssueCode
  readonly level: IssueLevel
  readonly field: string | null
  readonly count: number
  /** How many of them have a proposed repair (`repairAlike` applies them all). */
  readonly repairable: number
}

export type ImportSummary = {
  readonly id: string
  readonly kind: ImportKindName
  readonly state: ImportState
  readonly stateSince: string
  readonly version: number
  readonly fileName: string
  readonly organisation: { readonly id: string; readonly name: string }
  /** The plan that the rows are for (kinds `enrolments` and `hours`). */
  readonly plan: { readonly id: string; readonly name: string } | null
  /** The batch of study cards that the amounts come from (kind `recharges`). */
  readonly batch: { readonly id: string; readonly orderNumber: string } | null
  readonly createdByName: string
  /** Whether the reader uploaded it: only then are whole ID numbers shown, and the report can be downloaded. */
  readonly mine: boolean
  readonly createdAt: string
  readonly rowsDone: number
  readonly rowsTotal: number | null
  readonly counts: ImportCounts
  /** After the commit. */
  readonly result: { readonly created: number; readonly updated: number; readonly committedAt: string } | null
}

export type ImportView = ImportSummary & {
  readonly fileKind: 'xlsx' | 'xls' | 'csv'
  readonly sizeBytes: number
  readonly sheetName: string | null
  readonly sheets: readonly string[]
  readonly headerRow: number | null
  readonly columns: readonly ImportColumn[]
  /** Every field of the kind in template order, and the column it is in. */
  readonly fields: readonly { readonly field: string; readonly required: boolean; readonly column: number | null }[]
  readonly notes: readonly FileNote[]
  readonly issues: readonly IssueCount[]
  readonly mode: ImportMode | null
  /** Why it failed, or why the last commit wrote nothing; a code of core/app-error.ts. */
  readonly errorCode: string | null
  readonly errorDetails: Readonly<Record<string, string | number | boolean | null>>
  /** What stands in the way of the rows together, though each is right: a code of core/app-error.ts. */
  readonly blocked: {
    readonly code: string
    readonly details: Readonly<Record<string, string | number | boolean | null>>
  } | null
  /** Previewed, with all required columns and at least one good row, and nothing in the way of all. */
  readonly canCommit: boolean
  /** Previewed, and a required column is missing: map it first. */
  readonly needsMapping: boolean
  /** The user's file with red cells and a reason column (`GET /api/files/imports/:id/report`). */
  readonly hasReport: boolean
}

export type ImportRow = {
  /** Its number in the file, as the user's program shows it. */
  readonly row: number
  readonly outcome: RowOutcome
  /** Cell texts by field, as they stand in the file or were corrected. */
  readonly cells: Readonly<Record<string, string>>
  readonly issues: readonly Issue[]
  /** What would change (or was changed) of a known person; departments as paths of names. */
  readonly changes: readonly { readonly field: string; readonly before: string; readonly after: string }[]
  /** The known person, in whose organisation the reader may look. */
  readonly subjectId: string | null
  /** Corrected here, after the upload. */
  readonly corrected: boolean
}

export type ImportRowsPage = {
  readonly rows: ImportRow[]
  readonly nextCursor: string | null
  readonly version: number
  readonly counts: ImportCounts
}

/** What a correction answers: the row judged anew, others that it affected, and the version for the next correction. */
export type FixedRows = {
  readonly version: number
  readonly counts: ImportCounts
  /** How many rows were corrected. */
  readonly corrected: number
  /** The corrected row and rows that were judged anew because of it (the same person twice); at most 100. */
  readonly rows: readonly ImportRow[]
}

export type ImportHandle = { readonly id: string; readonly state: ImportState; readonly version: number }
