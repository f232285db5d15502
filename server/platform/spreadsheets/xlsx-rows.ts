import { AppError } from '../../core/app-error.ts'
import { unpackEntry, type ZipArchive, type ZipEntry } from '../zip-archive.ts'
import { isoDateCell, numberCell, textCell, valueCell } from './cells.ts'
import { MergedCells } from './merged-cells.ts'
import type { NumberFormat } from './number-text.ts'
import { type SharedStrings, unescapeText } from './shared-strings.ts'
import { surveySheet } from './survey-sheet.ts'
import { lastSheetRow, mostSheetColumns, type TableCell, type TableRow } from './table.ts'
import { integerAt, XmlTokens, xmlNeedsMore, xmlOpen, xmlText } from './xml-tokens.ts'

export type SheetContext = {
  readonly strings: SharedStrings
  readonly formats: readonly NumberFormat[]
  readonly from1904: boolean
}

/** So much without a value behind the last one is a tail of formatted emptiness, which need not be gone through. */
const emptyTailBytes = 1024 * 1024

/**
 * The rows of a sheet part that have a value, merged cells filled. The part is read twice: merged ranges stand behind the
 * rows. Throws AppError `spreadsheetDamaged`.
 */
export async function* readXlsxRows(
  archive: ZipArchive,
  entry: ZipEntry,
  context: SheetContext,
): AsyncGenerator<TableRow, void, void> {
  const survey = await surveySheet(archive, entry)
  const merged = new MergedCells(survey.merged)
  const sheet = new SheetReader(context)
  let readBytes = 0
  for await (const piece of unpackEntry(archive, entry)) {
    const rows = sheet.read(piece)
    for (const row of rows) {
      merged.fill(row.number, row.cells)
      yield row
    }
    readBytes += piece.length
    if (readBytes >= survey.valuesEndBytes + emptyTailBytes && sheet.isBetweenRows) return
  }
  sheet.finish()
}

type OpenRow = { number: number; hidden: boolean; cells: (TableCell | undefined)[] }

/** What a cell's `t` says its value is (ECMA-376 part 1, 18.18.11). */
const isNumber = 0
const isShared = 1
const isText = 2
const isInline = 3
const isBoolean = 4
const isError = 5
const isDate = 6

/** Reads `sheetData` piece by piece. Rows and cells without `r` follow the one before. */
class SheetReader {
  readonly #context: SheetContext
  readonly #tokens = new XmlTokens()
  #inData = false
  #row: OpenRow | null = null
  #rowNumber = 0
  #rowHasValue = false
  #inCell = false
  #column = -1
  #style = 0
  #type = isNumber
  #formula = false
  #inValue = false
  #inText = false
  #inPhonetic = false
  #value: TableCell | undefined
  #inlineText: string | null = null

  constructor(context: SheetContext) {
    this.#context = context
  }

  /** The rows with a value that end in this piece. */
  read(piece: Buffer): OpenRow[] {
    const rows: OpenRow[] = []
    const tokens = this.#tokens
    tokens.feed(piece)
    for (let token = tokens.next(); token !== xmlNeedsMore; token = tokens.next()) {
      if (token === xmlText) {
        if (this.#inValue) this.#readValue()
        else if (this.#inText) this.#inlineText = (this.#inlineText ?? '') + tokens.text()
      } else if (token === xmlOpen) {
        this.#open()
      } else if (this.#close()) {
        const row = this.#row
        this.#row = null
        if (row && this.#rowHasValue) rows.push(row)
      }
    }
    return rows
  }

  get isBetweenRows(): boolean {
    return this.#row === null
  }

  finish(): void {
    this.#tokens.finish()
  }

  #open(): void {
    const tokens = this.#tokens
    if (this.#inCell) {
      this.#openInCell()
    } else if (this.#row) {
      if (tokens.nameLength === 1 && tokens.nameIs('c')) this.#openCell()
    } else if (this.#inData) {
      if (tokens.nameIs('row')) this.#openRow()
    } else if (tokens.nameIs('sheetData')) {
      this.#inData = !tokens.selfClosing
    }
  }

  #openRow(): void {
    const tokens = this.#tokens
    const number = tokens.attribute('r') < 0 ? this.#rowNumber + 1 : tokens.attributeInteger('r')
    // Rows out of order would make what follows them mean something else.
    if (number <= this.#rowNumber || number > lastSheetRow) damaged()
    this.#rowNumber = number
    if (tokens.selfClosing) return
    const hidden =
      (tokens.attribute('hidden') >= 0 && tokens.attributeTrue('hidden')) ||
      (tokens.attribute('ht') >= 0 && Number(tokens.attributeText('ht')) === 0)
    this.#row = { number, hidden, cells: [] }
    this.#rowHasValue = false
    this.#column = -1
  }

  #openCell(): void {
    const tokens = this.#tokens
    const { buffer } = tokens
    this.#column = this.#columnOfCell()
    if (tokens.selfClosing) return
    const style = tokens.attribute('s')
    this.#style = style < 0 ? 0 : integerAt(buffer, tokens.valueStart(style), tokens.valueEnd(style))
    const type = tokens.attribute('t')
    this.#type = type < 0 ? isNumber : cellType(buffer, tokens.valueStart(type), tokens.valueEnd(type))
    this.#inCell = true
    this.#formula = false
    this.#value = undefined
    this.#inlineText = null
  }

  #columnOfCell(): number {
    const tokens = this.#tokens
    const reference = tokens.attribute('r')
    if (reference < 0) {
      if (this.#column + 1 >= mostSheetColumns) damaged()
      return this.#column + 1
    }
    let column = 0
    let at = tokens.valueStart(reference)
    for (; at < tokens.valueEnd(reference); at++) {
      const letter = (tokens.buffer[at] ?? 0) & 0xdf
      if (letter < 0x41 || letter > 0x5a) break
      column = column * 26 + letter - 0x40
    }
    if (column === 0 || column > mostSheetColumns) damaged()
    return column - 1
  }

  #openInCell(): void {
    const tokens = this.#tokens
    const has = !tokens.selfClosing
    if (tokens.nameLength === 1) {
      if (tokens.nameIs('v')) {
        this.#inValue = has
        if (this.#type === isText) this.#value = textCell('', this.#formula)
      } else if (tokens.nameIs('f')) this.#formula = true
      else if (tokens.nameIs('t')) this.#inText = has && !this.#inPhonetic
    } else if (tokens.nameIs('rPh')) this.#inPhonetic = has
  }

  /** True when a row ends. */
  #close(): boolean {
    const tokens = this.#tokens
    if (this.#inCell) {
      if (tokens.nameLength === 1) {
        if (tokens.nameIs('c')) this.#closeCell()
        else if (tokens.nameIs('v')) this.#inValue = false
        else if (tokens.nameIs('t')) this.#inText = false
      } else if (tokens.nameIs('rPh')) this.#inPhonetic = false
      return false
    }
    if (this.#row) return tokens.nameIs('row')
    if (this.#inData && tokens.nameIs('sheetData')) this.#inData = false
    return false
  }

  #closeCell(): void {
    this.#inCell = false
    this.#inValue = false
    this.#inText = false
    this.#inPhonetic = false
    let cell = this.#value
    if (this.#inlineText !== null && this.#type === isInline) {
      cell = textCell(unescapeText(this.#inlineText), this.#formula)
    }
    if (cell === undefined) {
      if (!this.#formula) return
      // Computed when the workbook is next opened; what it would be nobody knows.
      cell = valueCell('error', '', true)
    } else if (cell.text === '') {
      return
    }
    if (cell.formula !== this.#formula) cell = { ...cell, formula: this.#formula }
    const { cells } = this.#row ?? damaged()
    cells[this.#column] = cell
    if (!this.#rowHasValue && (cell.formula || cell.text.trim() !== '')) this.#rowHasValue = true
  }

  #readValue(): void {
    const tokens = this.#tokens
    const { buffer, start, end } = tokens
    const formula = this.#formula
    switch (this.#type) {
      case isShared: {
        const index = integerAt(buffer, start, end)
        this.#value = textCell(this.#context.strings.get(index < 0 ? Number(tokens.text().trim()) : index), formula)
        return
      }
      case isText:
        this.#value = textCell((this.#value?.text ?? '') + unescapeText(tokens.text()), formula)
        return
      case isBoolean:
        this.#value = valueCell('boolean', /^\s*(?:1|true)\s*$/.test(tokens.text()) ? 'TRUE' : 'FALSE', formula)
        return
      case isError:
        this.#value = valueCell('error', tokens.text(), formula)
        return
      case isDate:
        this.#value = isoDateCell(tokens.text().trim(), formula)
        return
      case isNumber: {
        const whole = integerAt(buffer, start, end)
        const value = whole >= 0 ? whole : Number(tokens.text())
        if (!Number.isFinite(value)) damaged()
        this.#value = numberCell(value, this.#context.formats[this.#style], this.#context.from1904, formula)
        return
      }
      default:
        // A text run in `v` of an inline string is no value.
        return
    }
  }
}

function cellType(buffer: Buffer, start: number, end: number): number {
  switch (buffer.toString('latin1', start, end)) {
    case 's':
      return isShared
    case 'str':
      return isText
    case 'inlineStr':
      return isInline
    case 'b':
      return isBoolean
    case 'e':
      return isError
    case 'd':
      return isDate
    default:
      return isNumber
  }
}

function damaged(): never {
  throw new AppError('spreadsheetDamaged')
}
