import { AppError } from '../../core/app-error.ts'
import type { NumberFormat } from './number-text.ts'

/** Records of the binary format ([MS-XLS] 2.3) that say something about values. */
export const xlsRecord = {
  formula: 0x0006,
  endOfSubstream: 0x000a,
  date1904: 0x0022,
  filePass: 0x002f,
  continued: 0x003c,
  boundSheet: 0x0085,
  multipleRk: 0x00bd,
  extendedFormat: 0x00e0,
  mergedCells: 0x00e5,
  sharedTexts: 0x00fc,
  labelOfSharedText: 0x00fd,
  number: 0x0203,
  label: 0x0204,
  booleanOrError: 0x0205,
  stringOfFormula: 0x0207,
  row: 0x0208,
  rk: 0x027e,
  format: 0x041e,
  beginOfSubstream: 0x0809,
} as const

/** What the cells of all sheets share. */
export type XlsContext = {
  readonly texts: readonly string[]
  readonly formats: readonly NumberFormat[]
  readonly from1904: boolean
}

/** The records from a place on: their kind, and where their contents begin and end. */
export function* recordsFrom(
  stream: Buffer,
  start: number,
): Generator<{ readonly id: number; readonly at: number; readonly end: number }> {
  for (let at = start; at + 4 <= stream.length; ) {
    const id = stream.readUInt16LE(at)
    const end = at + 4 + stream.readUInt16LE(at + 2)
    if (end > stream.length) throw new AppError('spreadsheetDamaged')
    yield { id, at: at + 4, end }
    at = end
  }
}
