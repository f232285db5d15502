import path from 'node:path'
import { AppError } from '../../core/app-error.ts'
import { readCsvRows } from './csv-rows.ts'
import { guardZip } from './guard-zip.ts'
import { hasHtmlTable, readHtmlRows } from './html-rows.ts'
import { findLineDelimiter, rowsForLines, splitLines } from './line-columns.ts'
import { type RecognisedFile, recogniseFile } from './recognise-file.ts'
import { readSharedStrings, type SharedStrings } from './shared-strings.ts'
import { openSpreadsheetML } from './spreadsheetml-rows.ts'
import {
  mostSpreadsheetBytes,
  type OpenTableOptions,
  type SheetInfo,
  type Table,
  type TableEncoding,
  type TableKind,
  type TableRow,
} from './table.ts'
import { openXls } from './xls-workbook.ts'
import { readNumberFormats, readXlsxPackage, refuse } from './xlsx-package.ts'
import { readXlsxRows } from './xlsx-rows.ts'

/** A workbook of any kind: its sheets, and the rows of each. */
type Workbook = {
  readonly kind: TableKind
  readonly encoding?: TableEncoding
  readonly sheets: readonly SheetInfo[]
  readonly rowsOf: (sheet: SheetInfo) => AsyncGenerator<TableRow, void, void>
}

/**
 * Opens a spreadsheet of any kind that the product takes (.xlsx, .xls of Excel 97 and later, .csv in UTF-8, UTF-16 or GBK,
 * and what portals name .xls: web pages with tables, the XML of Excel 2003, delimited text) and finds the sheet to read. A sheet
 * whose rows hold one line of .csv each is split, and is then a `csv`. Nothing is kept but the texts that cells share; rows are
 * read as they are asked for.
 *
 * Throws AppError: `spreadsheetTypeRefused` {found}, `spreadsheetEncrypted`, `spreadsheetDamaged`, `spreadsheetTooLarge`,
 * `spreadsheetEmpty`, `spreadsheetSheetMissing` {sheet}; all with {fileName}.
 */
export async function openTable(bytes: Uint8Array, options: OpenTableOptions): Promise<Table> {
  return withFileName(options.fileName, async () => {
    const workbook = await openWorkbook(bytes, options)
    const { sheet, leading } = await chooseSheet(workbook, options.sheet)
    const delimiter = findLineDelimiter(leading)
    const rows = () => workbook.rowsOf(sheet)
    const mostRows = options.limits?.mostRows ?? Number.POSITIVE_INFINITY
    return {
      kind: delimiter === null ? workbook.kind : 'csv',
      encoding: workbook.encoding ?? null,
      sheets: workbook.sheets.map(({ name, hidden }) => ({ name, hidden })),
      sheet: { name: sheet.name, hidden: sheet.hidden },
      rows: () => limited(delimiter === null ? rows() : splitLines(rows(), delimiter), mostRows, options.fileName),
    }
  })
}

/**
 * What a spreadsheet is, by its beginning: whoever receives one can refuse what is none before it is kept. Throws AppError
 * `spreadsheetTypeRefused` {found}.
 */
export function spreadsheetKindOf(bytes: Uint8Array): TableKind {
  const file = recogniseFile(bytes)
  if (file.kind === 'html' && !hasHtmlTable(bytes, file.encoding)) return refuse('html')
  return kinds[file.kind]
}

const kinds: Readonly<Record<RecognisedFile['kind'], TableKind>> = {
  zip: 'xlsx',
  compound: 'xls',
  html: 'xls',
  spreadsheetml: 'xls',
  csv: 'csv',
}

async function openWorkbook(bytes: Uint8Array, options: OpenTableOptions): Promise<Workbook> {
  if (bytes.length === 0) throw new AppError('spreadsheetEmpty')
  if (bytes.length > mostSpreadsheetBytes) {
    throw new AppError('spreadsheetTooLarge', { maxBytes: mostSpreadsheetBytes })
  }
  const file = recogniseFile(bytes)
  if (file.kind === 'zip') return openXlsx(bytes)
  if (file.kind === 'compound') return openXls(bytes)
  const name = path.basename(options.fileName, path.extname(options.fileName))
  const { encoding } = file
  if (file.kind === 'spreadsheetml') return openSpreadsheetML(bytes, encoding)
  if (file.kind === 'html') {
    if (!hasHtmlTable(bytes, encoding)) return refuse('html')
    return { kind: 'xls', encoding, sheets: [{ name, hidden: false }], rowsOf: () => readHtmlRows(bytes, encoding) }
  }
  return { kind: 'csv', encoding, sheets: [{ name, hidden: false }], rowsOf: () => readCsvRows(bytes, encoding) }
}

function openXlsx(bytes: Uint8Array): Workbook {
  const archive = guardZip(bytes)
  const { sheets, from1904, stylesEntry, sharedStringsEntry } = readXlsxPackage(archive)
  const formats = readNumberFormats(archive, stylesEntry)
  let strings: Promise<SharedStrings> | null = null
  return {
    kind: 'xlsx',
    sheets,
    rowsOf: async function* (sheet) {
      const part = sheets.find((one) => one === sheet)
      if (!part) throw new AppError('spreadsheetSheetMissing', { sheet: sheet.name })
      strings ??= readSharedStrings(archive, sharedStringsEntry)
      yield* readXlsxRows(archive, part.entry, { strings: await strings, formats, from1904 })
    },
  }
}

type Chosen = { readonly sheet: SheetInfo; readonly leading: readonly TableRow[] }

/** The sheet asked for, or the first visible one with a row that has a value. */
async function chooseSheet(workbook: Workbook, name: string | undefined): Promise<Chosen> {
  if (name !== undefined) {
    const sheet = workbook.sheets.find((one) => one.name === name)
    if (!sheet) throw new AppError('spreadsheetSheetMissing', { sheet: name })
    return { sheet, leading: await readLeading(workbook.rowsOf(sheet)) }
  }
  for (const sheet of workbook.sheets.filter(({ hidden }) => !hidden)) {
    const leading = await readLeading(workbook.rowsOf(sheet))
    if (leading.length > 0) return { sheet, leading }
  }
  throw new AppError('spreadsheetEmpty')
}

/** As many rows as tell whether each holds a line of .csv: of most tables the first two or three. */
async function readLeading(rows: AsyncGenerator<TableRow, void, void>): Promise<TableRow[]> {
  const leading: TableRow[] = []
  for await (const row of rows) {
    leading.push(row)
    const hasSeveral = row.cells.filter((cell) => cell !== undefined && cell.mergedFrom === null).length > 1
    if (hasSeveral || leading.length >= rowsForLines) break
  }
  return leading
}

async function* limited(rows: AsyncGenerator<TableRow, void, void>, mostRows: number, fileName: string) {
  let count = 0
  try {
    for await (const row of rows) {
      count += 1
      if (count > mostRows) throw new AppError('spreadsheetTooManyRows', { maxRows: mostRows })
      yield row
    }
  } catch (error) {
    throw named(error, fileName)
  }
}

async function withFileName<T>(fileName: string, open: () => Promise<T>): Promise<T> {
  try {
    return await open()
  } catch (error) {
    throw named(error, fileName)
  }
}

function named(error: unknown, fileName: string): unknown {
  if (!(error instanceof AppError)) return error
  return new AppError(error.code, { ...error.details, fileName }, { cause: error })
}
