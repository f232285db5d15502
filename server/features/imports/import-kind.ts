import type { AccountActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import type { SheetToWrite } from '../../platform/spreadsheets/sheet-to-write.ts'
import type { Change, Decision, ImportFieldDefinition, JudgedCells, SourceRow } from './import-row.rules.ts'
import type { ImportKindName, IssueCode } from './imports.schema.ts'

/** What the engine has to know to import one kind of thing; everything else is the engine's. */
export type ImportKind<Values = unknown, Known = unknown, Context = unknown> = {
  readonly name: ImportKindName
  /** In the order of the template. */
  readonly fields: readonly ImportFieldDefinition[]
  /**
   * Throws where this actor may not import it, `notAllowed`, `notFound` for what is not theirs, or where it cannot be imported
   * into: asked before a file is kept, said in the preview, and asked again before anything is written.
   */
  admit?(
    deps: { readonly db: Readable } & Pick<Deps, 'clock'>,
    actor: AccountActor,
    target: Pick<ImportScope, 'planId' | 'batchId'>,
  ): Promise<void>
  /** What rows are judged by, as it is now. `hold`: kept so until the transaction ends. */
  loadContext(
    deps: Pick<Deps, 'clock'>,
    db: Readable,
    scope: ImportScope,
    options: { readonly hold: boolean },
  ): Promise<Context>
  /** Pure. What the cells say, and what is wrong with them. */
  judgeCells(row: SourceRow, context: Context): JudgedCells<Values>
  /**
   * What rows are told apart and found by, from the text that `judgeCells` gives; the keyed hash of all of it where this is
   * left out. Without commas.
   */
  identityOf?(text: string, hash: (text: string) => string): string
  /** What is said of a row whose identity stands in an earlier one (row); `personTwice` where this is left out. */
  readonly twice?: IssueCode
  /** Those of the rows' identities that are known. */
  findKnown(db: Readable, identities: readonly string[], context: Context): Promise<ReadonlyMap<string, Known>>
  /** The same by id, held against changes until the transaction ends. */
  lockKnown(
    tx: Transaction,
    ids: readonly string[],
    context: Context,
  ): Promise<ReadonlyMap<string, Known & { readonly identity: string }>>
  /** Pure. What would be written for a row without errors. */
  decide(values: Values, known: Known | undefined, context: Context): Decision
  /** Prepares new rows for writing: sealing takes this core, writing PostgreSQL's. */
  prepareNew(
    deps: Pick<Deps, 'secrets' | 'clock' | 'jobs'>,
    rows: readonly NewRow<Values>[],
    context: Context,
  ): PreparedRows
  /** Writes rows that are held already, in one statement, with an audit row each. */
  writeChanged(
    deps: Pick<Deps, 'secrets' | 'clock'>,
    tx: Transaction,
    actor: AccountActor,
    rows: readonly ChangedRow<Values, Known>[],
    context: Context,
  ): Promise<void>
  /** After the last row was written, in the same transaction: what the whole file becomes. */
  finish?(deps: Pick<Deps, 'clock' | 'jobs'>, tx: Transaction, actor: AccountActor, context: Context): Promise<void>
  /** Where rows are limited together: what each that would be written weighs, and what is thrown of them all. Pure. */
  readonly whole?: {
    weigh(cells: readonly string[]): number
    check(total: { readonly rows: number; readonly sum: number }, context: Context): void
  }
  /** The workbook that people fill in. */
  template(context: Context): SheetToWrite[]
}

/** Whose subtree an import may touch. */
export type ImportScope = {
  /** The import; left out where there is none yet: a template, or a file that just came. */
  readonly id?: string
  readonly organisationId: string
  readonly organisationPath: string
  readonly organisationName: string
  /** The plan that the people are for, where the kind has one. */
  readonly planId: string | null
  /** The batch of study cards that the amounts come from, where the kind has one. */
  readonly batchId: string | null
}

/**
 * `write` adds the rows in one statement. With `skipKnown` it answers the identities of those that somebody else wrote
 * first; without, one of those is a unique violation.
 */
export type PreparedRows = {
  write(
    tx: Transaction,
    options: { readonly skipKnown: boolean; readonly actor: AccountActor },
  ): Promise<ReadonlySet<string>>
}

export type NewRow<Values> = { readonly identity: string; readonly values: Values }
export type ChangedRow<Values, Known> = {
  readonly values: Values
  readonly known: Known
  readonly changes: readonly Change[]
}
