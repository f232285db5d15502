import { AppError } from '../../core/app-error.ts'
import { unpackEntry, unpackWhole, type ZipEntry } from '../zip-archive.ts'
import { writeZip, type ZipPart } from '../zip-writer.ts'
import type { CellRange } from './cells.ts'
import { guardZip } from './guard-zip.ts'
import { MergedRanges } from './merged-cells.ts'
import { openTable } from './open-table.ts'
import { patchSheet, type RowMarks, reasonWidth, type SheetMarks } from './patch-sheet.ts'
import { StylePatch } from './patch-styles.ts'
import type { CellToWrite, PlacedRow } from './sheet-to-write.ts'
import { shownWidth } from './sheet-writer.ts'
import { StyleBook } from './style-book.ts'
import { surveySheet } from './survey-sheet.ts'
import type { Table, TableCell, TableRow } from './table.ts'
import { writeTableBytes } from './write-table.ts'
import { findPart, readXlsxPackage, relationsPath, type XlsxPackage } from './xlsx-package.ts'
import { relationNamespace } from './xml-write.ts'

export type RowError = {
  /** From 0. */
  readonly columns: readonly number[]
  /** In the language of the person; one text for the whole row. */
  readonly reason: string
}

export type MarkErrorsOptions = {
  readonly fileName: string
  /** The name of the sheet that was read. */
  readonly sheet: string
  /** From 1; 0 for a table without headings. */
  readonly headerRow: number
  /** By row from 1. */
  readonly errors: ReadonlyMap<number, RowError>
  /** One of `reasonHeadings`; the first by default. */
  readonly reasonHeading?: string
}

/** Headings of the column that says what is wrong. An import passes over columns with such a heading. */
export const reasonHeadings: readonly string[] = ['错误原因', 'What to correct']

/**
 * Gives the person's own workbook back with the wrong cells red and, behind the headings, a column that says why. An .xlsx
 * stays what it is: only the sheet and the styles are rewritten, everything else is copied byte for byte. Marks of an
 * earlier time are taken away first, so a workbook can go round as often as needed. An .xls or .csv becomes an .xlsx with
 * the same rows in the same places. Throws what `openTable` throws.
 */
export async function markErrors(originalBytes: Uint8Array, options: MarkErrorsOptions): Promise<Uint8Array> {
  const table = await openTable(originalBytes, { fileName: options.fileName, sheet: options.sheet })
  const survey = await surveyTable(table, options.headerRow)
  const heading = options.reasonHeading ?? reasonHeadings[0] ?? ''
  const column = survey.reasonColumn ?? (options.errors.size > 0 ? survey.freeColumn : null)
  return table.kind === 'xlsx'
    ? markXlsx(originalBytes, options, column, survey.reasonColumn !== null, heading)
    : rewriteMarked(table, options, column, survey.widths, heading)
}

type Survey = {
  /** Of an earlier time. */
  readonly reasonColumn: number | null
  /** The first column behind the headings that has no value in any row. */
  readonly freeColumn: number
  /** In characters, by column, from the first rows. */
  readonly widths: readonly number[]
}

const rowsForWidths = 200
const mostWidth = 40

async function surveyTable(table: Table, headerRow: number): Promise<Survey> {
  const used: boolean[] = []
  const widths: number[] = []
  let headings: TableRow['cells'] = []
  let count = 0
  for await (const row of table.rows()) {
    count += 1
    if (row.number === headerRow) headings = row.cells
    for (let column = 0; column < row.cells.length; column++) {
      const cell = row.cells[column]
      if (cell === undefined) continue
      used[column] = true
      // A title over several columns says nothing about the width of each.
      if (count > rowsForWidths || cell.mergedFrom) continue
      widths[column] = Math.max(widths[column] ?? 0, Math.min(shownWidth(cell.text), mostWidth))
    }
  }
  const reasonColumn = headings.findIndex((cell) => cell !== undefined && reasonHeadings.includes(cell.text.trim()))
  let freeColumn = headings.length
  while (used[freeColumn] === true) freeColumn += 1
  return { reasonColumn: reasonColumn < 0 ? null : reasonColumn, freeColumn, widths }
}

async function markXlsx(
  bytes: Uint8Array,
  options: MarkErrorsOptions,
  reasonColumn: number | null,
  replaces: boolean,
  heading: string,
): Promise<Uint8Array> {
  const workbook = readXlsxPackage(guardZip(bytes))
  const { archive } = workbook
  const sheet = workbook.sheets.find(({ name }) => name === options.sheet)
  if (!sheet) throw new AppError('spreadsheetSheetMissing', { sheet: options.sheet })
  const { merged } = await surveySheet(archive, sheet.entry)
  const marks: SheetMarks = {
    rows: rowMarks(options, merged, heading),
    headerRow: options.headerRow,
    reasonColumn,
    replaces,
    heading: options.errors.size > 0 ? heading : null,
  }
  const stylesBytes = workbook.stylesEntry
    ? unpackWhole(archive, workbook.stylesEntry)
    : Buffer.from(new StyleBook().xml())
  const styles = new StylePatch(stylesBytes)

  async function* parts(): AsyncGenerator<ZipPart> {
    const added = workbook.stylesEntry ? new Map<string, string>() : partsForStyles(workbook)
    // The sheet first: which styles it needs is known when it is written.
    const sheetEntry = sheet?.entry
    for (const entry of archive.entries) {
      if (entry === sheetEntry) {
        yield { name: entry.name, content: patchSheet(unpackEntry(archive, entry), marks, styles) }
      } else if (entry !== workbook.stylesEntry) {
        const text = added.get(entry.name)
        if (text === undefined) yield { name: entry.name, copyOf: entry, from: archive }
        else yield { name: entry.name, content: [Buffer.from(text)] }
      }
    }
    yield { name: workbook.stylesEntry?.name ?? newStylesPath(workbook), content: [styles.bytes()] }
  }
  return collect(writeZip(parts()))
}

/** The marks by row; a cell inside a merged range is shown by the range's first cell, so that one turns red. */
function rowMarks(
  options: MarkErrorsOptions,
  merged: readonly CellRange[],
  heading: string,
): ReadonlyMap<number, RowMarks> {
  const rows = new Map<number, { badColumns: number[]; reason: string | null }>()
  const at = (row: number) => {
    const marks = rows.get(row) ?? { badColumns: [], reason: null }
    rows.set(row, marks)
    return marks
  }
  if (options.headerRow > 0 && options.errors.size > 0) at(options.headerRow).reason = heading
  const ranges = new MergedRanges(merged)
  for (const [row, { columns, reason }] of [...options.errors].toSorted(([one], [other]) => one - other)) {
    at(row).reason = reason
    for (const column of columns) {
      const range = ranges.find(row, column)
      at(range?.firstRow ?? row).badColumns.push(range?.firstColumn ?? column)
    }
  }
  return rows
}

function newStylesPath({ workbookPath }: XlsxPackage): string {
  return `${workbookPath.slice(0, workbookPath.lastIndexOf('/') + 1)}styles.xml`
}

/** A workbook without styles gets the part, and the two places that have to name it. */
function partsForStyles(workbook: XlsxPackage): Map<string, string> {
  const { archive, workbookPath } = workbook
  const changed = new Map<string, string>()
  const change = (name: string, endTag: RegExp, xml: string) => {
    const entry = findPart(archive, name)
    if (!entry) throw new AppError('spreadsheetDamaged')
    changed.set(
      entry.name,
      textOf(workbook, entry).replace(endTag, (end) => `${xml}${end}`),
    )
  }
  change(
    relationsPath(workbookPath),
    /<\/Relationships>\s*$/,
    `<Relationship Id="rIdStyles" Type="${relationNamespace}/styles" Target="/${newStylesPath(workbook)}"/>`,
  )
  change(
    '[Content_Types].xml',
    /<\/Types>\s*$/,
    `<Override PartName="/${newStylesPath(workbook)}" ` +
      'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>',
  )
  return changed
}

function textOf({ archive }: XlsxPackage, entry: ZipEntry): string {
  return unpackWhole(archive, entry).toString('utf8')
}

async function rewriteMarked(
  table: Table,
  options: MarkErrorsOptions,
  reasonColumn: number | null,
  widths: readonly number[],
  heading: string,
): Promise<Uint8Array> {
  async function* rows(): AsyncGenerator<PlacedRow> {
    for await (const row of table.rows()) {
      const error = options.errors.get(row.number)
      const bad = new Set(error?.columns)
      const cells: CellToWrite[] = Array.from(row.cells, (cell, column) => copiedCell(cell, bad.has(column)))
      for (const column of bad) cells[column] ??= { value: null, look: 'bad' }
      if (reasonColumn !== null && row.number >= options.headerRow) {
        const isHeading = row.number === options.headerRow && options.errors.size > 0
        const reason = isHeading ? heading : error?.reason
        cells[reasonColumn] = reason === undefined ? null : { value: reason, look: 'reason', format: 'text' }
      }
      yield { row: row.number, hidden: row.hidden, cells }
    }
  }
  const all = Array.from(widths, (width) => Math.max((width ?? 0) + 2, 9))
  if (reasonColumn !== null) all[reasonColumn] = reasonWidth
  return writeTableBytes([
    { name: table.sheet.name, widthsCharacters: Array.from(all, (width) => width ?? 9), rows: rows() },
  ])
}

/** A cell as it was read, as what it is. Merged cells are written once, where they were. */
function copiedCell(cell: TableCell | undefined, isBad: boolean): CellToWrite {
  const look = isBad ? { look: 'bad' as const } : {}
  if (!cell || cell.mergedFrom) return isBad ? { value: null, look: 'bad' } : null
  switch (cell.kind) {
    case 'number':
      return { value: cell.raw, ...look }
    case 'boolean':
      return { value: cell.text === 'TRUE', ...look }
    case 'date':
      return { value: cell.text, format: cell.text.includes(' ') ? 'dateTime' : 'date', ...look }
    default:
      return { value: cell.text, format: 'text', ...look }
  }
}

async function collect(pieces: AsyncIterable<Buffer>): Promise<Uint8Array> {
  const all: Buffer[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}
