import { dateSerial, dateText, losesPrecision, type NumberFormat, numberText, plainFormat } from './number-text.ts'
import { type CellKind, type CellPlace, lastSheetRow, mostSheetColumns, type TableCell } from './table.ts'

/** Cells as all readers make them. One shape with the same order of fields: millions of them are made. */
export function textCell(text: string, formula: boolean): TableCell {
  // What Excel makes of a long number when it saves it as .csv, and what people then copy.
  const precisionLost = text.length <= 24 && text.includes('E+') && /^\s*\d(?:\.\d+)?E\+1[1-9]\s*$/.test(text)
  return { text, kind: 'text', formula, precisionLost, raw: null, mergedFrom: null }
}

/** A cell of a file of text. `="00123"` is how programs keep a number in it from losing its zeros. */
export function writtenCell(value: string): TableCell {
  const kept = /^="([^"]*)"$/.exec(value)
  return textCell(kept?.[1] ?? value, false)
}

export function valueCell(kind: CellKind, text: string, formula: boolean): TableCell {
  return { text, kind, formula, precisionLost: false, raw: null, mergedFrom: null }
}

export function numberCell(
  value: number,
  format: NumberFormat | undefined,
  from1904: boolean,
  formula: boolean,
): TableCell {
  const { kind } = format ?? plainFormat
  if (kind === 'date' && format?.kind === 'date') {
    const text = dateText(value, format, from1904)
    if (text !== null) return { text, kind: 'date', formula, precisionLost: false, raw: value, mergedFrom: null }
  }
  let text = numberText(value)
  if (format?.kind === 'padded' && Number.isInteger(value) && value >= 0) text = text.padStart(format.digits, '0')
  return { text, kind: 'number', formula, precisionLost: losesPrecision(value), raw: value, mergedFrom: null }
}

/** Dates of the strict dialect and of SpreadsheetML: `2026-05-02T13:05:00.000Z`, `2026-05-02`, `13:05:00`. */
export function isoDateCell(text: string, formula: boolean): TableCell {
  const match = /^(?:(\d{4}-\d{2}-\d{2}))?T?(\d{2}:\d{2}(?::\d{2})?)?(?:\.\d+)?Z?$/.exec(text)
  const [, date, time] = match ?? []
  if (date === undefined && time === undefined) return textCell(text, formula)
  const isMidnight = time === undefined || /^00:00(?::00)?$/.test(time)
  const shown = date === undefined ? (time ?? '') : isMidnight ? date : `${date} ${time}`
  return { ...valueCell('date', shown, formula), raw: dateSerial(shown) }
}

/** Rows from 1 and columns from 0, both ends included. */
export type CellRange = {
  readonly firstRow: number
  readonly lastRow: number
  readonly firstColumn: number
  readonly lastColumn: number
}

/** `B3` or `$B$3`; null for what is no place of a sheet. */
export function parsePlace(text: string): CellPlace | null {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/i.exec(text)
  if (!match?.[1]) return null
  let column = 0
  for (const letter of match[1].toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64
  const row = Number(match[2])
  return row >= 1 && row <= lastSheetRow && column <= mostSheetColumns ? { row, column: column - 1 } : null
}

/** `A1:C3` or `A1`. */
export function parseRange(text: string): CellRange | null {
  const [from = '', to = from] = text.split(':')
  const first = parsePlace(from)
  const last = parsePlace(to)
  if (!first || !last) return null
  return {
    firstRow: Math.min(first.row, last.row),
    lastRow: Math.max(first.row, last.row),
    firstColumn: Math.min(first.column, last.column),
    lastColumn: Math.max(first.column, last.column),
  }
}
