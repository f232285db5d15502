import { readAmount } from './amounts.rules.ts'
import { readDate } from './dates.rules.ts'
import { type HeadingSense, senseOfParts } from './header-words.rules.ts'
import { type StatementCells, textOf } from './statement-cells.rules.ts'

/** Banners take some rows; the longest known has nine (CMB). Beyond this no header is looked for (facts.md: 50). */
export const headerWithinRows = 60

/** A row as the sheet numbers it, from 1. */
export type SheetRow = { readonly number: number; readonly cells: StatementCells }

export type Header = {
  /** Row of the sheet, from 1; and how many rows of the sheet the header takes. */
  readonly row: number
  readonly rows: number
  /** One per column; parts of several rows are joined with a space. */
  readonly headings: readonly string[]
  readonly senses: readonly (HeadingSense | null)[]
  /** How many different things the headings name. */
  readonly named: number
  /** A day and an amount are among them. */
  readonly complete: boolean
}

type Parts = readonly (readonly string[])[]

/**
 * Finds the header among the leading rows: the one that names most of what a statement has, in one row or in up to three
 * (发生额 over 借方 and 贷方). Null when no row names a day and an amount.
 */
export function findHeader(rows: readonly SheetRow[]): Header | null {
  let best: Header | null = null
  for (const [index, row] of rows.slice(0, headerWithinRows).entries()) {
    let parts: Parts = row.cells.map((cell) => [oneLine(textOf(cell))])
    if (isData(row)) continue
    const alone = headerOf(row.number, 1, parts)
    let header = alone
    for (let more = 1; more <= 2; more++) {
      const next = rows[index + more]
      if (next === undefined || next.number !== row.number + more || isData(next)) break
      if (looksLikeBanner(row) || looksLikeBanner(next)) break
      parts = combine(parts, next)
      const both = headerOf(row.number, more + 1, parts)
      const below = headerOf(
        next.number,
        1,
        next.cells.map((cell) => [oneLine(textOf(cell))]),
      )
      if (both.named > header.named && both.named > below.named) header = both
    }
    if (header.complete && (best === null || header.named > best.named)) best = header
  }
  return best
}

/** The header in rows that somebody chose. */
export function headerAt(rows: readonly SheetRow[], row: number, count: number): Header {
  const own = (number: number) => rows.find((one) => one.number === number)
  let parts: Parts = (own(row)?.cells ?? []).map((cell) => [oneLine(textOf(cell))])
  for (let more = 1; more < count; more++) {
    const next = own(row + more)
    if (next) parts = combine(parts, next)
  }
  return headerOf(row, count, count === 0 ? [] : parts)
}

/** The row with most texts: what people would take for the header where its words are unknown. */
export function likeliestHeader(rows: readonly SheetRow[]): Header | null {
  let best: SheetRow | null = null
  let most = 1
  for (const row of rows.slice(0, headerWithinRows)) {
    const texts = new Set(
      row.cells.map((cell) => textOf(cell)).filter((text) => /\p{L}/u.test(text) && text.length <= 40),
    )
    if (texts.size > most && !isData(row)) {
      best = row
      most = texts.size
    }
  }
  return (
    best &&
    headerOf(
      best.number,
      1,
      best.cells.map((cell) => [oneLine(textOf(cell))]),
    )
  )
}

function headerOf(row: number, rows: number, parts: Parts): Header {
  // Array.from, because rows have holes where cells are empty.
  const columns = Array.from(parts, (one) => one ?? [])
  const senses = columns.map((one) => (one.every((part) => part.length <= 60) ? senseOfParts(one) : null))
  const meanings = new Set(senses.flatMap((sense) => (sense === null ? [] : [sense.meaning])))
  return {
    row,
    rows,
    headings: columns.map((one) => one.filter((part) => part !== '').join(' ')),
    senses,
    named: meanings.size,
    complete: meanings.has('when') && (meanings.has('in') || meanings.has('out') || meanings.has('amount')),
  }
}

/** A heading of a group stands over its first column only, or over all of them when its cells are merged. */
function combine(above: Parts, row: SheetRow): Parts {
  const width = Math.max(above.length, row.cells.length)
  const combined: string[][] = []
  let group: readonly string[] = []
  for (let column = 0; column < width; column++) {
    const over = above[column] ?? []
    const below = oneLine(textOf(row.cells[column]))
    const filled = over.some((part) => part !== '')
    if (filled) group = over
    else if (below === '' || combined[column - 1]?.at(-1) === '') group = []
    const top = filled || below === '' ? over : group
    combined.push(top.at(-1) === below ? [...top] : [...top, below])
  }
  return combined
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim()
}

/** A row of lines: it has a day, or two amounts. */
function isData(row: SheetRow): boolean {
  let amounts = 0
  for (const cell of row.cells) {
    if (cell === undefined) continue
    const date = readDate(cell, 'dayFirst')
    if (typeof date !== 'string' && date.date !== null) return true
    if (readAmount(cell, false).kind === 'amount') amounts += 1
  }
  return amounts >= 2
}

/** A title, `账号：`, `户名: …`, or a long number: a row above the table that says whose it is. */
function looksLikeBanner(row: SheetRow): boolean {
  const texts = row.cells.map((cell) => textOf(cell)).filter((text) => text !== '')
  return texts.length < 2 || texts.some((text) => /[:：]|\d{4,}/u.test(text))
}
