import { type CellRange, parseRange } from './cells.ts'
import { removeAttribute, type StylePatch, setAttributes } from './patch-styles.ts'
import { columnName } from './table.ts'
import { XmlTokens, xmlClose, xmlNeedsMore, xmlOpen } from './xml-tokens.ts'
import { cellXmlText } from './xml-write.ts'

/** What is to be written into one row. */
export type RowMarks = { readonly badColumns: readonly number[]; readonly reason: string | null }

export type SheetMarks = {
  readonly rows: ReadonlyMap<number, RowMarks>
  readonly headerRow: number
  /** Null when there is nothing to say and no column of reasons from before. */
  readonly reasonColumn: number | null
  /** The column of reasons is there from an earlier import: what is in it is replaced. */
  readonly replaces: boolean
  /** Null takes an earlier heading away. */
  readonly heading: string | null
}

/** In characters. */
export const reasonWidth = 48

/**
 * Copies a sheet part and marks wrong cells in it: their style becomes red, reasons are put into a column, red from before
 * goes. Everything else is copied as it is. Pieces come out as they go in; nothing is held but one tag.
 */
export async function* patchSheet(
  pieces: AsyncIterable<Buffer>,
  marks: SheetMarks,
  styles: StylePatch,
): AsyncGenerator<Buffer, void, void> {
  const patch = new SheetPatch(marks, styles)
  for await (const piece of pieces) yield patch.read(piece)
  yield patch.finish()
}

/** A cell to be made red, or the cell of the reason, which takes the place of what is there. */
type NewCell = { readonly column: number; readonly reason: string | null }

class SheetPatch {
  readonly #marks: SheetMarks
  readonly #styles: StylePatch
  readonly #tokens = new XmlTokens()
  readonly #missingRows: number[]
  #output = Buffer.allocUnsafe(256 * 1024)
  #outputBytes = 0
  #copiedTo = 0
  #prefix = ''
  #inData = false
  #inRow = false
  #inCell = false
  #skipsCell = false
  #inColumns = false
  #hasColumns = false
  readonly #columns: { range: CellRange; tag: string; style: number }[] = []
  /** The row being written, and the last one that the part has. */
  #row = 0
  #present = 0
  #rowStyle: number | null = null
  #column = -1
  #lastStyle = 0
  #newCells: NewCell[] = []

  constructor(marks: SheetMarks, styles: StylePatch) {
    this.#marks = marks
    this.#styles = styles
    this.#missingRows = [...marks.rows.keys()].toSorted((one, other) => one - other)
  }

  read(piece: Buffer): Buffer {
    const tokens = this.#tokens
    tokens.feed(piece)
    this.#copiedTo = 0
    for (let token = tokens.next(); token !== xmlNeedsMore; token = tokens.next()) {
      if (token === xmlOpen) this.#open()
      else if (token === xmlClose) this.#close()
    }
    this.#copyTo(tokens.tokenEnd)
    return this.#take()
  }

  finish(): Buffer {
    this.#tokens.finish()
    const { buffer, tokenEnd } = this.#tokens
    this.#copy(tokenEnd, buffer.length)
    return this.#take()
  }

  #take(): Buffer {
    const all = Buffer.from(this.#output.subarray(0, this.#outputBytes))
    this.#outputBytes = 0
    return all
  }

  #write(text: string): void {
    this.#makeRoom(text.length * 3)
    this.#outputBytes += this.#output.write(text, this.#outputBytes)
  }

  #copy(start: number, end: number): void {
    this.#makeRoom(end - start)
    this.#outputBytes += this.#tokens.buffer.copy(this.#output, this.#outputBytes, start, end)
  }

  #makeRoom(bytes: number): void {
    if (this.#outputBytes + bytes <= this.#output.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#output.length * 2, this.#outputBytes + bytes))
    this.#output.copy(larger, 0, 0, this.#outputBytes)
    this.#output = larger
  }

  /** Lets what was read up to here through, unless it is being left out. */
  #copyTo(end: number): void {
    if (end > this.#copiedTo && !this.#skipsCell && !this.#inColumns) this.#copy(this.#copiedTo, end)
    this.#copiedTo = Math.max(end, this.#copiedTo)
  }

  #tag(): string {
    return this.#tokens.buffer.toString('utf8', this.#tokens.tokenStart, this.#tokens.tokenEnd)
  }

  #replaceTag(tag: string): void {
    this.#copyTo(this.#tokens.tokenStart)
    this.#write(tag)
    this.#copiedTo = this.#tokens.tokenEnd
  }

  /** Gives the cell whose tag was read another style. */
  #replaceStyle(style: number): void {
    const tokens = this.#tokens
    const index = tokens.attribute('s')
    this.#copyTo(index < 0 ? tokens.end : tokens.valueStart(index))
    this.#write(index < 0 ? ` s="${style}"` : String(style))
    this.#copiedTo = index < 0 ? tokens.end : tokens.valueEnd(index)
  }

  #insertBeforeTag(xml: string): void {
    this.#copyTo(this.#tokens.tokenStart)
    this.#write(xml)
  }

  #open(): void {
    const tokens = this.#tokens
    if (this.#inCell) return
    if (this.#inRow) {
      if (tokens.nameIs('c')) this.#openCell()
    } else if (this.#inData) {
      if (tokens.nameIs('row')) this.#openRow()
    } else if (tokens.nameIs('dimension')) {
      this.#growDimension()
    } else if (tokens.nameIs('cols')) {
      this.#replaceTag('')
      if (tokens.selfClosing) return
      this.#prefix = tokens.prefix
      this.#inColumns = true
      this.#hasColumns = true
    } else if (this.#inColumns) {
      this.#readColumn()
    } else if (tokens.nameIs('sheetData')) {
      this.#prefix = tokens.prefix
      if (!this.#hasColumns) this.#insertBeforeTag(this.#columnsXml())
      this.#inData = !tokens.selfClosing
    }
  }

  #close(): void {
    const tokens = this.#tokens
    if (this.#inCell) {
      if (!tokens.nameIs('c')) return
      this.#copyTo(tokens.tokenEnd)
      this.#inCell = false
      this.#skipsCell = false
    } else if (this.#inRow) {
      if (!tokens.nameIs('row')) return
      this.#insertBeforeTag(this.#cellsBefore(Number.POSITIVE_INFINITY))
      this.#inRow = false
    } else if (this.#inData && tokens.nameIs('sheetData')) {
      this.#insertBeforeTag(this.#rowsBefore(Number.POSITIVE_INFINITY))
      this.#inData = false
    } else if (this.#inColumns && tokens.nameIs('cols')) {
      this.#copiedTo = tokens.tokenEnd
      this.#inColumns = false
      this.#write(this.#columnsXml())
    }
  }

  #openRow(): void {
    const tokens = this.#tokens
    const row = tokens.attribute('r') < 0 ? this.#present + 1 : tokens.attributeInteger('r')
    this.#insertBeforeTag(this.#rowsBefore(row))
    this.#present = row
    this.#row = row
    this.#rowStyle = tokens.attributeTrue('customFormat') ? Math.max(tokens.attributeInteger('s'), 0) : null
    this.#column = -1
    this.#lastStyle = 0
    const marks = this.#marks.rows.get(this.#row)
    this.#newCells = marks ? this.#cellsFor(marks) : []
    if (this.#newCells.length === 0) {
      this.#inRow = !tokens.selfClosing
      return
    }
    // The span of columns is a hint that would be wrong now.
    const tag = removeAttribute(this.#tag(), 'spans')
    if (tokens.selfClosing) {
      const cells = this.#cellsBefore(Number.POSITIVE_INFINITY)
      this.#replaceTag(`${tag.replace(/\s*\/>$/, '>')}${cells}</${tokens.prefix}row>`)
    } else {
      this.#replaceTag(tag)
      this.#inRow = true
    }
  }

  #openCell(): void {
    const tokens = this.#tokens
    const reference = tokens.attributeText('r')
    const place = reference === null ? null : parseRange(reference)
    this.#column = place ? place.firstColumn : this.#column + 1
    const style = Math.max(tokens.attributeInteger('s'), 0)
    this.#inCell = !tokens.selfClosing
    const before = this.#cellsBefore(this.#column)
    if (before !== '') this.#insertBeforeTag(before)
    const isReason = this.#column === this.#marks.reasonColumn && this.#row >= this.#marks.headerRow
    const own = this.#newCells[0]?.column === this.#column ? this.#newCells.shift() : undefined
    if (own?.reason != null || (isReason && this.#marks.replaces)) {
      this.#replaceTag(own ? this.#newCellXml(own) : '')
      this.#skipsCell = this.#inCell
      return
    }
    this.#lastStyle = style
    if (own) this.#replaceStyle(this.#styles.redOf(style))
    else if (this.#styles.isRed(style)) this.#replaceStyle(this.#styles.baseOf(style))
  }

  /** The cells that are to be changed or added in a row, by column. */
  #cellsFor({ badColumns, reason }: RowMarks): NewCell[] {
    const { reasonColumn } = this.#marks
    const cells: NewCell[] = [...new Set(badColumns)]
      .filter((column) => column !== reasonColumn)
      .map((column) => ({ column, reason: null }))
    if (reasonColumn !== null && reason !== null) cells.push({ column: reasonColumn, reason })
    return cells.toSorted((one, other) => one.column - other.column)
  }

  #newCellXml({ column, reason }: NewCell): string {
    const prefix = this.#prefix
    const place = `${columnName(column)}${this.#row}`
    if (reason === null) {
      const style = this.#styles.redOf(this.#rowStyle ?? this.#columnStyle(column))
      return `<${prefix}c r="${place}" s="${style}"/>`
    }
    // The heading looks like the one before it.
    const isHeading = this.#row === this.#marks.headerRow
    const style = isHeading ? this.#styles.baseOf(this.#lastStyle) : this.#styles.reasonStyle
    return (
      `<${prefix}c r="${place}" s="${style}" t="inlineStr"><${prefix}is><${prefix}t xml:space="preserve">` +
      `${cellXmlText(reason)}</${prefix}t></${prefix}is></${prefix}c>`
    )
  }

  #cellsBefore(column: number): string {
    let xml = ''
    for (let cell = this.#newCells[0]; cell && cell.column < column; cell = this.#newCells[0]) {
      xml += this.#newCellXml(cell)
      this.#newCells.shift()
    }
    return xml
  }

  /** Rows that the part has no element for. */
  #rowsBefore(row: number): string {
    let xml = ''
    for (let next = this.#missingRows[0]; next !== undefined && next <= row; next = this.#missingRows[0]) {
      this.#missingRows.shift()
      const marks = this.#marks.rows.get(next)
      if (next === row || !marks) continue
      this.#row = next
      this.#rowStyle = null
      this.#newCells = this.#cellsFor(marks)
      const cells = this.#cellsBefore(Number.POSITIVE_INFINITY)
      xml += `<${this.#prefix}row r="${next}">${cells}</${this.#prefix}row>`
    }
    return xml
  }

  #columnStyle(column: number): number {
    const found = this.#columns.find(({ range }) => column >= range.firstColumn && column <= range.lastColumn)
    return found?.style ?? 0
  }

  #readColumn(): void {
    const tokens = this.#tokens
    if (!tokens.nameIs('col')) return
    const [first, last] = [tokens.attributeInteger('min'), tokens.attributeInteger('max')]
    this.#columns.push({
      range: { firstRow: 1, lastRow: 1, firstColumn: first - 1, lastColumn: last - 1 },
      tag: this.#tag().replace(/\s*\/?>$/, '/>'),
      style: Math.max(tokens.attributeInteger('style'), 0),
    })
  }

  /** The widths of columns, the column of reasons cut out of what it lay in and made wide. */
  #columnsXml(): string {
    const { reasonColumn, replaces } = this.#marks
    const widths = this.#columns.flatMap(({ range, tag }) => {
      const { firstColumn, lastColumn } = range
      if (reasonColumn === null || replaces) return [{ firstColumn, tag }]
      const parts: { firstColumn: number; tag: string }[] = []
      const add = (first: number, last: number) => {
        if (first <= last)
          parts.push({ firstColumn: first, tag: setAttributes(tag, { min: first + 1, max: last + 1 }) })
      }
      add(firstColumn, Math.min(lastColumn, reasonColumn - 1))
      add(Math.max(firstColumn, reasonColumn + 1), lastColumn)
      return reasonColumn < firstColumn || reasonColumn > lastColumn ? [{ firstColumn, tag }] : parts
    })
    if (reasonColumn !== null && !replaces) {
      const number = reasonColumn + 1
      const tag = `<${this.#prefix}col min="${number}" max="${number}" width="${reasonWidth}" customWidth="1"/>`
      widths.push({ firstColumn: reasonColumn, tag })
    }
    if (widths.length === 0) return ''
    const sorted = widths.toSorted((one, other) => one.firstColumn - other.firstColumn)
    return `<${this.#prefix}cols>${sorted.map(({ tag }) => tag).join('')}</${this.#prefix}cols>`
  }

  #growDimension(): void {
    const { reasonColumn, rows } = this.#marks
    const range = parseRange(this.#tokens.attributeText('ref') ?? '')
    if (!range) return
    const lastColumn = Math.max(range.lastColumn, reasonColumn ?? 0)
    const lastRow = Math.max(range.lastRow, ...[...rows.keys()].slice(-1))
    const ref = `${columnName(range.firstColumn)}${range.firstRow}:${columnName(lastColumn)}${lastRow}`
    this.#replaceTag(setAttributes(this.#tag(), { ref }))
  }
}
