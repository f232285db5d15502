import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import type { ImportKind } from './import-kind.ts'
import { rowError, type SourceRow } from './import-row.rules.ts'
import type { StoredRow } from './import-rows.rules.ts'
import type { Issue } from './imports.schema.ts'

/** What other rows of the file say of the same: the number of an earlier row, or null. */
export type EarlierRows = {
  /** Whom both are about, by keyed hash. */
  samePerson(identity: string, row: number): number | null
  /** A value that should stand once. */
  sameValue(issue: Issue, value: string, row: number): number | null
}

/** Remembers the rows as they come: for a file that is read from top to bottom. */
export function rememberRows(): EarlierRows {
  const persons = new Map<string, number>()
  const values = new Map<string, Map<string, number>>()
  const first = (seen: Map<string, number>, key: string, row: number) => {
    const earlier = seen.get(key)
    if (earlier === undefined) seen.set(key, row)
    return earlier ?? null
  }
  return {
    samePerson: (identity, row) => first(persons, identity, row),
    sameValue({ code }, value, row) {
      const seen = values.get(code) ?? new Map<string, number>()
      values.set(code, seen)
      return first(seen, value, row)
    },
  }
}

/** Judges rows one by one, then against each other, then against what the database knows. */
export async function judgeRows<Values, Known, Context>(
  deps: Pick<Deps, 'secrets'>,
  db: Readable,
  kind: ImportKind<Values, Known, Context>,
  context: Context,
  rows: readonly SourceRow[],
  earlier: EarlierRows,
): Promise<StoredRow[]> {
  const hash = (text: string) => deps.secrets.hash(text)
  const identityOf = (text: string) => kind.identityOf?.(text, hash) ?? hash(text)
  const judged = rows.map((row) => {
    const { values, issues, identity: text, singles } = kind.judgeCells(row, context)
    const identity = text === null ? '' : identityOf(text)
    let all = issues
    const add = (issue: Issue) => {
      all = [...all, issue]
    }
    const first = identity === '' ? null : earlier.samePerson(identity, row.number)
    if (first !== null) add(rowError(kind.twice ?? 'personTwice', null, { row: first }))
    for (const { issue, value } of singles) {
      const other = earlier.sameValue(issue, value, row.number)
      // Of the same person twice there is more to say than that the mobile is the same.
      if (other !== null && first === null) add({ ...issue, details: { row: other } })
    }
    return { row, values, identity, issues: all }
  })
  const identities = judged.flatMap(({ identity }) => (identity === '' ? [] : [identity]))
  const known = identities.length === 0 ? new Map<string, Known>() : await kind.findKnown(db, identities, context)
  return judged.map(({ row, values, identity, issues }) => {
    const stored = { number: row.number, cells: row.cells, identity, ...kept(row) }
    const person = identity === '' ? undefined : known.get(identity)
    const decision = identity === '' ? null : kind.decide(values, person, context)
    const all = decision && decision.issues.length > 0 ? [...issues, ...decision.issues] : issues
    const wrong = decision === null || all.some((issue) => issue.level === 'error')
    return {
      ...stored,
      outcome: wrong ? 'error' : decision.outcome,
      ...(all.length > 0 ? { issues: all } : {}),
      ...(decision?.subjectId ? { subjectId: decision.subjectId } : {}),
      ...(!wrong && decision.changes.length > 0 ? { changes: decision.changes } : {}),
    }
  })
}

function kept({ hidden, flags }: SourceRow): Pick<StoredRow, 'hidden' | 'flags'> {
  return { ...(hidden ? { hidden } : {}), ...(flags ? { flags } : {}) }
}
