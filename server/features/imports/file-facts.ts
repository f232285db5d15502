import type { Deps } from '../../deps.ts'
import type { Heading } from './columns.rules.ts'
import type { FileNote } from './imports.schema.ts'
import type { ImportRecord } from './imports.store.ts'

/** What `imports.columns` and `imports.notes` hold. First texts of columns are sealed: some are ID numbers. */
export type FileFacts = {
  readonly headings: readonly Heading[]
  /** Column of each field of the kind, by the field's index. */
  readonly columns: readonly (number | null)[]
  /** By column: the first texts. */
  readonly samples: Readonly<Record<number, readonly string[]>>
  readonly notes: readonly FileNote[]
  readonly sheets: readonly string[]
  /** What a person said about the columns, for reading the file again. */
  readonly chosen: Readonly<Record<string, number>> | null
}

type StoredColumns = {
  headings: readonly Heading[]
  columns: readonly (number | null)[]
  samples: string
  chosen: Readonly<Record<string, number>> | null
}
type StoredNotes = { notes: readonly FileNote[]; sheets: readonly string[] }

const contextOf = (importId: string) => `imports.columns:${importId}`

export function sealFacts(
  deps: Pick<Deps, 'secrets'>,
  importId: string,
  { headings, columns, samples, notes, sheets, chosen }: FileFacts,
): { columns: StoredColumns; notes: StoredNotes } {
  const sealed = deps.secrets.encrypt(JSON.stringify(samples), contextOf(importId))
  return { columns: { headings, columns, samples: sealed, chosen }, notes: { notes, sheets } }
}

export function openFacts(deps: Pick<Deps, 'secrets'>, one: ImportRecord): FileFacts {
  const columns = one.columns as StoredColumns | null
  const notes = one.notes as StoredNotes | null
  return {
    headings: columns?.headings ?? [],
    columns: columns?.columns ?? [],
    samples: columns?.samples ? JSON.parse(deps.secrets.decrypt(columns.samples, contextOf(one.id))) : {},
    chosen: columns?.chosen ?? null,
    notes: notes?.notes ?? [],
    sheets: notes?.sheets ?? [],
  }
}
