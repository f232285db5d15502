import type { ChangedRow, ImportKind, NewRow } from './import-kind.ts'
import { type Change, rowError } from './import-row.rules.ts'
import { type StoredRow, sameChanges, sourceOf } from './import-rows.rules.ts'
import type { Issue } from './imports.schema.ts'

/** What is written for the rows of a chunk, and which of them are not what the preview showed any more. */
export type ChunkPlan<Values, Known> = {
  readonly newRows: readonly NewRow<Values>[]
  readonly changedRows: readonly ChangedRow<Values, Known>[]
  /** By the row's number. */
  readonly differing: ReadonlyMap<number, StoredRow>
}

const meanwhile = rowError('changedMeanwhile', null)

/**
 * Judges the good rows of a chunk again, by the cells that the person saw and the database as it is now. New people are
 * looked for when they are written; known ones are given as they are held.
 */
export function planChunk<Values, Known>(
  kind: ImportKind<Values, Known>,
  context: unknown,
  rows: readonly StoredRow[],
  known: ReadonlyMap<string, Known & { readonly identity: string }>,
): ChunkPlan<Values, Known> {
  const newRows: NewRow<Values>[] = []
  const changedRows: ChangedRow<Values, Known>[] = []
  const differing = new Map<number, StoredRow>()
  for (const row of rows) {
    if (row.outcome !== 'new' && row.outcome !== 'changed') continue
    const { values, issues } = kind.judgeCells(sourceOf(row), context)
    const errors = issues.filter(isError)
    if (errors.length > 0) {
      differing.set(row.number, spoil(row, errors))
      continue
    }
    if (row.outcome === 'new') {
      newRows.push({ identity: row.identity, values })
      continue
    }
    const person = known.get(row.subjectId ?? '')
    const decision = person?.identity === row.identity ? kind.decide(values, person, context) : null
    if (person === undefined || decision === null) differing.set(row.number, spoil(row, [meanwhile]))
    else if (decision.outcome === 'unchanged') differing.set(row.number, { ...row, outcome: 'unchanged', changes: [] })
    else if (decision.outcome === 'error') differing.set(row.number, spoil(row, decision.issues))
    else if (sameChanges(row.changes ?? [], decision.changes)) {
      changedRows.push({ values, known: person, changes: decision.changes })
    } else differing.set(row.number, spoil(row, [meanwhile], decision.changes))
  }
  return { newRows, changedRows, differing }
}

/** The new rows that somebody else wrote first, as errors. */
export function spoilLost(rows: readonly StoredRow[], lost: ReadonlySet<string>): StoredRow[] {
  return rows.filter((row) => row.outcome === 'new' && lost.has(row.identity)).map((row) => spoil(row, [meanwhile]))
}

function spoil(row: StoredRow, errors: readonly Issue[], changes: readonly Change[] = []): StoredRow {
  const { changes: _shown, ...kept } = row
  return {
    ...kept,
    outcome: 'error',
    issues: [...(row.issues ?? []).filter((issue) => !isError(issue)), ...errors],
    ...(changes.length > 0 ? { changes } : {}),
  }
}

const isError = (issue: Issue) => issue.level === 'error'
