import { reasonHeadings } from '../../platform/spreadsheets/mark-errors.ts'
import { openTable } from '../../platform/spreadsheets/open-table.ts'
import type { Table, TableRow } from '../../platform/spreadsheets/table.ts'
import {
  chooseColumns,
  findLayout,
  headerWithinRows,
  type Layout,
  type LeadingRow,
  readLayout,
} from './columns.rules.ts'
import type { ImportFieldDefinition } from './import-row.rules.ts'
import { maxImportRows } from './imports.schema.ts'

/** What a person said about where things are; null where it is to be found. */
export type Choice = {
  readonly sheetName: string | null
  readonly headerRow: number | null
  readonly columns: Readonly<Record<string, number>> | null
}

export type FoundLayout = {
  readonly table: Table
  /** Null: no row has headings. The columns are then without names, and every row is data. */
  readonly layout: Layout | null
  readonly leading: readonly TableRow[]
}

/** What a table may hold: the rows of an import, its headings and what stands above them. */
const limits = { mostRows: maxImportRows + headerWithinRows }

/**
 * Opens the file at the sheet and row of its headings: as chosen, else the first visible sheet that has headings, else
 * the first that has anything. Throws as `openTable` does.
 */
export async function openLayout(
  bytes: Uint8Array,
  fileName: string,
  fields: readonly ImportFieldDefinition[],
  choice: Choice,
): Promise<FoundLayout> {
  const open = (sheet: string | null) => openTable(bytes, { fileName, limits, ...(sheet === null ? {} : { sheet }) })
  const first = await look(await open(choice.sheetName), fields, choice)
  if (choice.sheetName !== null || first.layout !== null) return first
  for (const sheet of first.table.sheets) {
    if (sheet.hidden || sheet.name === first.table.sheet.name) continue
    const other = await look(await open(sheet.name), fields, choice)
    if (other.layout !== null) return other
  }
  return first
}

async function look(table: Table, fields: readonly ImportFieldDefinition[], choice: Choice): Promise<FoundLayout> {
  const leading = await leadingRows(table, Math.max(headerWithinRows, choice.headerRow ?? 0))
  const rows = leading.map(toLeadingRow)
  const chosenRow = rows.find((row) => row.number === choice.headerRow)
  const found = chosenRow ? readLayout(chosenRow, fields, reasonHeadings) : findLayout(rows, fields, reasonHeadings)
  if (choice.columns === null) return { table, layout: found, leading }
  const layout = found ?? nameless(rows)
  return { table, layout: chooseColumns(layout, fields, choice.columns), leading }
}

/** For a file without headings: its columns, by letter alone. */
export function nameless(rows: readonly LeadingRow[]): Layout {
  const width = Math.max(0, ...rows.map((row) => row.cells.length))
  const headings = Array.from({ length: Math.min(width, mostColumns) }, (_, column) => ({
    column,
    heading: '',
    field: null,
  }))
  return { headerRow: 0, headings, columns: [] }
}

const mostColumns = 100

async function leadingRows(table: Table, most: number): Promise<TableRow[]> {
  const rows: TableRow[] = []
  for await (const row of table.rows()) {
    if (row.number > most) break
    rows.push(row)
  }
  return rows
}

export function toLeadingRow(row: TableRow): LeadingRow {
  return {
    number: row.number,
    cells: row.cells.map((cell) => cell && { text: cell.text, covered: cell.mergedFrom?.row === row.number }),
  }
}
