import { setImmediate as nextTurn } from 'node:timers/promises'
import type { AccountActor } from '../../core/actor.ts'
import { AppError, type ErrorDetails, isRetryable } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, isUniqueViolation, type Transaction } from '../../platform/database.ts'
import { actFor } from '../accounts/act-for.ts'
import { openRows, storeRows } from './chunks.ts'
import type { StoredRow } from './import-rows.rules.ts'
import {
  changeImport,
  countColumns,
  findChunk,
  findImport,
  holdCommit,
  type ImportRecord,
  listChunks,
  setProgress,
  sumCounts,
} from './imports.store.ts'
import { kindOf } from './kinds.ts'
import { planChunk, spoilLost } from './plan-chunk.ts'

type CommitDeps = Pick<Deps, 'db' | 'clock' | 'secrets' | 'jobs'>
export type CommitJob = { importId: string; version: number; accountId: string; ip: string }

/** Chunks with rows that are not what the preview showed, by their first row. */
type DifferingChunks = Map<number, readonly StoredRow[]>

/** Rows whose people were added or changed by others since the preview, where one such row means that nothing is written. */
class RowsChanged extends Error {
  readonly chunks: DifferingChunks
  readonly count: number

  constructor(chunks: DifferingChunks, count: number) {
    super('rows changed since the preview')
    this.chunks = chunks
    this.count = count
  }
}

/** 200,000 rows take some ten seconds; a slow disk may take ten times that. */
const timeoutMs = 300_000

/**
 * Writes what the preview showed, in one transaction. Each row is judged again against the database as it is now: who was
 * added or changed in between becomes an error of that row, and with `allOrNothing` nothing is written at all. The rights
 * of whoever asked for it are those of now. Repeated after a crash it finds nothing written, or everything.
 */
export async function commitImport(deps: CommitDeps, job: CommitJob): Promise<void> {
  try {
    await writeOnce(deps, job)
  } catch (error) {
    if (error instanceof RowsChanged) {
      await giveBack(deps, job, 'importRowsChanged', { count: error.count }, error.chunks)
    } else if (error instanceof AppError && !isRetryable(error)) {
      await giveBack(deps, job, error.code, error.details)
    } else throw error
  }
}

/** At first as if nobody had added anybody since the preview, which is nearly always so; else again, row by row. */
async function writeOnce(deps: CommitDeps, job: CommitJob): Promise<void> {
  try {
    await inTransaction(deps, (tx) => writeAll(deps, tx, job, false), { timeoutMs })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    await inTransaction(deps, (tx) => writeAll(deps, tx, job, true), { timeoutMs })
  }
}

async function writeAll(deps: CommitDeps, tx: Transaction, job: CommitJob, skipKnown: boolean): Promise<void> {
  await holdCommit(tx, job.importId)
  const one = await findImport(tx, job.importId)
  if (!one || one.state !== 'committing' || one.version !== job.version) return
  const actor = await actFor(tx, { ...job, organisationPath: one.organisationPath })
  if (!actor) throw new AppError('notAllowed')
  if (!one.organisationOpen) throw new AppError('organisationNotActive')

  const { created, updated, differing, spoilt } = await writeChunks(deps, tx, actor, one, skipKnown)
  if (one.mode === 'allOrNothing' && spoilt > 0) throw new RowsChanged(differing, spoilt)
  for (const [firstRow, rows] of differing) await storeRows(deps, tx, one.id, firstRow, rows)

  const counts = await sumCounts(tx, one.id)
  const now = deps.clock.now()
  const changed = await changeImport(
    tx,
    { id: one.id, states: ['committing'], version: one.version },
    {
      state: 'committed',
      stateSince: now,
      committedAt: now,
      version: one.version + 1,
      rowsDone: one.rowsTotal ?? 0,
      createdCount: created,
      updatedCount: updated,
      ...countColumns(counts),
    },
  )
  if (!changed) throw new AppError('conflict')
  await writeAudit(tx, actor, {
    action: 'import.committed',
    subjectType: 'import',
    subjectId: one.id,
    organisationId: one.organisationId,
    after: {
      kind: one.kind,
      mode: one.mode,
      fileName: one.fileName,
      sha256: one.sha256,
      created,
      updated,
      unchanged: counts.unchanged,
      errors: counts.error,
    },
  })
}

/** What people see of the progress is written beside the transaction, once for so many chunks. */
const chunksPerProgress = 5

/** PostgreSQL writes one chunk while the next is opened, judged and sealed here: each has a core of its own. */
async function writeChunks(
  deps: CommitDeps,
  tx: Transaction,
  actor: AccountActor,
  one: ImportRecord,
  skipKnown: boolean,
): Promise<{ created: number; updated: number; differing: DifferingChunks; spoilt: number }> {
  const kind = kindOf(one.kind)
  const context = await kind.loadContext(deps, tx, one, { hold: true })
  const differing: DifferingChunks = new Map()
  let [created, updated, spoilt, rowsDone] = [0, 0, 0, 0]
  const differ = (firstRow: number, rows: readonly StoredRow[], changed: ReadonlyMap<number, StoredRow>) => {
    if (changed.size === 0) return
    differing.set(
      firstRow,
      (differing.get(firstRow) ?? rows).map((row) => changed.get(row.number) ?? row),
    )
    spoilt += [...changed.values()].filter((row) => row.outcome === 'error').length
  }
  let last: Promise<void> = Promise.resolve()
  let before = last
  for (const [index, chunk] of (await listChunks(tx, one.id)).entries()) {
    rowsDone += chunk.rowCount
    if (chunk.toWrite === 0) continue
    // Nobody changes the rows of an import that is being committed, so another connection may read ahead.
    const sealed = await findChunk(deps.db, one.id, chunk.firstRow)
    if (!sealed) throw new AppError('conflict')
    const rows = openRows(deps, one.id, sealed)
    const ids = rows.flatMap((row) => (row.outcome === 'changed' && row.subjectId ? [row.subjectId] : []))
    const known = ids.length > 0 ? await kind.lockKnown(tx, ids, context) : new Map()
    const plan = planChunk(kind, context, rows, known)
    differ(chunk.firstRow, rows, plan.differing)
    const prepared = plan.newRows.length > 0 ? kind.prepareNew(deps, plan.newRows, context) : null
    // One statement is under way and another one waits behind it: PostgreSQL never waits for us.
    await before
    if (plan.changedRows.length > 0) await kind.writeChanged(deps, tx, actor, plan.changedRows, context)
    updated += plan.changedRows.length
    if (prepared !== null) {
      before = last
      last = prepared.write(tx, { skipKnown, actor }).then((lost) => {
        created += plan.newRows.length - lost.size
        const rowsLost = lost.size > 0 ? spoilLost(rows, lost) : []
        differ(chunk.firstRow, rows, new Map(rowsLost.map((row) => [row.number, row])))
      })
      // Awaited two chunks on: until then nobody listens.
      last.catch(() => undefined)
      // The statement leaves for PostgreSQL before the next chunk takes this core.
      await nextTurn()
    }
    if (index % chunksPerProgress === 0) {
      await setProgress(deps.db, { id: one.id, state: 'committing', version: one.version }, rowsDone)
    }
  }
  await before
  await last
  await kind.finish?.(deps, tx, actor, context)
  return { created, updated, differing, spoilt }
}

/** Back to the person, with the reason and the rows that it was about: nothing was written. */
async function giveBack(
  deps: CommitDeps,
  job: CommitJob,
  code: string,
  details: ErrorDetails,
  chunks: DifferingChunks = new Map(),
): Promise<void> {
  await inTransaction(deps, async (tx) => {
    for (const [firstRow, rows] of chunks) await storeRows(deps, tx, job.importId, firstRow, rows)
    await returnToPreview(deps, tx, job, { code, details })
  })
}

/** To be decided on again, with the reason why nothing was written. */
export async function returnToPreview(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  { importId, version }: { readonly importId: string; readonly version: number },
  { code, details }: { readonly code: string; readonly details: ErrorDetails },
): Promise<void> {
  await changeImport(
    tx,
    { id: importId, states: ['committing'], version },
    {
      state: 'previewed',
      stateSince: deps.clock.now(),
      version: version + 1,
      errorCode: code,
      errorDetails: details,
      ...countColumns(await sumCounts(tx, importId)),
    },
  )
}
