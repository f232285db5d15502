import { AppError } from '../../core/app-error.ts'
import { type CellSpan, CellSpans } from './cell-spans.ts'
import { writtenCell } from './cells.ts'
import { decodeHtmlText, type HtmlToken, htmlAttribute, readHtmlTokens } from './html-tokens.ts'
import { numberText } from './number-text.ts'
import { lastSheetRow, type TableCell, type TableEncoding, type TableRow } from './table.ts'
import { textPieces } from './text-pieces.ts'

/** Layouts nest a handful of tables. */
const deepestTable = 32
/** HTML itself stops a colspan at 1000 columns and a rowspan at 65,534 rows (WHATWG HTML, 4.9.11). */
const mostColumns = 1024
const mostSpannedColumns = 1000
const mostSpannedRows = 65_534
const mostCellCharacters = 1024 * 1024

/** Whether the page has a table at all: what a portal sends when the log-in has expired has none. */
export function hasHtmlTable(bytes: Uint8Array, encoding: TableEncoding): boolean {
  for (const token of readHtmlTokens(textPieces(bytes, encoding))) {
    if (token.kind === 'open' && token.name === 'table') return true
  }
  return false
}

/**
 * The rows of a web page, as spreadsheet programs lay it out: its tables one below the other, and what is said between
 * them in rows of one cell. Tables within tables stand in rows of their own. Throws AppError `spreadsheetDamaged` for a page
 * that is cut off within a table or nests tables without end, and `spreadsheetTooManyRows`.
 */
export async function* readHtmlRows(bytes: Uint8Array, encoding: TableEncoding): AsyncGenerator<TableRow, void, void> {
  const page = new PageReader()
  for (const token of readHtmlTokens(textPieces(bytes, encoding))) {
    page.read(token)
    if (page.rows.length === 0) continue
    for (const row of page.rows) yield row
    page.rows.length = 0
  }
  page.finish()
  yield* page.rows
}

type OpenCell = { text: string; readonly columns: number; readonly rows: number; readonly number: string | null }
type OpenRow = {
  cells: (TableCell | undefined)[]
  spans: CellSpan[]
  column: number
  cellCount: number
  readonly hidden: boolean
  cell: OpenCell | null
}
type OpenTable = {
  readonly spans: CellSpans
  /** Of the rows of this table, from 1. */
  index: number
  row: OpenRow | null
  /** The first row of a table in a cell, as long as it may be all of it: then it is just what the cell says. */
  held: OpenRow | null
  hasRows: boolean
}

/** Elements that begin a line of their own. */
const blocks = new Set(
  'address blockquote body br caption center dd div dl dt fieldset form h1 h2 h3 h4 h5 h6 head hr html legend li ol p pre ul'.split(
    ' ',
  ),
)

class PageReader {
  /** What is done and was not taken yet. */
  readonly rows: TableRow[] = []
  #number = 0
  readonly #tables: OpenTable[] = []
  /** What is said outside of cells. */
  #said = ''

  read(token: HtmlToken): void {
    if (token.kind === 'text') this.#text(token.text)
    else if (token.kind === 'open') this.#open(token.name, token.attributes)
    else this.#close(token.name)
  }

  finish(): void {
    if (this.#tables.length > 0) throw new AppError('spreadsheetDamaged')
    this.#endBlock()
  }

  get #table(): OpenTable | undefined {
    return this.#tables.at(-1)
  }

  #text(raw: string): void {
    const text = /[\s&]/.test(raw) ? plainText(raw) : raw
    const cell = this.#table?.row?.cell
    if (cell) {
      cell.text += text
      if (cell.text.length > mostCellCharacters) throw new AppError('spreadsheetDamaged')
    } else if (this.#said !== '' || text.trim() !== '') {
      this.#said += text
      if (this.#said.length > mostCellCharacters) throw new AppError('spreadsheetDamaged')
    }
  }

  #open(name: string, attributes: string): void {
    const table = this.#table
    switch (name) {
      case 'table':
        if (this.#tables.length >= deepestTable) throw new AppError('spreadsheetDamaged')
        if (!table?.row?.cell) this.#endBlock()
        this.#tables.push({ spans: new CellSpans(), index: 0, row: null, held: null, hasRows: false })
        return
      case 'tr':
        this.#endBlock()
        if (!table) return
        this.#endRow(table)
        table.row = newRow(isUnseen(attributes))
        return
      case 'td':
      case 'th': {
        this.#endBlock()
        if (!table) return
        table.row ??= newRow(false)
        endCell(table)
        // A cell that is not displayed takes no column.
        if (isUnseen(attributes)) table.row.cell = { text: '', columns: 0, rows: 1, number: null }
        else {
          table.row.cell = {
            text: '',
            columns: spanOf(attributes, 'colspan', mostSpannedColumns),
            rows: spanOf(attributes, 'rowspan', mostSpannedRows),
            number: htmlAttribute(attributes, 'x:num'),
          }
        }
        return
      }
      default:
        if (blocks.has(name)) this.#breakLine()
    }
  }

  #close(name: string): void {
    const table = this.#table
    switch (name) {
      case 'table':
        if (table) this.#endTable(table)
        return
      case 'tr':
      case 'thead':
      case 'tbody':
      case 'tfoot':
        if (table) this.#endRow(table)
        return
      case 'td':
      case 'th':
        if (table) endCell(table)
        return
      default:
        if (blocks.has(name)) this.#breakLine()
    }
  }

  #breakLine(): void {
    const cell = this.#table?.row?.cell
    if (cell) cell.text += '\n'
    else this.#endBlock()
  }

  #endBlock(): void {
    const said = tidy(this.#said)
    this.#said = ''
    if (said !== '') this.#emit([writtenCell(said)], false, () => undefined)
  }

  #endRow(table: OpenTable): void {
    this.#endBlock()
    const { row } = table
    if (!row) return
    endCell(table)
    table.row = null
    const isNested = this.#tables.length > 1 && this.#tables.at(-2)?.row?.cell
    if (isNested && !table.hasRows && table.held === null && row.cellCount <= 1) {
      table.held = row
      return
    }
    this.#letGo(table)
    this.#emitRow(table, row)
  }

  #endTable(table: OpenTable): void {
    this.#endRow(table)
    this.#tables.pop()
    const outer = this.#table?.row?.cell
    if (table.held && outer) outer.text += ` ${table.held.cells.find((cell) => cell !== undefined)?.text ?? ''} `
  }

  /** A table in a cell that is more than a frame: what was said before it comes first, in rows of its own. */
  #letGo(table: OpenTable): void {
    if (!table.hasRows) {
      for (const outer of this.#tables.slice(0, -1)) {
        const { row } = outer
        if (!row) continue
        if (outer.held !== null) this.#letGoHeld(outer)
        const text = row.cell ? tidy(row.cell.text) : ''
        if (row.cell && text !== '') {
          row.cells[row.column] = writtenCell(text)
          row.cell.text = ''
        }
        const cells = row.cells
        row.cells = []
        this.#emit(cells, row.hidden, () => undefined)
      }
    }
    this.#letGoHeld(table)
    table.hasRows = true
  }

  #letGoHeld(table: OpenTable): void {
    const { held } = table
    table.held = null
    table.hasRows = true
    if (held) this.#emitRow(table, held)
  }

  #emitRow(table: OpenTable, row: OpenRow): void {
    table.index += 1
    this.#emit(row.cells, row.hidden, (number) => table.spans.fill(table.index, row.cells, row.spans, number))
  }

  #emit(cells: (TableCell | undefined)[], hidden: boolean, fill: (number: number) => void): void {
    this.#number += 1
    if (this.#number > lastSheetRow) throw new AppError('spreadsheetTooManyRows', { maxRows: lastSheetRow })
    const hasValue = cells.some((cell) => cell !== undefined)
    fill(this.#number)
    if (hasValue) this.rows.push({ number: this.#number, hidden, cells })
  }
}

function newRow(hidden: boolean): OpenRow {
  return { cells: [], spans: [], column: 0, cellCount: 0, hidden, cell: null }
}

function endCell(table: OpenTable): void {
  const { row } = table
  const cell = row?.cell
  if (!row || !cell) return
  row.cell = null
  if (cell.columns === 0) return
  // A held first row stands above this one, though it has no number yet.
  const index = table.index + (table.held ? 2 : 1)
  const column = table.spans.firstFree(index, row.column)
  if (column + cell.columns > mostColumns) throw new AppError('spreadsheetDamaged')
  const value = writtenValue(cell)
  if (value !== '') row.cells[column] = writtenCell(value)
  if (cell.columns > 1 || cell.rows > 1) row.spans.push({ column, columns: cell.columns, rows: cell.rows })
  row.column = column + cell.columns
  row.cellCount += 1
}

/** What a program could not show in the width of a column it keeps beside it. */
function writtenValue(cell: OpenCell): string {
  const shown = tidy(cell.text)
  if (!cell.number || !/^(?:#+|-?\d(?:\.\d+)?E[+-]?\d+)$/i.test(shown)) return shown
  const digits = /^-?\d+(?:\.\d+)?$/.test(cell.number) ? cell.number : numberText(Number(cell.number))
  return digits === 'NaN' ? shown : digits
}

/** A line break of the source between two Chinese characters is no blank. */
const breakInWord = /(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n][ \t\r\n]*(?=[\u3000-\u9fff\uff00-\uffef])/g

function plainText(raw: string): string {
  const joined = raw.replaceAll(breakInWord, '').replaceAll(/[ \t\r\n\f]+/g, ' ')
  return decodeHtmlText(joined).replaceAll('\u00a0', ' ')
}

function tidy(text: string): string {
  if (!/\s/.test(text)) return text
  return text
    .replaceAll(/ {2,}/g, ' ')
    .replaceAll(/ ?\n[ \n]*/g, '\n')
    .trim()
}

function spanOf(attributes: string, name: string, most: number): number {
  const span = Number.parseInt(htmlAttribute(attributes, name) ?? '', 10)
  return span > 1 ? Math.min(span, most) : 1
}

function isUnseen(attributes: string): boolean {
  return /display\s*:\s*none/i.test(htmlAttribute(attributes, 'style') ?? '')
}
