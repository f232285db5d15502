import { AppError } from '../../core/app-error.ts'
import { type CellSpan, CellSpans } from './cell-spans.ts'
import { isoDateCell, numberCell, textCell, valueCell } from './cells.ts'
import { type NumberFormat, numberFormat, plainFormat } from './number-text.ts'
import {
  lastSheetRow,
  mostSheetColumns,
  type SheetInfo,
  type TableCell,
  type TableEncoding,
  type TableRow,
} from './table.ts'
import { textPieces } from './text-pieces.ts'
import { XmlTokens, xmlNeedsMore, xmlOpen, xmlText } from './xml-tokens.ts'

const mostSheets = 1000
/** Excel itself has 64,000 cell formats. */
const mostStyles = 65_536
const pieceBytes = 128 * 1024

/**
 * Opens the XML of Excel 2003 (SpreadsheetML; banks name it .xls). Everything is UTF-8 to the reader of XML, so a file in GBK
 * is written anew as it is read. Throws AppError `spreadsheetDamaged`, also for one with a document type.
 */
export function openSpreadsheetML(
  bytes: Uint8Array,
  encoding: TableEncoding,
): {
  readonly kind: 'xls'
  readonly sheets: readonly SheetInfo[]
  readonly rowsOf: (sheet: SheetInfo) => AsyncGenerator<TableRow, void, void>
} {
  const book = surveyBook(bytes, encoding)
  return {
    kind: 'xls',
    sheets: book.sheets,
    rowsOf: (sheet) => {
      const index = book.sheets.indexOf(sheet)
      if (index < 0) throw new AppError('spreadsheetSheetMissing', { sheet: sheet.name })
      return readSheet(bytes, encoding, index, book)
    },
  }
}

type Book = {
  readonly sheets: readonly SheetInfo[]
  readonly formats: ReadonlyMap<string, NumberFormat>
  readonly from1904: boolean
}

/** The names of the formats that have no code (XML Spreadsheet Reference, ss:Format). */
function formatOf(code: string): NumberFormat {
  if (/^(?:general|long|medium|short) date$/i.test(code))
    return { kind: 'date', date: true, time: /^general/i.test(code) }
  if (/^(?:long|medium|short) time$/i.test(code)) return { kind: 'date', date: false, time: true }
  if (
    /^(?:general(?: number)?|currency|euro currency|fixed|standard|percent|scientific|yes\/no|true\/false|on\/off)$/i.test(
      code,
    )
  ) {
    return plainFormat
  }
  return numberFormat(-1, code)
}

function surveyBook(bytes: Uint8Array, encoding: TableEncoding): Book {
  const sheets: { name: string; hidden: boolean }[] = []
  const formats = new Map<string, NumberFormat>()
  let from1904 = false
  let style: string | null = null
  let inVisible = false
  const tokens = new XmlTokens()
  for (const piece of utf8Pieces(bytes, encoding)) {
    tokens.feed(piece)
    for (let token = tokens.next(); token !== xmlNeedsMore; token = tokens.next()) {
      if (token === xmlText) {
        const sheet = sheets.at(-1)
        if (inVisible && sheet && /^\s*Sheet(?:Very)?Hidden\s*$/.test(tokens.text())) sheet.hidden = true
      } else if (token !== xmlOpen) {
        inVisible = false
      } else if (tokens.nameIs('Style')) {
        style = attributeOf(tokens, 'ID')
      } else if (tokens.nameIs('NumberFormat')) {
        const code = attributeOf(tokens, 'Format')
        if (style !== null && code !== null && formats.size < mostStyles) formats.set(style, formatOf(code))
      } else if (tokens.nameIs('Worksheet')) {
        if (sheets.length >= mostSheets) damaged()
        const name = attributeOf(tokens, 'Name') ?? `Sheet${sheets.length + 1}`
        if (sheets.some((sheet) => sheet.name === name)) damaged()
        sheets.push({ name, hidden: false })
      } else if (tokens.nameIs('Visible')) {
        inVisible = !tokens.selfClosing
      } else if (tokens.nameIs('Date1904')) {
        from1904 = true
      }
    }
  }
  tokens.finish()
  return { sheets, formats, from1904 }
}

async function* readSheet(
  bytes: Uint8Array,
  encoding: TableEncoding,
  index: number,
  book: Book,
): AsyncGenerator<TableRow, void, void> {
  const sheet = new SheetReader(index, book)
  for (const piece of utf8Pieces(bytes, encoding)) {
    for (const row of sheet.read(piece)) yield row
    if (sheet.isOver) return
  }
}

/** Attributes have the prefix `ss:` where Excel writes them, and none where others do. */
function attributeOf(tokens: XmlTokens, name: string): string | null {
  return tokens.attributeText(name, true) ?? tokens.attributeText(name)
}

function wholeOf(tokens: XmlTokens, name: string, most: number): number | null {
  const text = attributeOf(tokens, name)
  if (text === null) return null
  const value = Number(text)
  return Number.isInteger(value) && value >= 0 && value <= most ? value : damaged()
}

type OpenRow = { hidden: boolean; cells: (TableCell | undefined)[]; spans: CellSpan[]; column: number }
type OpenCell = { column: number; formula: boolean; style: string | null; type: string | null; text: string }

/** Reads the rows of one worksheet. Rows and cells without an index follow the one before. */
class SheetReader {
  isOver = false
  readonly #wanted: number
  readonly #book: Book
  readonly #tokens = new XmlTokens()
  readonly #spans = new CellSpans()
  #sheet = -1
  #number = 0
  #row: OpenRow | null = null
  #cell: OpenCell | null = null
  #inData = false
  #inComment = false

  constructor(wanted: number, book: Book) {
    this.#wanted = wanted
    this.#book = book
  }

  /** The rows with a value that end in this piece. */
  read(piece: Buffer): TableRow[] {
    const rows: TableRow[] = []
    const tokens = this.#tokens
    tokens.feed(piece)
    for (let token = tokens.next(); token !== xmlNeedsMore && !this.isOver; token = tokens.next()) {
      if (token === xmlText) {
        if (this.#inData && this.#cell) this.#cell.text += tokens.text()
      } else if (token === xmlOpen) {
        this.#open()
        if (tokens.selfClosing) this.#close(rows)
      } else this.#close(rows)
    }
    return rows
  }

  #open(): void {
    const tokens = this.#tokens
    if (tokens.nameIs('Worksheet')) this.#sheet += 1
    if (this.#sheet !== this.#wanted) return
    if (this.#cell) {
      if (tokens.nameIs('Comment')) this.#inComment = true
      else if (tokens.nameIs('Data') && !this.#inComment) {
        this.#inData = true
        this.#cell.type = attributeOf(tokens, 'Type') ?? 'String'
      }
    } else if (this.#row) {
      if (tokens.nameIs('Cell')) this.#openCell(this.#row)
    } else if (tokens.nameIs('Row')) {
      const number = wholeOf(tokens, 'Index', lastSheetRow) ?? this.#number + 1
      // Rows out of order would make what follows them mean something else.
      if (number <= this.#number || number > lastSheetRow) damaged()
      this.#number = number
      const hidden = attributeOf(tokens, 'Hidden') === '1' || Number(attributeOf(tokens, 'Height') ?? '1') === 0
      this.#row = { hidden, cells: [], spans: [], column: 0 }
    }
  }

  #openCell(row: OpenRow): void {
    const tokens = this.#tokens
    const index = wholeOf(tokens, 'Index', mostSheetColumns)
    const column = index === null ? this.#spans.firstFree(this.#number, row.column) : index - 1
    const columns = (wholeOf(tokens, 'MergeAcross', mostSheetColumns) ?? 0) + 1
    const rows = (wholeOf(tokens, 'MergeDown', lastSheetRow) ?? 0) + 1
    if (column < row.column || column + columns > mostSheetColumns) damaged()
    if (columns > 1 || rows > 1) row.spans.push({ column, columns, rows })
    row.column = column + columns
    const formula = attributeOf(tokens, 'Formula') !== null
    this.#cell = { column, formula, style: attributeOf(tokens, 'StyleID'), type: null, text: '' }
  }

  #close(rows: TableRow[]): void {
    const tokens = this.#tokens
    if (this.#sheet !== this.#wanted) return
    if (this.#cell) {
      if (tokens.nameIs('Comment')) this.#inComment = false
      else if (this.#inComment) return
      else if (tokens.nameIs('Data')) this.#inData = false
      else if (tokens.nameIs('Cell')) this.#closeCell(this.#cell)
    } else if (this.#row) {
      if (!tokens.nameIs('Row')) return
      const { hidden, cells, spans } = this.#row
      this.#row = null
      const hasValue = cells.some((cell) => cell !== undefined && (cell.formula || cell.text.trim() !== ''))
      this.#spans.fill(this.#number, cells, spans)
      if (hasValue) rows.push({ number: this.#number, hidden, cells })
    } else if (tokens.nameIs('Worksheet')) this.isOver = true
  }

  #closeCell(open: OpenCell): void {
    this.#cell = null
    const cell = this.#valueOf(open)
    if (this.#row && cell && (cell.text !== '' || cell.formula)) this.#row.cells[open.column] = cell
  }

  #valueOf({ type, text, formula, style }: OpenCell): TableCell | undefined {
    switch (type) {
      case null:
        // Computed when the workbook is next opened; what it would be nobody knows.
        return formula ? valueCell('error', '', true) : undefined
      case 'Number':
        return this.#numberOf(text.trim(), formula, style)
      case 'DateTime': {
        // A time of day alone is one of the day before the calendar begins.
        const trimmed = text.trim().replace(/^1899-12-31T/, '')
        return isoDateCell(trimmed, formula)
      }
      case 'Boolean':
        return valueCell('boolean', /^(?:1|true)$/i.test(text.trim()) ? 'TRUE' : 'FALSE', formula)
      case 'Error':
        return valueCell('error', text.trim(), formula)
      default:
        return textCell(text, formula)
    }
  }

  #numberOf(text: string, formula: boolean, style: string | null): TableCell | undefined {
    if (text === '') return undefined
    // Portals write account numbers as numbers with every digit: those are all here, where Excel would have lost some.
    if (/^\d{16,}$/.test(text) && !/^\d{15}0+$/.test(text)) return valueCell('number', text, formula)
    const value = Number(text.replaceAll(',', ''))
    // What is no number after all is shown as it is.
    if (!Number.isFinite(value)) return textCell(text, formula)
    const format = style === null ? undefined : this.#book.formats.get(style)
    return numberCell(value, format, this.#book.from1904, formula)
  }
}

/** The bytes as UTF-8, some at a time. */
function* utf8Pieces(bytes: Uint8Array, encoding: TableEncoding): Generator<Buffer, void, void> {
  if (encoding === 'utf-8') {
    const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (let at = 0; at < whole.length; at += pieceBytes) yield whole.subarray(at, at + pieceBytes)
  } else {
    for (const piece of textPieces(bytes, encoding)) yield Buffer.from(piece, 'utf8')
  }
}

function damaged(): never {
  throw new AppError('spreadsheetDamaged')
}
