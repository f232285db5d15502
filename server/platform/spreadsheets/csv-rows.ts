import { isUtf8 } from 'node:buffer'
import { AppError } from '../../core/app-error.ts'
import { writtenCell } from './cells.ts'
import type { TableCell, TableEncoding, TableRow } from './table.ts'
import { textPieces } from './text-pieces.ts'

/** A record without an end (a quote that is never closed) is stopped here. */
const mostRecordCharacters = 4 * 1024 * 1024
const mostColumns = 16_384
const sampleBytes = 64 * 1024

/**
 * UTF-8 when every byte of the file is, else GB18030, which holds GBK and GB 2312; Excel's "Unicode text" has a byte
 * order mark. Null for what is no text.
 */
export function csvEncoding(bytes: Uint8Array): TableEncoding | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes.subarray(0, sampleBytes).includes(0)) return null
  return isUtf8(bytes) ? 'utf-8' : 'gb18030'
}

/** The first characters of a text file, for telling what it is. */
export function csvSample(bytes: Uint8Array, encoding: TableEncoding): string {
  return new TextDecoder(encoding).decode(bytes.subarray(0, sampleBytes), { stream: true })
}

/**
 * The records of a delimited text that have a value. A record is one row however many lines its quoted fields have, as
 * spreadsheet programs number them. Throws AppError `spreadsheetDamaged` for bytes that are not in the encoding.
 */
export async function* readCsvRows(bytes: Uint8Array, encoding: TableEncoding): AsyncGenerator<TableRow, void, void> {
  const sample = csvSample(bytes, encoding)
  const hint = /^sep=(.)\r?\n/i.exec(sample)
  const records = new RecordReader(hint?.[1] ?? findDelimiter(sample))
  if (hint) records.skipRecord()
  for (const piece of textPieces(bytes, encoding)) {
    for (const row of records.read(piece)) yield row
  }
  for (const row of records.finish('')) yield row
}

/** The cells of one line, and how many fields it has with the empty ones. */
export function splitRecord(line: string, delimiter: string): { cells: TableRow['cells']; fields: number } {
  let fields = 0
  const reader = new RecordReader(delimiter, (count) => {
    fields = count
  })
  return { cells: reader.finish(line)[0]?.cells ?? [], fields }
}

/** A tab before another delimiter keeps a number text in the exports of banks: it delimits nothing. */
const textMarks = /\t+(?="?[,;|])/g

/**
 * The one of `,` `;` tab and `|` that splits most lines into the same number of fields. A heading in a sentence above the table has
 * commas too, so how often a number of fields repeats counts, not how many there are.
 */
export function findDelimiter(sample: string): string {
  let best = ','
  let bestScore = 0
  for (const delimiter of [',', '\t', ';', '|']) {
    const lines = new Map<number, number>()
    const reader = new RecordReader(delimiter, (fields) => {
      if (fields > 1) lines.set(fields, (lines.get(fields) ?? 0) + 1)
    })
    reader.read(delimiter === '\t' ? sample.replaceAll(textMarks, '') : sample)
    const score = Math.max(0, ...[...lines].map(([fields, count]) => count * Math.min(fields, 4)))
    if (score > bestScore) {
      best = delimiter
      bestScore = score
    }
  }
  return best
}

/** Splits text into records (RFC 4180, with what programs really write: a quote inside an unquoted field is a character). */
class RecordReader {
  readonly #delimiter: string
  readonly #onRecord: ((fields: number) => void) | null
  #rest = ''
  #number = 0
  #skip = 0

  /** `onRecord` hears the number of fields of each record, the empty ones at its end included. */
  constructor(delimiter: string, onRecord: ((fields: number) => void) | null = null) {
    this.#delimiter = delimiter
    this.#onRecord = onRecord
  }

  skipRecord(): void {
    this.#skip += 1
  }

  read(text: string): TableRow[] {
    const all = this.#rest === '' ? text : this.#rest + text
    const rows: TableRow[] = []
    let start = 0
    for (;;) {
      const end = this.#record(all, start, rows, false)
      if (end < 0) break
      start = end
    }
    this.#rest = start === 0 ? all : all.slice(start)
    if (this.#rest.length > mostRecordCharacters) throw new AppError('spreadsheetDamaged')
    return rows
  }

  finish(text: string): TableRow[] {
    const rows = this.read(text)
    if (this.#rest !== '') this.#record(this.#rest, 0, rows, true)
    return rows
  }

  /** Reads one record and gives where the next begins, or -1 when the text does not hold the whole record. */
  #record(text: string, start: number, rows: TableRow[], isLast: boolean): number {
    const delimiter = this.#delimiter
    const cells: (TableCell | undefined)[] = []
    let column = 0
    let at = start
    for (;;) {
      const field =
        text[at] === '"' ? quotedField(text, at, delimiter, isLast) : plainField(text, at, delimiter, isLast)
      if (field === null) return -1
      if (field.value !== '') {
        if (column >= mostColumns) throw new AppError('spreadsheetDamaged')
        cells[column] = writtenCell(field.value)
      }
      column += 1
      at = field.end
      if (text[at] === delimiter) {
        at += 1
        continue
      }
      // A line end that may still be the first half of one: wait for the other half.
      if (text[at] === '\r' && at + 1 === text.length && !isLast) return -1
      if (text[at] === '\r' && text[at + 1] === '\n') at += 1
      break
    }
    this.#number += 1
    this.#onRecord?.(column)
    if (this.#skip > 0) this.#skip -= 1
    else if (cells.some((cell) => cell !== undefined && cell.text.trim() !== ''))
      rows.push({ number: this.#number, hidden: false, cells })
    return at + 1
  }
}

type Field = { readonly value: string; readonly end: number }

function plainField(text: string, start: number, delimiter: string, isLast: boolean): Field | null {
  let end = start
  for (; end < text.length; end++) {
    const character = text[end]
    if (character === delimiter || character === '\n' || character === '\r') break
  }
  if (end >= text.length && !isLast) return null
  return { value: text.slice(start, end), end }
}

function quotedField(text: string, start: number, delimiter: string, isLast: boolean): Field | null {
  let value = ''
  let from = start + 1
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote < 0) {
      // A quote that is never closed: the rest of the file is its value, as programs show it.
      return isLast ? { value: value + text.slice(from), end: text.length } : null
    }
    if (quote + 1 >= text.length && !isLast) return null
    value += text.slice(from, quote)
    if (text[quote + 1] === '"') {
      value += '"'
      from = quote + 2
      continue
    }
    const rest = plainField(text, quote + 1, delimiter, isLast)
    return rest && { value: value + rest.value, end: rest.end }
  }
}
