import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError } from '../../core/app-error.ts'
import { openTable } from '../../platform/spreadsheets/open-table.ts'
import type { Table, TableRow } from '../../platform/spreadsheets/table.ts'
import { bankOfFileName } from './banks.rules.ts'
import { accountInFileName, type Banner, readBanner } from './banner.rules.ts'
import { chooseColumns } from './choose-columns.rules.ts'
import { readDate } from './dates.rules.ts'
import { findHeader, type Header, headerAt, headerWithinRows, likeliestHeader } from './find-header.rules.ts'
import { headingKey } from './header-words.rules.ts'
import { judgeLines } from './judge-lines.rules.ts'
import { type KnownLayout, layoutOf } from './known-layouts.rules.ts'
import { type OwnHints, type ReadingHabits, readHabits, showsDecimalComma } from './reading-habits.rules.ts'
import { fitBalances } from './running-balance.rules.ts'
import { accountOf, nameOf, type StatementCells, textOf } from './statement-cells.rules.ts'
import { type BareLine, type LineReader, readRow } from './statement-lines.rules.ts'
import {
  type ColumnMapping,
  mostStatementRows,
  type ReadStatementOptions,
  type StatementReading,
  type StatementRowError,
} from './statement-reading.schema.ts'

/** What columns mean and how they are written is read off so many rows; the header is among the first sixty. */
const rowsToLookAt = 2000
const rowsToShow = 20
const mostSheets = 50
const rowsBetweenProgress = 1000
/** A file without one good line has the same thing wrong in every row. */
const mostRowErrors = 10_000

/**
 * Reads a bank statement of any layout: finds the table, what its columns mean, our own account, every line with its
 * category, what reverses what, and where the running balance breaks. With `mapping` the columns are as staff said.
 *
 * Throws AppError for what cannot be opened (`spreadsheetTypeRefused`, `spreadsheetEncrypted`, `spreadsheetDamaged`,
 * `spreadsheetTooLarge`, `spreadsheetEmpty`), `statementTooManyRows` {maxRows} and `statementSeveralSheets` {sheets}; what
 * was opened and must not be taken in as it is has a `problem`.
 */
export async function readStatement(bytes: Uint8Array, options: ReadStatementOptions): Promise<StatementReading> {
  const { fileName } = options
  const table = await openSheetWithTable(bytes, fileName)
  const leading = await readLeading(table)
  const found = findHeader(leading) ?? likeliestHeader(leading)
  const encoding: StatementReading['encoding'] = table.encoding === 'gb18030' ? 'gbk' : table.encoding
  const sample = leading
    .slice(0, rowsToShow)
    .map(({ number, cells }) => ({ row: number, cells: Array.from(cells, (cell) => textOf(cell).slice(0, 200)) }))
  // Without a header, files of as many columns are alike.
  const headerSignature = signatureOf(found?.headings ?? leading.map(({ cells }) => `${cells.length}`).slice(0, 1))
  const nothing = {
    headerSignature,
    sample,
    encoding,
    lines: [],
    rowErrors: [],
    gaps: [],
    otherRows: 0,
    newestFirst: false,
  }
  if (found === null && options.mapping === undefined) {
    const banner = readBanner(leading)
    return {
      ...nothing,
      bank: banner.bank ?? bankOfFileName(fileName),
      account: banner.account,
      accountName: banner.name,
      layout: null,
      headerRow: null,
      headers: [],
      mapping: null,
      confident: false,
      problem: { code: 'statementColumnsUnknown', details: {} },
    }
  }
  const header = options.mapping === undefined ? (found as Header) : headerOfMapping(leading, options.mapping)
  const below = linesAmong(header, leading)
  const choice = chooseColumns(header, below)
  const layout = layoutOf(header.headings)
  const mapping: ColumnMapping = {
    ...(options.mapping ?? choice.mapping),
    headerRow: header.row - 1,
    headerRows: header.rows,
    headerSignature: signatureOf(header.headings),
  }
  const banner = readBanner(leading.filter((row) => row.number < header.row))
  const common = {
    ...nothing,
    headers: header.headings,
    mapping,
    headerRow: standsAmongComments(leading, header.row) ? null : header.row - 1,
    ...whose(banner, layout, fileName),
  }
  if (options.mapping === undefined && !choice.usable) {
    return {
      ...common,
      account: banner.account,
      accountName: banner.name,
      confident: false,
      problem: { code: 'statementColumnsUnknown', details: {} },
    }
  }
  const own = ownOf(banner, mapping, below)
  const habits = habitsOf(header, mapping, below, own)
  const read = await readLines(table, { mapping, headings: header.headings, habits }, header, options)
  const judged = judgeLines(read.lines, { headings: header.headings, mapping, own, refused: read.refused })
  return {
    ...common,
    account: own.account ?? judged.account ?? (habits.ownAccount || null) ?? accountInFileName(fileName),
    accountName: own.name ?? (habits.ownName || null),
    confident:
      options.mapping !== undefined || layout !== null || (choice.sure && read.refused <= read.lines.length * 0.2),
    lines: judged.lines,
    rowErrors: read.errors,
    gaps: judged.gaps,
    problem: judged.problem,
    otherRows: read.others,
    newestFirst: judged.newestFirst,
  }
}

/**
 * The visible sheet that has a table; a cover sheet may stand before it. Months on sheets of their own are not put together:
 * a row could not be named any more, and to take the first alone would lose money in silence.
 */
async function openSheetWithTable(bytes: Uint8Array, fileName: string): Promise<Table> {
  const first = await openTable(bytes, { fileName })
  const visible = first.sheets.filter(({ hidden }) => !hidden)
  if (visible.length < 2) return first
  const tables: Table[] = []
  for (const { name } of visible.slice(0, mostSheets)) {
    const table = name === first.sheet.name ? first : await openTable(bytes, { fileName, sheet: name })
    const leading = await readLeading(table, headerWithinRows)
    const header = findHeader(leading)
    if (header !== null && linesAmong(header, leading).length > 0) tables.push(table)
  }
  if (tables.length > 1) {
    const sheets = tables.map(({ sheet }) => sheet.name).join('、')
    throw new AppError('statementSeveralSheets', { sheets, fileName })
  }
  return tables[0] ?? first
}

async function readLeading(table: Table, most = rowsToLookAt): Promise<TableRow[]> {
  const rows: TableRow[] = []
  for await (const row of table.rows()) {
    rows.push(row)
    if (rows.length >= most) break
  }
  return rows
}

/** What stands below the header, without repeated headers, totals and notes as far as days tell them apart. */
function linesAmong(header: Header, leading: readonly TableRow[]): StatementCells[] {
  const below = leading.filter((row) => row.number >= header.row + header.rows).map(({ cells }) => cells)
  const days = header.senses.flatMap((sense, column) => (sense?.meaning === 'when' ? [column] : []))
  const dated = below.filter((cells) => days.some((column) => typeof readDate(cells[column], 'dayFirst') !== 'string'))
  return dated.length > 0 ? dated : below
}

/** Where the mapping's header is in this file: by its headings, for banners have more rows one day and fewer the next. */
function headerOfMapping(leading: readonly TableRow[], mapping: ColumnMapping): Header {
  const at = (row: number) => headerAt(leading, row, mapping.headerRows)
  const expected = mapping.headerSignature
  const there = at(mapping.headerRow + 1)
  if (expected === undefined || signatureOf(there.headings) === expected) return there
  for (const row of leading.slice(0, headerWithinRows)) {
    const header = at(row.number)
    if (signatureOf(header.headings) === expected) return header
  }
  return there
}

function signatureOf(headings: readonly string[]): string {
  const keys = headings.map(headingKey)
  while (keys.at(-1) === '') keys.pop()
  return createHash('sha256').update(JSON.stringify(keys)).digest('hex').slice(0, 32)
}

/** Alipay's files: `#` before everything that is no table. */
function standsAmongComments(leading: readonly TableRow[], headerRow: number): boolean {
  const above = leading.filter((row) => row.number < headerRow)
  return above.length > 0 && above.every((row) => textOf(row.cells.find((cell) => cell !== undefined)).startsWith('#'))
}

function whose(
  banner: Banner,
  layout: KnownLayout | null,
  fileName: string,
): { readonly bank: string | null; readonly layout: string | null } {
  // Headings that several banks share are not the known bank's export where the banner names another.
  const known = layout !== null && banner.bank !== null && banner.bank !== layout.bank ? null : layout
  return { bank: known?.bank ?? banner.bank ?? bankOfFileName(fileName), layout: known?.layout ?? null }
}

function ownOf(banner: Banner, mapping: ColumnMapping, rows: readonly StatementCells[]): OwnHints {
  const most = (column: number | undefined, read: (cell: StatementCells[number]) => string): string | null => {
    if (column === undefined) return null
    const counts = new Map<string, number>()
    for (const cells of rows) {
      const text = read(cells[column])
      if (text !== '' && !cells[column]?.precisionLost) counts.set(text, (counts.get(text) ?? 0) + 1)
    }
    return [...counts].toSorted((one, other) => other[1] - one[1])[0]?.[0] ?? null
  }
  const account = most(mapping.ownAccount, accountOf)
  return {
    account: account !== null && /\d{5}/u.test(account) ? account : banner.account,
    name: most(mapping.ownName, nameOf) ?? banner.name,
  }
}

/** A decimal comma is believed when all columns show it and the running balance comes out with it. */
function habitsOf(
  header: Header,
  mapping: ColumnMapping,
  rows: readonly StatementCells[],
  own: OwnHints,
): ReadingHabits {
  const habits = readHabits(mapping, rows, own, false)
  if (mapping.balance === undefined || !showsDecimalComma(mapping, rows)) return habits
  const withComma = readHabits(mapping, rows, own, true)
  const reader = { mapping, headings: header.headings, habits: withComma }
  const lines = rows.flatMap((cells, index) => {
    const reading = readRow({ number: index, cells }, reader, false)
    return reading.kind === 'line' ? [reading.line] : []
  })
  const { right, steps } = fitBalances(lines)
  return steps > 0 && right === steps ? withComma : habits
}

type ReadLines = {
  readonly lines: BareLine[]
  readonly errors: StatementRowError[]
  readonly refused: number
  readonly others: number
}

async function readLines(
  table: Table,
  reader: LineReader,
  header: Header,
  { fileName, onProgress, mostRows = mostStatementRows }: ReadStatementOptions,
): Promise<ReadLines> {
  const lines: BareLine[] = []
  const errors: StatementRowError[] = []
  let rows = 0
  let refused = 0
  let others = 0
  let afterFoot = false
  for await (const row of table.rows()) {
    if (row.number < header.row + header.rows) continue
    rows += 1
    if (rows > mostRows) throw new AppError('statementTooManyRows', { maxRows: mostRows, fileName })
    const reading = readRow(row, reader, afterFoot)
    if (reading.kind === 'other') {
      others += 1
      afterFoot = reading.foot || afterFoot
    } else {
      if (reading.kind === 'line') {
        lines.push(reading.line)
        afterFoot = false
      } else refused += 1
      if (errors.length < mostRowErrors) errors.push(...reading.errors)
    }
    if (rows % rowsBetweenProgress === 0) {
      onProgress?.(rows)
      // A worker that does nothing else for seconds seems dead to its queue.
      await nextTurn()
    }
  }
  onProgress?.(rows)
  return { lines, errors, refused, others }
}
