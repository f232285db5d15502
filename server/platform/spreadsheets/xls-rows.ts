import { AppError } from '../../core/app-error.ts'
import { type CellRange, numberCell, textCell, valueCell } from './cells.ts'
import { MergedCells } from './merged-cells.ts'
import type { TableCell, TableRow } from './table.ts'
import { recordsFrom, type XlsContext, xlsRecord } from './xls-records.ts'
import { readXlsText } from './xls-strings.ts'

const mostRows = 65_536

/** [MS-XLS] 2.5.10 BErr. */
const errorTexts: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
}

/**
 * The rows of a sheet that have a value. The records are gone through twice: what is hidden or merged stands before, among
 * and behind the cells. Throws AppError `spreadsheetDamaged`.
 */
export async function* readXlsRows(
  stream: Buffer,
  start: number,
  context: XlsContext,
): AsyncGenerator<TableRow, void, void> {
  const { hiddenRows, ranges, rowStarts } = surveySheet(stream, start)
  const merged = new MergedCells(ranges)
  for (const [index, starts] of rowStarts.entries()) {
    if (!starts) continue
    const cells: (TableCell | undefined)[] = []
    for (const at of starts) readCells(stream, at, context, cells)
    if (!cells.some((cell) => cell !== undefined && (cell.formula || cell.text.trim() !== ''))) continue
    merged.fill(index + 1, cells)
    yield { number: index + 1, hidden: hiddenRows.has(index), cells }
  }
}

const cellRecords = new Set<number>([
  xlsRecord.labelOfSharedText,
  xlsRecord.label,
  xlsRecord.number,
  xlsRecord.rk,
  xlsRecord.multipleRk,
  xlsRecord.booleanOrError,
  xlsRecord.formula,
])

type Survey = {
  readonly hiddenRows: ReadonlySet<number>
  readonly ranges: CellRange[]
  /** By row from 0: where the records of its cells begin. */
  readonly rowStarts: (number[] | undefined)[]
}

function surveySheet(stream: Buffer, start: number): Survey {
  const hiddenRows = new Set<number>()
  const ranges: CellRange[] = []
  const rowStarts: (number[] | undefined)[] = Array.from({ length: mostRows })
  let depth = 0
  for (const { id, at, end } of recordsFrom(stream, start)) {
    if (depth === 0 && id !== xlsRecord.beginOfSubstream) damaged()
    // Charts within a sheet are substreams of their own, with numbers of their own.
    if (id === xlsRecord.beginOfSubstream) depth += 1
    else if (id === xlsRecord.endOfSubstream) {
      depth -= 1
      if (depth === 0) break
    } else if (depth > 1) {
    } else if (id === xlsRecord.row && end - at >= 16) {
      const height = stream.readUInt16LE(at + 6)
      if ((stream.readUInt8(at + 12) & 0x20) !== 0 || height === 0) hiddenRows.add(stream.readUInt16LE(at))
    } else if (id === xlsRecord.mergedCells) {
      readRanges(stream.subarray(at, end), ranges)
    } else if (cellRecords.has(id) && end - at >= 6) {
      const row = stream.readUInt16LE(at)
      const starts = rowStarts[row]
      if (starts) starts.push(at - 4)
      else rowStarts[row] = [at - 4]
    }
  }
  return { hiddenRows, ranges, rowStarts }
}

function readRanges(record: Buffer, ranges: CellRange[]): void {
  const count = record.length >= 2 ? record.readUInt16LE(0) : damaged()
  if (record.length < 2 + count * 8) damaged()
  for (let at = 2; at < 2 + count * 8; at += 8) {
    ranges.push({
      firstRow: record.readUInt16LE(at) + 1,
      lastRow: record.readUInt16LE(at + 2) + 1,
      firstColumn: record.readUInt16LE(at + 4),
      lastColumn: record.readUInt16LE(at + 6),
    })
  }
}

/** Reads the cell or cells of one record into the row. */
function readCells(stream: Buffer, recordStart: number, context: XlsContext, cells: (TableCell | undefined)[]): void {
  const id = stream.readUInt16LE(recordStart)
  const at = recordStart + 4
  const end = at + stream.readUInt16LE(recordStart + 2)
  const record = stream.subarray(at, end)
  const column = record.readUInt16LE(2)
  const number = (value: number, format: number, formula = false) =>
    numberCell(value, context.formats[format], context.from1904, formula)
  const put = (index: number, cell: TableCell) => {
    if (cell.text !== '' || cell.formula) cells[index] = cell
  }
  if (id === xlsRecord.multipleRk) {
    // Row, first column, one format and number a column, last column.
    for (let offset = 4, index = column; offset + 6 <= record.length - 2; offset += 6, index++) {
      put(index, number(packedNumber(record.readInt32LE(offset + 2)), record.readUInt16LE(offset)))
    }
    return
  }
  const format = record.readUInt16LE(4)
  const needs = (bytes: number) => (record.length < bytes ? damaged() : undefined)
  switch (id) {
    case xlsRecord.labelOfSharedText:
      needs(10)
      put(column, textCell(context.texts[record.readUInt32LE(6)] ?? damaged(), false))
      return
    case xlsRecord.label:
      needs(9)
      put(column, textCell(readXlsText(record, 8, record.readUInt16LE(6)), false))
      return
    case xlsRecord.number:
      needs(14)
      put(column, number(record.readDoubleLE(6), format))
      return
    case xlsRecord.rk:
      needs(10)
      put(column, number(packedNumber(record.readInt32LE(6)), format))
      return
    case xlsRecord.booleanOrError:
      needs(8)
      put(column, booleanOrError(record.readUInt8(6), record[7] === 1, false))
      return
    case xlsRecord.formula:
      needs(14)
      put(
        column,
        computedCell(stream, record, end, (value) => number(value, format, true)),
      )
  }
}

/** The value stored with a formula ([MS-XLS] 2.5.133): a number, or what the bytes that are no number say. */
function computedCell(stream: Buffer, record: Buffer, end: number, number: (value: number) => TableCell): TableCell {
  if (record.readUInt16LE(12) !== 0xffff) return number(record.readDoubleLE(6))
  const kind = record.readUInt8(6)
  if (kind === 1 || kind === 2) return booleanOrError(record.readUInt8(8), kind === 2, true)
  if (kind === 3) return textCell('', true)
  // A text follows in a record of its own; the formula of an array or a shared one may stand between.
  for (const next of recordsFrom(stream, end)) {
    if (next.id === xlsRecord.stringOfFormula) {
      const text = stream.subarray(next.at, next.end)
      return text.length < 3 ? damaged() : textCell(readXlsText(text, 2, text.readUInt16LE(0)), true)
    }
    if (cellRecords.has(next.id) || next.id === xlsRecord.endOfSubstream) break
  }
  return valueCell('error', '', true)
}

function booleanOrError(value: number, isError: boolean, formula: boolean): TableCell {
  if (isError) return valueCell('error', errorTexts[value] ?? '#ERROR!', formula)
  return valueCell('boolean', value === 0 ? 'FALSE' : 'TRUE', formula)
}

/** A number in 30 bits ([MS-XLS] 2.5.217 RkNumber): whole or the upper half of a double, possibly times 100. */
export function packedNumber(packed: number): number {
  let value = packed >> 2
  if ((packed & 2) === 0) {
    const double = Buffer.alloc(8)
    double.writeInt32LE(packed & ~3, 4)
    value = double.readDoubleLE(0)
  }
  return (packed & 1) === 0 ? value : value / 100
}

function damaged(): never {
  throw new AppError('spreadsheetDamaged')
}
