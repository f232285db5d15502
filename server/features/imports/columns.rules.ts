import { cleanText, matchKey } from './cell-text.rules.ts'
import type { ImportFieldDefinition } from './import-row.rules.ts'
import type { FileNote } from './imports.schema.ts'

/** The headings stand in one of the leading rows; above them are titles, dates and hints (facts.md). */
export const headerWithinRows = 50

/** A row of the file as far as headings need it. `covered`: the text is a neighbour's to the left, spread over it. */
export type LeadingRow = {
  readonly number: number
  readonly cells: readonly ({ readonly text: string; readonly covered: boolean } | undefined)[]
}

export type Layout = {
  /** As the user's program numbers it. */
  readonly headerRow: number
  readonly headings: readonly Heading[]
  /** Column (0-based) of each field of the kind, by the field's index; null where the file has none. */
  readonly columns: readonly (number | null)[]
}

export type Heading = { readonly column: number; readonly heading: string; readonly field: string | null }

/** Field index by heading, for a kind. */
function wordsOf(fields: readonly ImportFieldDefinition[]): Map<string, number> {
  const words = new Map<string, number>()
  for (const [index, { field, heading, synonyms }] of fields.entries()) {
    for (const word of [heading, field, ...synonyms]) {
      const key = matchKey(word)
      if (!words.has(key)) words.set(key, index)
    }
  }
  return words
}

/**
 * Finds the row of headings among the leading rows: the one that names most fields, the first of equals. A row counts
 * only when it names two fields or all that are required, so that a title `学员` is not taken for a heading. Null when
 * there is none.
 */
export function findLayout(
  rows: readonly LeadingRow[],
  fields: readonly ImportFieldDefinition[],
  reasonHeadings: readonly string[],
): Layout | null {
  const words = wordsOf(fields)
  const required = fields.filter((field) => field.required).length
  let best: { row: LeadingRow; named: number } | null = null
  for (const row of rows) {
    const named = new Set<number>()
    for (const cell of row.cells) {
      const field = cell && !cell.covered ? words.get(headingKey(cell.text)) : undefined
      if (field !== undefined) named.add(field)
    }
    const requiredNamed = [...named].filter((index) => fields[index]?.required).length
    if (named.size < 2 && requiredNamed < required) continue
    if (best === null || named.size > best.named) best = { row, named: named.size }
  }
  return best && readLayout(best.row, fields, reasonHeadings)
}

/** What a row says when it is taken for the headings. */
export function readLayout(
  row: LeadingRow,
  fields: readonly ImportFieldDefinition[],
  reasonHeadings: readonly string[],
): Layout {
  const words = wordsOf(fields)
  const ignored = new Set(reasonHeadings.map(matchKey))
  const columns: (number | null)[] = fields.map(() => null)
  const headings: Heading[] = []
  for (const [column, cell] of row.cells.entries()) {
    if (!cell || cell.covered) continue
    const heading = cleanText(cell.text)
    if (heading === '' || ignored.has(matchKey(heading))) continue
    const index = words.get(headingKey(cell.text))
    const free = index !== undefined && columns[index] === null
    if (free) columns[index] = column
    headings.push({ column, heading, field: free ? (fields[index]?.field ?? null) : null })
  }
  return { headerRow: row.number, headings, columns }
}

/** Columns as a person chose them; headings stay what the file has. */
export function chooseColumns(
  layout: Layout,
  fields: readonly ImportFieldDefinition[],
  chosen: Readonly<Record<string, number>>,
): Layout {
  const columns = fields.map(({ field }) => chosen[field] ?? null)
  const headings = layout.headings.map((one) => {
    const index = columns.indexOf(one.column)
    return { ...one, field: index === -1 ? null : (fields[index]?.field ?? null) }
  })
  return { ...layout, columns, headings }
}

/** Units and hints in brackets do not change what a heading means: 手机号（11位）. */
function headingKey(text: string): string {
  const key = matchKey(text)
  const bare = key.replace(/[([【].*?[)\]】]/g, '')
  return bare === '' ? key : bare
}

/** What a person should know of how the columns were taken. */
export function notesOnColumns(layout: Layout, fields: readonly ImportFieldDefinition[]): FileNote[] {
  const notes: FileNote[] = []
  for (const [index, { field, required }] of fields.entries()) {
    if (required && layout.columns[index] === null) notes.push({ code: 'columnMissing', details: { field } })
  }
  const words = wordsOf(fields)
  const unknown: string[] = []
  for (const { heading, field } of layout.headings) {
    if (field !== null) continue
    const index = words.get(headingKey(heading))
    if (index !== undefined && layout.columns[index] !== null) {
      notes.push({ code: 'columnTwice', details: { field: fields[index]?.field ?? '', heading } })
    } else if (!/^(?:序号|编号|NO\.?|#)$/i.test(matchKey(heading))) unknown.push(heading)
  }
  if (unknown.length > 0) {
    notes.push({ code: 'columnsUnknown', details: { headings: unknown.slice(0, 10).join('、') } })
  }
  return notes
}

/** Required fields that have no column: nothing can be judged before somebody says where they are. */
export function missingFields(
  columns: readonly (number | null)[],
  fields: readonly ImportFieldDefinition[],
): readonly string[] {
  return fields.filter(({ required }, index) => required && (columns[index] ?? null) === null).map(({ field }) => field)
}
