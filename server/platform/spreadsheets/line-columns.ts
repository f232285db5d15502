import { findDelimiter, splitRecord } from './csv-rows.ts'
import type { TableRow } from './table.ts'

/** So many rows tell whether a table is a list of lines. */
export const rowsForLines = 60
const fewestFields = 3

/**
 * The delimiter of a table that is a .csv pasted into one column, as an export of ICBC is; null for any other table. All
 * rows must have the same one column, and most of them as many fields as each other.
 */
export function findLineDelimiter(rows: readonly TableRow[]): string | null {
  const lines: string[] = []
  let only: number | null = null
  for (const { cells } of rows) {
    const column = onlyColumn(cells)
    if (column === null || (only !== null && column !== only)) return null
    only = column
    const cell = cells[column]
    if (cell === undefined || cell.kind !== 'text') continue
    lines.push(oneLine(cell.text))
  }
  if (lines.length < 2) return null
  const delimiter = findDelimiter(`${lines.join('\n')}\n`)
  const counts = new Map<number, number>()
  for (const line of lines) {
    const fields = splitRecord(line, delimiter).fields
    counts.set(fields, (counts.get(fields) ?? 0) + 1)
  }
  const [fields, count] = [...counts].toSorted((one, other) => other[1] - one[1])[0] ?? [0, 0]
  return fields >= fewestFields && count >= 2 && count * 2 > lines.length ? delimiter : null
}

/** The rows with their lines split. A row that has more than its line stays as it is. */
export async function* splitLines(
  rows: AsyncGenerator<TableRow, void, void>,
  delimiter: string,
): AsyncGenerator<TableRow, void, void> {
  for await (const row of rows) {
    const column = onlyColumn(row.cells)
    const cell = column === null ? undefined : row.cells[column]
    if (cell === undefined || cell.kind !== 'text') yield row
    else {
      const { cells } = splitRecord(oneLine(cell.text), delimiter)
      if (cells.length > 0) yield { ...row, cells }
    }
  }
}

/** The one column that has a value of its own; null when there are several. */
function onlyColumn(cells: TableRow['cells']): number | null {
  let only: number | null = null
  for (let column = 0; column < cells.length; column++) {
    const cell = cells[column]
    if (cell === undefined || cell.mergedFrom !== null || cell.text.trim() === '') continue
    if (only !== null) return null
    only = column
  }
  return only
}

const oneLine = (text: string) => text.replaceAll(/[\r\n]+/g, ' ')
