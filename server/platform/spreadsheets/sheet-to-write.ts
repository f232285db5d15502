/** What the writers of spreadsheets take. Streaming: rows may come from a database cursor, one after the other. */

/** A cell's own look, on top of its column's format. `bad` is the light red of cells that have to be corrected. */
export type CellLook = 'bad' | 'reason' | 'heading' | 'requiredHeading' | 'title' | 'muted'

/**
 * A string is always written as text, whatever it begins with: `=1+1`, `+`, `-` and `@` are never formulas. In a `date` or
 * `dateTime` column a string `2026-05-02` or `2026-05-02 13:05:00` becomes a real date; what is no date stays text.
 */
export type CellValue = string | number | boolean | null | undefined

export type CellToWrite =
  | CellValue
  | { readonly value: CellValue; readonly look?: CellLook; readonly format?: ColumnFormat; readonly note?: string }

/** `text` keeps leading zeros and long numbers as typed, also for what people add later; `amount` is `#,##0.00`. */
export type ColumnFormat = 'general' | 'text' | 'integer' | 'amount' | 'date' | 'dateTime'

export type ColumnToWrite = {
  readonly heading: string
  /** In characters of the default font; a Chinese character counts two. By default the heading decides. */
  readonly widthCharacters?: number
  /** For the cells of the whole column, also those that are still empty. Default `general`. */
  readonly format?: ColumnFormat
  /** Headings of required columns are marked by colour and a star. */
  readonly required?: boolean
  /** A comment on the heading. */
  readonly note?: string
  /**
   * A drop-down list for the column. Lists of any length: what does not fit into a rule (255 characters, commas) goes to a
   * hidden sheet.
   */
  readonly choices?: readonly string[]
  /** What is not in the list: refused by the spreadsheet program (`stop`), or asked about (`warning`, the default). */
  readonly choicesError?: 'stop' | 'warning'
  /** What the program says then, at most 225 characters. */
  readonly choicesMessage?: string
}

/** A row placed at `row` (from 1) instead of after the one before; numbers must rise. */
export type PlacedRow = { readonly row: number; readonly hidden?: boolean; readonly cells: readonly CellToWrite[] }

export type RowToWrite = readonly CellToWrite[] | PlacedRow

export type SheetToWrite = {
  /** At most 31 characters; what Excel forbids in names (`: \ / ? * [ ]`) is replaced. */
  readonly name: string
  /** With headings the first row is the headings, frozen and filterable; without `columns` there is no heading row. */
  readonly columns?: readonly ColumnToWrite[]
  /** Without headings: the widths of the columns. */
  readonly widthsCharacters?: readonly number[]
  readonly rows: Iterable<RowToWrite> | AsyncIterable<RowToWrite>
  /** Breaks long texts into lines; for sheets of notes. */
  readonly wrap?: boolean
  readonly hidden?: boolean
}
