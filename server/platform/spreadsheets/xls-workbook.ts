import { AppError } from '../../core/app-error.ts'
import { openCompoundFile } from './compound-file.ts'
import { numberFormat } from './number-text.ts'
import type { SheetInfo, TableRow } from './table.ts'
import { recordsFrom, type XlsContext, xlsRecord } from './xls-records.ts'
import { readXlsRows } from './xls-rows.ts'
import { readXlsSharedTexts, readXlsText } from './xls-strings.ts'
import { mostSheets, refuse } from './xlsx-package.ts'

type BoundSheet = SheetInfo & { readonly start: number; readonly isCells: boolean }

const biff8 = 0x0600

/**
 * Opens an .xls of Excel 97 and later (also what WPS and bank portals write). Throws AppError `spreadsheetEncrypted` also for
 * a password-protected .xlsx, which lies in the same container, `spreadsheetTypeRefused` and `spreadsheetDamaged`.
 */
export function openXls(bytes: Uint8Array): {
  readonly kind: 'xls'
  readonly sheets: readonly SheetInfo[]
  readonly rowsOf: (sheet: SheetInfo) => AsyncGenerator<TableRow, void, void>
} {
  const file = openCompoundFile(bytes)
  if (file.names.some((name) => name === 'EncryptedPackage' || name === 'EncryptionInfo')) {
    throw new AppError('spreadsheetEncrypted')
  }
  const stream = file.stream('Workbook')
  if (!stream) return refuse(file.names.includes('Book') ? 'oldXls' : 'other')
  const { context, sheets } = readGlobals(stream)
  if (new Set(sheets.map(({ start }) => start)).size < sheets.length) damaged()
  const cellSheets = sheets.filter(({ isCells }) => isCells)
  return {
    kind: 'xls',
    sheets: cellSheets,
    rowsOf: (sheet) => {
      const bound = cellSheets.find((one) => one === sheet)
      if (!bound) throw new AppError('spreadsheetSheetMissing', { sheet: sheet.name })
      return readXlsRows(stream, bound.start, context)
    },
  }
}

function readGlobals(stream: Buffer): { context: XlsContext; sheets: BoundSheet[] } {
  if (stream.length < 8 || stream.readUInt16LE(0) !== xlsRecord.beginOfSubstream) damaged()
  if (stream.readUInt16LE(4) !== biff8) refuse('oldXls')
  const sheets: BoundSheet[] = []
  const codes = new Map<number, string>()
  const formatIds: number[] = []
  let texts: string[] = []
  let from1904 = false
  for (const { id, at, end } of recordsFrom(stream, 0)) {
    const record = stream.subarray(at, end)
    if (id === xlsRecord.endOfSubstream) break
    if (id === xlsRecord.filePass) throw new AppError('spreadsheetEncrypted')
    if (id === xlsRecord.date1904) from1904 = record.length >= 2 && record.readUInt16LE(0) === 1
    else if (id === xlsRecord.extendedFormat) formatIds.push(shortAt(record, 2))
    else if (id === xlsRecord.format) codes.set(shortAt(record, 0), readXlsText(record, 4, shortAt(record, 2)))
    else if (id === xlsRecord.sharedTexts) texts = readXlsSharedTexts([record, ...continuedRecords(stream, end)])
    else if (id === xlsRecord.boundSheet) {
      if (record.length < 8 || sheets.length >= mostSheets) damaged()
      sheets.push({
        start: record.readUInt32LE(0),
        hidden: ((record[4] ?? 0) & 3) !== 0,
        isCells: record[5] === 0,
        name: readXlsText(record, 7, record[6] ?? 0),
      })
    }
  }
  return { context: { texts, from1904, formats: formatIds.map((id) => numberFormat(id, codes.get(id))) }, sheets }
}

function* continuedRecords(stream: Buffer, start: number): Generator<Buffer> {
  for (const { id, at, end } of recordsFrom(stream, start)) {
    if (id !== xlsRecord.continued) return
    yield stream.subarray(at, end)
  }
}

function shortAt(record: Buffer, at: number): number {
  return at + 2 <= record.length ? record.readUInt16LE(at) : damaged()
}

function damaged(): never {
  throw new AppError('spreadsheetDamaged')
}
