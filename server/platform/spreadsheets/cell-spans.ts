import { AppError } from '../../core/app-error.ts'
import type { CellPlace, TableCell } from './table.ts'

/** A cell that covers others, as a row of its own file says it. */
export type CellSpan = { readonly column: number; readonly columns: number; readonly rows: number }

type Cover = { readonly lastRow: number; readonly filled: TableCell | undefined }

/** A title over a whole sheet is 16,384 columns wide; nobody reads a table there. */
const mostCoveredColumns = 1024

/**
 * Cells that reach over their neighbours in files that say so at the cell itself (rowspan and colspan, MergeDown and
 * MergeAcross), so that it is known while rows are read. The covered cells get the value, as merged cells of workbooks do.
 */
export class CellSpans {
  /** By column: what reaches into the rows below. */
  #covers: (Cover | undefined)[] = []

  /** The first column from this one on that nothing from above covers in the row. */
  firstFree(row: number, column: number): number {
    let free = column
    for (; ; free++) {
      const cover = this.#covers[free]
      if (cover === undefined || cover.lastRow < row) return free
    }
  }

  /**
   * Fills the covered cells of a row in place. Rows rise; `number` is what the row is called where that differs. Throws
   * AppError `spreadsheetDamaged` when spans reach beyond any table.
   */
  fill(row: number, cells: (TableCell | undefined)[], spans: readonly CellSpan[], number = row): void {
    let anyOpen = false
    for (let column = 0; column < this.#covers.length; column++) {
      const cover = this.#covers[column]
      if (cover === undefined) continue
      if (cover.lastRow < row) this.#covers[column] = undefined
      else {
        anyOpen = true
        if (cells[column] === undefined && cover.filled !== undefined) cells[column] = cover.filled
      }
    }
    if (!anyOpen) this.#covers = []
    for (const { column, columns, rows } of spans) {
      const master = cells[column]
      const mergedFrom: CellPlace = { row: number, column }
      const filled = master && { ...master, mergedFrom }
      const cover = rows > 1 ? { lastRow: row + rows - 1, filled } : undefined
      const end = column + Math.min(columns, mostCoveredColumns)
      if (cover !== undefined && column > mostCoveredColumns * 16) throw new AppError('spreadsheetDamaged')
      for (let covered = column; covered < end; covered++) {
        if (covered > column && filled !== undefined && cells[covered] === undefined) cells[covered] = filled
        if (cover !== undefined) this.#covers[covered] = cover
      }
    }
  }
}
