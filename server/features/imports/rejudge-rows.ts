import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { openRows, storeRows } from './chunks.ts'
import type { SourceRow } from './import-row.rules.ts'
import { type StoredRow, sourceOf, withCells } from './import-rows.rules.ts'
import type { Issue } from './imports.schema.ts'
import { findChunk, findChunksAbout, type ImportRecord } from './imports.store.ts'
import { type EarlierRows, judgeRows } from './judge-rows.ts'
import { kindOf } from './kinds.ts'

type RejudgeDeps = Pick<Deps, 'clock' | 'secrets'>

/** New texts of a row by the cell's index, empty to look at it again; null for rows that stay. */
export type Edits = (row: StoredRow) => ReadonlyMap<number, string> | null

/**
 * Judges corrected rows anew, and then those that are about the same people: who stands in the file twice is known by
 * looking at all rows of theirs. Answers how many rows were corrected, and at most `most` of all that were judged.
 */
export async function rejudgeRows(
  deps: RejudgeDeps,
  tx: Transaction,
  one: ImportRecord,
  chunks: readonly number[],
  edits: Edits,
  most: number,
): Promise<{ corrected: number; affected: StoredRow[] }> {
  const kind = kindOf(one.kind)
  const context = await kind.loadContext(deps, tx, one, { hold: false })
  const persons = new Set<string>()
  const affected = new Map<number, StoredRow>()
  let corrected = 0
  const note = (row: StoredRow) => {
    if (affected.size < most || affected.has(row.number)) affected.set(row.number, row)
  }
  const judge = async (before: readonly StoredRow[], sources: readonly SourceRow[], earlier: EarlierRows) =>
    judgeRows(deps, tx, kind, context, sources, keepingValues(before, earlier))

  for (const firstRow of chunks) {
    const rows = await open(deps, tx, one, firstRow)
    const wanted = rows.flatMap((row) => {
      const texts = edits(row)
      return texts === null ? [] : [{ row, texts, source: withCells(row, texts) }]
    })
    if (wanted.length === 0) continue
    const before = wanted.map(({ row }) => row)
    const judged = await judge(
      before,
      wanted.map(({ source }) => source),
      alone,
    )
    const now = new Map<number, StoredRow>()
    for (const [index, row] of judged.entries()) {
      const { row: old, texts } = wanted[index] ?? { row, texts: new Map() }
      if (texts.size > 0) corrected++
      now.set(row.number, old.corrected || texts.size > 0 ? { ...row, corrected: true } : row)
      for (const identity of [old.identity, row.identity]) if (identity !== '') persons.add(identity)
    }
    await storeRows(deps, tx, one.id, firstRow, replace(rows, now))
    for (const row of now.values()) note(row)
  }

  const about = await findChunksAbout(tx, one.id, [...persons])
  const first = new Map<string, number>()
  for (const firstRow of about) {
    for (const { identity, number } of await open(deps, tx, one, firstRow)) {
      if (persons.has(identity) && !first.has(identity)) first.set(identity, number)
    }
  }
  const earlierOf = (identity: string, number: number) => {
    const other = first.get(identity)
    return other === undefined || other === number ? null : other
  }
  for (const firstRow of about) {
    const rows = await open(deps, tx, one, firstRow)
    const stale = rows.filter(
      (row) => persons.has(row.identity) && twinOf(row, kind.twice) !== earlierOf(row.identity, row.number),
    )
    if (stale.length === 0) continue
    const judged = await judge(stale, stale.map(sourceOf), { ...alone, samePerson: earlierOf })
    const now = new Map(
      judged.map((row, index) => [row.number, stale[index]?.corrected ? { ...row, corrected: true as const } : row]),
    )
    await storeRows(deps, tx, one.id, firstRow, replace(rows, now))
    for (const row of now.values()) note(row)
  }
  return { corrected, affected: [...affected.values()] }
}

async function open(deps: RejudgeDeps, tx: Transaction, one: ImportRecord, firstRow: number): Promise<StoredRow[]> {
  const chunk = await findChunk(tx, one.id, firstRow)
  return chunk === null ? [] : openRows(deps, one.id, chunk)
}

const replace = (rows: readonly StoredRow[], now: ReadonlyMap<number, StoredRow>) =>
  rows.map((row) => now.get(row.number) ?? row)

const alone: EarlierRows = { samePerson: () => null, sameValue: () => null }

/** The earlier row that a row was said to repeat. */
function twinOf(row: StoredRow, twice: Issue['code'] = 'personTwice'): number | null {
  const other = row.issues?.find((issue) => issue.code === twice)?.details.row
  return typeof other === 'number' ? other : null
}

/** What was said of a value that stands in two rows stays, as long as the row is judged without the whole file. */
function keepingValues(before: readonly StoredRow[], earlier: EarlierRows): EarlierRows {
  const rows = new Map(before.map((row) => [row.number, row]))
  return {
    samePerson: earlier.samePerson,
    sameValue(issue: Issue, value, number) {
      const old = rows.get(number)
      const said = old?.issues?.find((one) => one.code === issue.code && one.field === issue.field)
      const row = said?.details.row
      return typeof row === 'number' && old?.cells.includes(value) ? row : null
    },
  }
}
