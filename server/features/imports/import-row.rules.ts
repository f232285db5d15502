import type { Issue } from './imports.schema.ts'

export type ImportFieldDefinition = {
  readonly field: string
  /** As the template has it. */
  readonly heading: string
  readonly required: boolean
  /** Other headings that mean the same, as people write them. */
  readonly synonyms: readonly string[]
  /** Shown masked to everyone but the person whose file it is. */
  readonly secret?: true
}

/** What was odd about a cell when it was read; a corrected cell is plain text. */
export type CellFlag = 'formula' | 'failed' | 'precisionLost'

/** A row as it stands in the file. Cells are in the order of the kind's fields; fields without a column are empty. */
export type SourceRow = {
  readonly number: number
  readonly hidden: boolean
  readonly cells: readonly string[]
  /** By index of the cell. */
  readonly flags: Readonly<Record<number, CellFlag>> | null
}

export type JudgedCells<Values> = {
  readonly values: Values
  readonly issues: readonly Issue[]
  /** Whom the row is about, as the text whose keyed hash they are found by; null when that cannot be said. */
  readonly identity: string | null
  /** Values that should not stand in two rows; the issue is the later row's. */
  readonly singles: readonly { readonly issue: Issue; readonly value: string }[]
}

export type Change = { readonly field: string; readonly before: string; readonly after: string }

export type Decision = {
  readonly outcome: 'error' | 'new' | 'changed' | 'unchanged'
  readonly subjectId: string | null
  readonly changes: readonly Change[]
  readonly issues: readonly Issue[]
}

const noDetails = {}

/** An error of a cell (`field`) or of the row (null). */
export function rowError(
  code: Issue['code'],
  field: string | null,
  details: Issue['details'] = noDetails,
  more: { repair?: string | null; marks?: readonly number[] } = {},
): Issue {
  return { code, level: 'error', field, details, repair: more.repair ?? null, marks: more.marks ?? [] }
}

export function rowWarning(code: Issue['code'], field: string | null, details: Issue['details'] = noDetails): Issue {
  return { code, level: 'warning', field, details, repair: null, marks: [] }
}
