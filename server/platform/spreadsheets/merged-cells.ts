import { AppError } from '../../core/app-error.ts'
import type { CellRange } from './cells.ts'
import { mostSheetColumns, type TableCell } from './table.ts'

/** Finds the merged range that a cell lies in. Rows are to be asked for in rising order. */
export class MergedRanges {
  readonly #waiting: readonly CellRange[]
  #next = 0
  #active: CellRange[] = []

  constructor(ranges: readonly CellRange[]) {
    this.#waiting = ranges.toSorted((one, other) => one.firstRow - other.firstRow)
  }

  find(row: number, column: number): CellRange | null {
    for (let range = this.#waiting[this.#next]; range && range.firstRow <= row; range = this.#waiting[this.#next]) {
      this.#next += 1
      this.#active.push(range)
    }
    this.#active = this.#active.filter(({ lastRow }) => lastRow >= row)
    return this.#active.find((range) => column >= range.firstColumn && column <= range.lastColumn) ?? null
  }
}

/** A merged range is filled this far to the right: a title over a whole row is 16,384 columns wide. */
const mostFilledColumns = 256

/** Ranges do not overlap, so a row has no more of them than people have columns, and no more filled cells than columns. */
const mostActive = 1000

type Active = { readonly range: CellRange; master: TableCell | undefined }

/**
 * Gives every cell of a merged range the value of its top left cell. Rows are to be passed in rising order, those without
 * a value of their own left out.
 */
export class MergedCells {
  readonly #waiting: readonly CellRange[]
  #next = 0
  #active: Active[] = []

  constructor(ranges: readonly CellRange[]) {
    this.#waiting = ranges
      .filter((range) => range.lastRow > range.firstRow || range.lastColumn > range.firstColumn)
      .toSorted((one, other) => one.firstRow - other.firstRow)
  }

  /** Fills the row's cells in place. Throws AppError `spreadsheetDamaged` when ranges overlap so often that they cannot be meant. */
  fill(row: number, cells: (TableCell | undefined)[]): void {
    if (this.#next === this.#waiting.length && this.#active.length === 0) return
    for (let range = this.#waiting[this.#next]; range && range.firstRow <= row; range = this.#waiting[this.#next]) {
      this.#next += 1
      // A range whose first row was empty has no value.
      if (range.lastRow >= row && range.firstRow === row) this.#active.push({ range, master: undefined })
    }
    this.#active = this.#active.filter(({ range }) => range.lastRow >= row)
    if (this.#active.length > mostActive) throw new AppError('spreadsheetDamaged')
    let filledCells = 0
    for (const active of this.#active) {
      const { range } = active
      if (range.firstRow === row) active.master = cells[range.firstColumn]
      if (active.master === undefined) continue
      const filled: TableCell = {
        ...active.master,
        mergedFrom: { row: range.firstRow, column: range.firstColumn },
      }
      const lastColumn = Math.min(range.lastColumn, range.firstColumn + mostFilledColumns)
      filledCells += lastColumn - range.firstColumn + 1
      if (filledCells > mostSheetColumns) throw new AppError('spreadsheetDamaged')
      for (let column = range.firstColumn; column <= lastColumn; column++) {
        if (row !== range.firstRow || column !== range.firstColumn) cells[column] = filled
      }
    }
  }
}
