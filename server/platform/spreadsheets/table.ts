/**
 * What a spreadsheet is to the rest of the product: sheets with rows of cells, whatever file they came in. The readers
 * (.xlsx, .xls, .csv) and the writers of this folder speak these types; nobody outside needs to know a file format.
 */

/** Web pages and the XML of Excel 2003 that portals give out are `xls`: so they are named. */
export type TableKind = 'xlsx' | 'xls' | 'csv'

/** What a cell's value is. A computed cell has the kind of its last computed value, and `formula` is true. */
export type CellKind = 'text' | 'number' | 'date' | 'boolean' | 'error'

/** A place in a sheet: the row as the person's program numbers it (from 1), the column from 0 (A = 0). */
export type CellPlace = { readonly row: number; readonly column: number }

export type TableCell = {
  /**
   * The value as a person reads it, not trimmed. Numbers have no exponent and no thousands separator; a number shown
   * with leading zeros (format `000000`) keeps them. Dates are `2026-05-02`, with a time of day `2026-05-02 13:05:00`,
   * times alone `13:05:00`. Booleans are `TRUE` and `FALSE`, errors `#N/A` and the like.
   */
  readonly text: string
  readonly kind: CellKind
  /**
   * The cell is computed and `text` is the value that was stored with it. A computed cell whose value was never stored
   * has kind `error` and an empty text.
   */
  readonly formula: boolean
  /**
   * The value was stored as a number of 16 or more digits (an identity or card number typed into a number cell): what
   * follows the fifteenth digit is gone, in the file already. `text` has zeros there.
   */
  readonly precisionLost: boolean
  /** The stored number of a number or date cell (a date's serial), else null. Amounts should be read from `text`. */
  readonly raw: number | null
  /** The top left cell of the merged range that this cell lies in and has its value from; null for that cell itself. */
  readonly mergedFrom: CellPlace | null
}

export type TableRow = {
  /** From 1, as the person's program shows it. */
  readonly number: number
  /** Hidden by hand, by a filter, or by a height of nothing. */
  readonly hidden: boolean
  /** By column from 0. Cells without a value are undefined; the array ends with the last cell that has one. */
  readonly cells: readonly (TableCell | undefined)[]
}

export type SheetInfo = {
  readonly name: string
  /** Hidden or very hidden (the template's lists of choices are). */
  readonly hidden: boolean
}

export type TableLimits = {
  /** Rows with a value, the headings included. One more is `spreadsheetTooManyRows`. */
  readonly mostRows: number
}

export type OpenTableOptions = {
  /** Used in error details only: what a file is, its content says. */
  readonly fileName: string
  /** The sheet to read, by name; else the first visible one that has a row with a value. */
  readonly sheet?: string
  readonly limits?: Partial<TableLimits>
}

/** How a file of text is written. GB18030 holds GBK and GB 2312. */
export type TableEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

export type Table = {
  readonly kind: TableKind
  /** Of a .csv or a web page; null for workbooks. */
  readonly encoding: TableEncoding | null
  /** In the order of the tabs, as far as they are sheets of cells. A .csv has one, named like the file. */
  readonly sheets: readonly SheetInfo[]
  /** The sheet whose rows `rows` gives. */
  readonly sheet: SheetInfo
  /**
   * The rows that have a value of their own, in order; empty and merely formatted rows are passed over (`number` says
   * where a row is). May be called again: each call reads from the start. Memory does not grow with the rows. Throws
   * AppError `spreadsheetDamaged`, `spreadsheetTooManyRows`, `spreadsheetTooLarge`.
   */
  rows(): AsyncGenerator<TableRow, void, void>
}

/** 50 MB: what an upload may weigh; a .xlsx of 100,000 rows with 8 columns has some 6 MB. */
export const mostSpreadsheetBytes = 50_000_000

/** The last row and the number of columns of a sheet (ECMA-376 part 1, 18.3.1.73 and .4; Excel's own limits). */
export const lastSheetRow = 1_048_576
export const mostSheetColumns = 16_384

/** `A` for 0, `XFD` for 16,383. */
export function columnName(column: number): string {
  let name = ''
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name
  }
  return name
}
