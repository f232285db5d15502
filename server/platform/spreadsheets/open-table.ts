import path from 'node:path'
import { AppError } from '../../core/app-error.ts'
import { readCsvRows } from './csv-rows.ts'
import { guardZip } from './guard-zip.ts'
import { recogniseFile } from './recognise-file.ts'
import { readSharedStrings, type SharedStrings } from './shared-strings.ts'
import {
  mostSpreadsheetBytes,
  type OpenTableOptions,
  type SheetInfo,
  type Table,
  type TableKind,
  type TableRow,
} from './table.ts'
import { openXls } from './xls-workbook.ts'
import { readNumberFormats, readXlsxPackage } from './xlsx-package.ts'
import { readXlsxRows } from './xlsx-rows.ts'

/** A workbook of any kind: its sheets, and the rows of each. */
type Workbook = {
  readonly kind: TableKind
  readonly sheets: readonly SheetInfo[]
  readonly rowsOf: (sheet: SheetInfo) => AsyncGenerator<TableRow, void, void>
}

/**
 * Opens a spreadsheet of any kind that the product takes (.xlsx, .xls of Excel 97 and later, .csv in UTF-8, UTF-16 or GBK)
 * and finds the sheet to read. Nothing is kept but the texts that cells share; rows are read as they are asked for.
 *
 * Throws AppError: `spreadsheetTypeRefused` {found}, `spreadsheetEncrypted`, `spreadsheetDamaged`, `spreadsheetTooLarge`,
 * `spreadsheetEmpty`, `spreadsheetSheetMissing` {sheet}; all with {fileName}.
 */
export async function openTable(bytes: Uint8Array, options: OpenTableOptions): Promise<Table> {
  return withFileName(options.fileName, async () => {
    const workbook = await openWorkbook(bytes, options)
    const sheet = await chooseSheet(workbook, options.sheet)
    const mostRows = options.limits?.mostRows ?? Number.POSITIVE_INFINITY
    return {
      kind: workbook.kind,
      sheets: workbook.sheets.map(({ name, hidden }) => ({ name, hidden })),
      sheet: { name: sheet.name, hidden: sheet.hidden },
      rows: () => limited(workbook.rowsOf(sheet), mostRows, options.fileName),
    }
  })
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
  return { kind: 'csv', sheets: [{ name, hidden: false }], rowsOf: () => readCsvRows(bytes, file.encoding) }
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

/** The sheet asked for, or the first visible one with a row that has a value. */
async function chooseSheet(workbook: Workbook, name: string | undefined): Promise<SheetInfo> {
  if (name !== undefined) {
    const sheet = workbook.sheets.find((one) => one.name === name)
    if (!sheet) throw new AppError('spreadsheetSheetMissing', { sheet: name })
    return sheet
  }
  for (const sheet of workbook.sheets.filter(({ hidden }) => !hidden)) {
    for await (const _ of workbook.rowsOf(sheet)) return sheet
  }
  throw new AppError('spreadsheetEmpty')
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
