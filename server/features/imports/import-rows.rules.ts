import type { CellFlag, Change, SourceRow } from './import-row.rules.ts'
import type { ImportCounts, Issue, IssueCount, RowOutcome } from './imports.schema.ts'

/** A row of an import with what was found: what chunks hold, sealed. Cells are in the order of the kind's fields. */
export type StoredRow = {
  readonly number: number
  readonly cells: readonly string[]
  readonly outcome: RowOutcome
  /** Keyed hash of whom it is about; empty when that cannot be said. */
  readonly identity: string
  readonly subjectId?: string
  readonly issues?: readonly Issue[]
  readonly changes?: readonly Change[]
  readonly flags?: Readonly<Record<number, CellFlag>>
  readonly hidden?: true
  readonly corrected?: true
}

export function sourceOf(row: StoredRow): SourceRow {
  return { number: row.number, hidden: row.hidden ?? false, cells: row.cells, flags: row.flags ?? null }
}

/** The row with other texts in some cells, by the cell's index; what a person typed is plain text. */
export function withCells(row: StoredRow, texts: ReadonlyMap<number, string>): SourceRow {
  const flags = Object.fromEntries(Object.entries(row.flags ?? {}).filter(([index]) => !texts.has(Number(index))))
  return {
    number: row.number,
    hidden: row.hidden ?? false,
    cells: row.cells.map((text, index) => texts.get(index) ?? text),
    flags: Object.keys(flags).length > 0 ? flags : null,
  }
}

export type ChunkSums = {
  readonly counts: ImportCounts
  readonly issues: Readonly<Record<string, readonly [number, number]>>
}

/** How rows are counted: by outcome, by issue, and those that are good but have something to look at. */
export function sumRows(rows: readonly StoredRow[]): ChunkSums {
  const counts = { new: 0, changed: 0, unchanged: 0, error: 0, warning: 0 }
  const issues: Record<string, [number, number]> = {}
  for (const row of rows) {
    counts[row.outcome]++
    if (row.corrected && row.outcome !== 'error') countIssue(issues, correctedKey, false)
    if (!row.issues) continue
    if (row.outcome !== 'error' && row.issues.length > 0) counts.warning++
    for (const issue of row.issues) countIssue(issues, issueKey(issue), isRepairable(issue))
  }
  return { counts, issues }
}

/** Whether `repairAlike` can do something: put in what was proposed, or look again at somebody who was changed meanwhile. */
export function isRepairable(issue: Issue): boolean {
  return issue.repair !== null || issue.code === 'changedMeanwhile'
}

/** Rows that were corrected here and are good now: the report names them, lists of issues do not. */
export const correctedKey = 'corrected::'

function countIssue(issues: Record<string, [number, number]>, key: string, repairable: boolean): void {
  const sum = issues[key] ?? [0, 0]
  sum[0]++
  if (repairable) sum[1]++
  issues[key] = sum
}

export function issueKey({ level, code, field }: Pick<Issue, 'level' | 'code' | 'field'>): string {
  return `${level}:${code}:${field ?? ''}`
}

export function readIssueKey(key: string, count: number, repairable: number): IssueCount {
  const [level, code, field] = key.split(':')
  return {
    level: level === 'warning' ? 'warning' : 'error',
    code: code as IssueCount['code'],
    field: field || null,
    count,
    repairable,
  }
}

/** Whether the changes that were shown are the ones that would be made now. */
export function sameChanges(shown: readonly Change[], now: readonly Change[]): boolean {
  return (
    shown.length === now.length &&
    shown.every((one, index) => {
      const other = now[index]
      return other?.field === one.field && other.before === one.before && other.after === one.after
    })
  )
}
