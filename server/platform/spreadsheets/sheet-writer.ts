import { dateSerial } from './number-text.ts'
import type { CellToWrite, CellValue, ColumnToWrite, RowToWrite, SheetToWrite } from './sheet-to-write.ts'
import type { Style, StyleBook } from './style-book.ts'
import { columnName, lastSheetRow } from './table.ts'
import { cellXmlText, mainNamespace, relationNamespace, xmlEscape, xmlHead } from './xml-write.ts'

export type Note = { readonly row: number; readonly column: number; readonly text: string }

const pieceCharacters = 64 * 1024
const mostWidth = 60
/** Nobody picks from a list in more rows; some programs keep a rule for every cell and take seconds for a million. */
const lastChoiceRow = 20_000

export const notesRelationId = 'rId1'
export const drawingRelationId = 'rId2'

/** How a drop-down list is written: in the rule itself, or as a range of another sheet. */
export type ChoiceFormula = (column: ColumnToWrite) => string

/**
 * A sheet part, piece by piece in the order that the format demands (ECMA-376 part 1, 18.3.1.99). Notes are added to `notes`
 * as they come by. Throws RangeError when a row's number does not rise or lies beyond the last row of a sheet.
 */
export async function* sheetXml(
  sheet: SheetToWrite,
  styles: StyleBook,
  formulaOf: ChoiceFormula,
  notes: Note[],
): AsyncGenerator<Buffer, void, void> {
  const columns = sheet.columns ?? []
  let text =
    `${xmlHead}<worksheet xmlns="${mainNamespace}" xmlns:r="${relationNamespace}">` +
    `<sheetViews><sheetView workbookViewId="0">${columns.length > 0 ? frozenFirstRow : ''}</sheetView></sheetViews>` +
    `<sheetFormatPr defaultRowHeight="15"/>${columnsXml(sheet, styles)}<sheetData>`
  const cells = new CellWriter(styles, sheet.wrap === true, notes)
  let last = 0
  if (columns.length > 0) {
    last = 1
    text += rowXml(1, false, headingCells(columns), [], cells)
  }
  const formats = columns.map(({ format }) => format)
  for await (const row of sheet.rows) {
    const placed = placedRow(row, last + 1)
    if (placed.row <= last || placed.row > lastSheetRow) throw new RangeError(`row ${placed.row} after row ${last}`)
    last = placed.row
    text += rowXml(placed.row, placed.hidden === true, placed.cells, formats, cells)
    if (text.length >= pieceCharacters) {
      yield Buffer.from(text)
      text = ''
    }
  }
  text += '</sheetData>'
  if (columns.length > 0 && last > 1) text += `<autoFilter ref="A1:${columnName(columns.length - 1)}${last}"/>`
  text += validationsXml(columns, formulaOf)
  text += '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
  if (notes.length > 0) text += `<legacyDrawing r:id="${drawingRelationId}"/>`
  yield Buffer.from(`${text}</worksheet>`)
}

const frozenFirstRow =
  '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' +
  '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/>'

function placedRow(row: RowToWrite, next: number) {
  return 'cells' in row ? row : { row: next, cells: row, hidden: false }
}

function headingCells(columns: readonly ColumnToWrite[]): CellToWrite[] {
  return columns.map(({ heading, required, note }) => ({
    value: required === true ? `${heading} *` : heading,
    look: required === true ? 'requiredHeading' : 'heading',
    ...(note === undefined ? {} : { note }),
  }))
}

function rowXml(
  row: number,
  hidden: boolean,
  cells: readonly CellToWrite[],
  formats: readonly (ColumnToWrite['format'] | undefined)[],
  writer: CellWriter,
): string {
  let text = hidden ? `<row r="${row}" hidden="1">` : `<row r="${row}">`
  for (let column = 0; column < cells.length; column++) {
    text += writer.xml(row, column, cells[column], formats[column])
  }
  return `${text}</row>`
}

/** Also holds what is the same for all cells: references of columns, and the numbers of styles. */
class CellWriter {
  readonly #styles: StyleBook
  readonly #wrap: boolean
  readonly #notes: Note[]
  readonly #names: string[] = []

  constructor(styles: StyleBook, wrap: boolean, notes: Note[]) {
    this.#styles = styles
    this.#wrap = wrap
    this.#notes = notes
  }

  xml(row: number, column: number, cell: CellToWrite, columnFormat: ColumnToWrite['format']): string {
    if (cell === null || cell === undefined) return ''
    if (typeof cell !== 'object') return this.#value(row, column, cell, { format: columnFormat, wrap: this.#wrap })
    if (cell.note !== undefined) this.#notes.push({ row, column, text: cell.note })
    const style = { look: cell.look, format: cell.format ?? columnFormat, wrap: this.#wrap || cell.look === 'reason' }
    return this.#value(row, column, cell.value, style)
  }

  #value(row: number, column: number, value: CellValue, style: Style): string {
    const name = this.#names[column] ?? columnName(column)
    this.#names[column] = name
    const isDate = style.format === 'date' || style.format === 'dateTime'
    const written = isDate && typeof value === 'string' ? (dateSerial(value) ?? value) : value
    if (written === null || written === undefined || written === '') {
      return style.look === undefined ? '' : `<c r="${name}${row}" s="${this.#styles.number(style)}"/>`
    }
    if (typeof written === 'boolean') {
      return `<c r="${name}${row}" s="${this.#styles.number(style)}" t="b"><v>${written ? 1 : 0}</v></c>`
    }
    if (typeof written === 'number' && Number.isFinite(written)) {
      return `<c r="${name}${row}" s="${this.#styles.number(style)}"><v>${written}</v></c>`
    }
    const text = String(written)
    const number = this.#styles.number(beginsLikeFormula(text) ? { ...style, quoted: true } : style)
    return `<c r="${name}${row}" s="${number}" t="inlineStr"><is><t xml:space="preserve">${cellXmlText(text)}</t></is></c>`
  }
}

/** What a spreadsheet program would compute when it is typed (OWASP, "CSV Injection"). */
export function beginsLikeFormula(text: string): boolean {
  return /^[=+\-@\t\r]/.test(text)
}

function columnsXml(sheet: SheetToWrite, styles: StyleBook): string {
  const widths = sheet.columns?.map(columnWidth) ?? sheet.widthsCharacters ?? []
  if (widths.length === 0) return ''
  const columns = widths.map((width, index) => {
    const format = sheet.columns?.[index]?.format
    const style = styles.number({ format, wrap: sheet.wrap === true })
    return `<col min="${index + 1}" max="${index + 1}" width="${width}" style="${style}" customWidth="1"/>`
  })
  return `<cols>${columns.join('')}</cols>`
}

function columnWidth({ heading, widthCharacters }: ColumnToWrite): number {
  if (widthCharacters !== undefined) return widthCharacters
  return Math.min(Math.max(shownWidth(heading) + 4, 10), mostWidth)
}

/** In half-width characters: a Chinese one is as wide as two. */
export function shownWidth(text: string): number {
  let width = 0
  for (const character of text) width += (character.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1
  return width
}

function validationsXml(columns: readonly ColumnToWrite[], formulaOf: ChoiceFormula): string {
  const rules = columns.flatMap((column, index) => {
    if (!column.choices || column.choices.length === 0) return []
    const name = columnName(index)
    const style = column.choicesError === 'stop' ? '' : ' errorStyle="warning"'
    const message =
      column.choicesMessage === undefined ? '' : ` error="${xmlEscape(column.choicesMessage.slice(0, 225))}"`
    return [
      `<dataValidation type="list"${style} allowBlank="1" showInputMessage="1" showErrorMessage="1"${message} ` +
        `sqref="${name}2:${name}${lastChoiceRow}"><formula1>${xmlEscape(formulaOf(column))}</formula1></dataValidation>`,
    ]
  })
  return rules.length === 0 ? '' : `<dataValidations count="${rules.length}">${rules.join('')}</dataValidations>`
}
