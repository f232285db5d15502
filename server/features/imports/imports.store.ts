import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { ChunkSums } from './import-rows.rules.ts'
import type { ImportCounts, ImportKindName, ImportMode, ImportState } from './imports.schema.ts'

export type ImportRecord = {
  id: string
  kind: ImportKindName
  organisationId: string
  organisationPath: string
  organisationName: string
  /** Neither the organisation nor one above it is disabled. */
  organisationOpen: boolean
  planId: string | null
  planName: string | null
  batchId: string | null
  /** The order that the batch was bought with. */
  batchOrderNumber: string | null
  createdById: string
  createdByName: string
  state: ImportState
  stateSince: Date
  version: number
  mode: ImportMode | null
  fileName: string
  fileKind: 'xlsx' | 'xls' | 'csv'
  fileKey: string | null
  sha256: string
  sizeBytes: number
  sheetName: string | null
  headerRow: number | null
  columns: unknown
  notes: unknown
  rowsDone: number
  rowsTotal: number | null
  newCount: number
  changedCount: number
  unchangedCount: number
  errorCount: number
  warningCount: number
  createdCount: number
  updatedCount: number
  errorCode: string | null
  errorDetails: unknown
  committedAt: Date | null
  createdAt: Date
}

const columns = Prisma.sql`
  i.id, i.kind, i.organisation_id AS "organisationId", o.path AS "organisationPath", o.name AS "organisationName",
  organisation_open(o.path) AS "organisationOpen", i.plan_id AS "planId", (SELECT p.name FROM plans p WHERE p.id = i.plan_id) AS "planName",
  i.batch_id AS "batchId",
  (SELECT r.number FROM study_card_batches b JOIN orders r ON r.id = b.order_id WHERE b.id = i.batch_id) AS "batchOrderNumber",
  i.created_by_id AS "createdById", i.created_by_name AS "createdByName",
  i.state::text AS state, i.state_since AS "stateSince", i.version, i.mode::text AS mode, i.file_name AS "fileName",
  i.file_kind AS "fileKind", i.file_key AS "fileKey", i.sha256, i.size_bytes AS "sizeBytes", i.sheet_name AS "sheetName",
  i.header_row AS "headerRow", i.columns, i.notes, i.rows_done AS "rowsDone", i.rows_total AS "rowsTotal",
  i.new_count AS "newCount", i.changed_count AS "changedCount", i.unchanged_count AS "unchangedCount",
  i.error_count AS "errorCount", i.warning_count AS "warningCount", i.created_count AS "createdCount",
  i.updated_count AS "updatedCount", i.error_code AS "errorCode", i.error_details AS "errorDetails",
  i.committed_at AS "committedAt", i.created_at AS "createdAt"`

export async function findImport(db: Readable, id: string): Promise<ImportRecord | null> {
  const rows = await db.$queryRaw<ImportRecord[]>`
    SELECT ${columns} FROM imports i JOIN organisations o ON o.id = i.organisation_id WHERE i.id = ${id}::uuid`
  return rows[0] ?? null
}

/** Keeps it as it is until the transaction ends: corrections of one import come one after the other. */
export async function lockImport(tx: Transaction, id: string): Promise<ImportRecord | null> {
  await tx.$queryRaw`SELECT 1 AS locked FROM imports WHERE id = ${id}::uuid FOR UPDATE`
  return findImport(tx, id)
}

/** Only one worker commits an import; another that was given the same job waits, and finds it done. */
export async function holdCommit(tx: Transaction, id: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`imports.commit:${id}`}, 0))`
}

/** The same without waiting: false while a worker has it, also one that is taken for dead. */
export async function tryHoldCommit(tx: Transaction, id: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ held: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${`imports.commit:${id}`}, 0)) AS held`
  return rows[0]?.held === true
}

export type UnfinishedImport = {
  readonly id: string
  readonly version: number
  readonly organisationId: string
  readonly state: 'received' | 'reading' | 'committing'
  /** Who asked for it to be written, and from where; who uploaded it until somebody did. */
  readonly askedById: string
  readonly ip: string
}

/** Those that the worker has to read or to write, the oldest first. */
export async function findUnfinished(db: Readable, take: number): Promise<UnfinishedImport[]> {
  return db.$queryRaw<UnfinishedImport[]>`
    SELECT i.id, i.version, i.organisation_id AS "organisationId", i.state::text AS state,
           coalesce(a.actor_id, i.created_by_id) AS "askedById", coalesce(a.ip, '') AS ip
    FROM imports i LEFT JOIN LATERAL (
      SELECT e.actor_id, e.ip FROM audit_entries e
      WHERE e.subject_type = 'import' AND e.subject_id = i.id AND e.action = 'import.commitStarted'
      ORDER BY e.id DESC LIMIT 1) a ON true
    WHERE i.state IN ('received', 'reading', 'committing') ORDER BY i.id LIMIT ${take}`
}

export async function insertImport(tx: Transaction, one: Prisma.ImportUncheckedCreateInput): Promise<void> {
  await tx.import.create({ data: one })
}

/** Newest first; one row more than the page, as `toPage` wants it. */
export async function findImports(
  db: Readable,
  search: {
    scope: string
    kind: ImportKindName | null
    state: ImportState | null
    createdById: string | null
    cursor: string | null
    take: number
  },
): Promise<ImportRecord[]> {
  const { scope, kind, state, createdById, cursor, take } = search
  const conditions = [Prisma.sql`starts_with(o.path, ${scope})`]
  if (kind !== null) conditions.push(Prisma.sql`i.kind = ${kind}`)
  if (state !== null) conditions.push(Prisma.sql`i.state = ${state}::import_state`)
  if (createdById !== null) conditions.push(Prisma.sql`i.created_by_id = ${createdById}::uuid`)
  if (cursor !== null) conditions.push(Prisma.sql`i.id < ${cursor}::uuid`)
  return db.$queryRaw<ImportRecord[]>`
    SELECT ${columns} FROM imports i JOIN organisations o ON o.id = i.organisation_id
    WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY i.id DESC LIMIT ${take}`
}

/** Changes an import that is still in one of these states and of this version; false when it is not. */
export async function changeImport(
  db: Readable,
  seen: { id: string; states: readonly ImportState[]; version: number },
  change: Prisma.ImportUncheckedUpdateManyInput,
): Promise<boolean> {
  const { count } = await db.import.updateMany({
    where: { id: seen.id, state: { in: [...seen.states] }, version: seen.version },
    data: change,
  })
  return count === 1
}

export async function setProgress(
  db: Readable,
  seen: { id: string; state: ImportState; version: number },
  rowsDone: number,
): Promise<boolean> {
  return changeImport(db, { ...seen, states: [seen.state] }, { rowsDone })
}

export function countColumns(counts: ImportCounts) {
  return {
    newCount: counts.new,
    changedCount: counts.changed,
    unchangedCount: counts.unchanged,
    errorCount: counts.error,
    warningCount: counts.warning,
  }
}

export function countsOf(row: {
  newCount: number
  changedCount: number
  unchangedCount: number
  errorCount: number
  warningCount: number
}): ImportCounts {
  return {
    new: row.newCount,
    changed: row.changedCount,
    unchanged: row.unchangedCount,
    error: row.errorCount,
    warning: row.warningCount,
  }
}

/** Ended before `before` and still with a file or rows. */
export async function findOutdated(
  db: Readable,
  before: Date,
  take: number,
): Promise<{ id: string; fileKey: string | null }[]> {
  return db.$queryRaw<{ id: string; fileKey: string | null }[]>`
    SELECT i.id, i.file_key AS "fileKey" FROM imports i
    WHERE i.state IN ('committed', 'failed', 'cancelled', 'previewed') AND i.state_since < ${before}
      AND (i.file_key IS NOT NULL OR EXISTS (SELECT 1 FROM import_chunks c WHERE c.import_id = i.id))
    ORDER BY i.id LIMIT ${take}`
}

// --- Chunks ------------------------------------------------------------------------------------------------------

export type ChunkRecord = { firstRow: number; sealed: Uint8Array }

export type NewChunk = {
  readonly importId: string
  readonly firstRow: number
  readonly rowCount: number
  readonly sums: ChunkSums
  readonly identities: readonly string[]
  readonly sealed: Uint8Array
}

/** Writes a chunk, or what became of it. */
export async function saveChunk(tx: Transaction, chunk: NewChunk): Promise<void> {
  const { importId, firstRow, rowCount, sums, identities, sealed } = chunk
  const { counts } = sums
  await tx.$executeRaw`
    INSERT INTO import_chunks (import_id, first_row, row_count, new_count, changed_count, unchanged_count, error_count,
                               warning_count, issues, identities, sealed)
    VALUES (${importId}::uuid, ${firstRow}, ${rowCount}, ${counts.new}, ${counts.changed}, ${counts.unchanged},
            ${counts.error}, ${counts.warning}, ${JSON.stringify(sums.issues)}::jsonb,
            string_to_array(${identities.join(',')}, ','), ${sealed})
    ON CONFLICT (import_id, first_row) DO UPDATE SET
      row_count = excluded.row_count, new_count = excluded.new_count, changed_count = excluded.changed_count,
      unchanged_count = excluded.unchanged_count, error_count = excluded.error_count,
      warning_count = excluded.warning_count, issues = excluded.issues, identities = excluded.identities,
      sealed = excluded.sealed`
}

export async function deleteChunks(tx: Transaction, importId: string): Promise<void> {
  await tx.importChunk.deleteMany({ where: { importId } })
}

/** Chunks that have rows to show, in file order, from the one that row `from` lies in, and behind the chunk `behind`. */
export async function findChunks(
  db: Readable,
  importId: string,
  search: { from: number; behind: number; show: keyof ImportCounts | 'all'; code: string | null; take: number },
): Promise<ChunkRecord[]> {
  const { from, behind, show, code, take } = search
  const conditions = [
    Prisma.sql`import_id = ${importId}::uuid`,
    Prisma.sql`first_row > ${behind}`,
    Prisma.sql`first_row >= coalesce((SELECT max(first_row) FROM import_chunks
                                      WHERE import_id = ${importId}::uuid AND first_row <= ${from}), 0)`,
  ]
  if (show !== 'all') conditions.push(Prisma.sql`${countOf[show]} > 0`)
  if (code !== null) {
    conditions.push(
      Prisma.sql`EXISTS (SELECT 1 FROM jsonb_object_keys(issues) AS key WHERE split_part(key, ':', 2) = ${code})`,
    )
  }
  return db.$queryRaw<ChunkRecord[]>`
    SELECT first_row AS "firstRow", sealed FROM import_chunks WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY first_row LIMIT ${take}`
}

const countOf = {
  new: Prisma.sql`new_count`,
  changed: Prisma.sql`changed_count`,
  unchanged: Prisma.sql`unchanged_count`,
  error: Prisma.sql`error_count`,
  warning: Prisma.sql`warning_count`,
}

/** First rows of the chunks that hold rows about one of these; all with any where there are too many to name. */
export async function findChunksAbout(
  db: Readable,
  importId: string,
  identities: readonly string[],
): Promise<number[]> {
  if (identities.length === 0) return []
  const wanted = identities.join(',')
  const rows = await db.$queryRaw<{ firstRow: number }[]>`
    SELECT first_row AS "firstRow" FROM import_chunks
    WHERE import_id = ${importId}::uuid AND identities && string_to_array(${wanted}, ',') ORDER BY first_row`
  return rows.map((row) => row.firstRow)
}

/** First rows of the chunks with an issue of these keys; all keys where the list is empty. */
export async function findChunksWith(db: Readable, importId: string, keys: readonly string[]): Promise<number[]> {
  const rows = await db.$queryRaw<{ firstRow: number }[]>`
    SELECT first_row AS "firstRow" FROM import_chunks
    WHERE import_id = ${importId}::uuid AND jsonb_exists_any(issues, ${[...keys]}) ORDER BY first_row`
  return rows.map((row) => row.firstRow)
}

export async function findChunk(db: Readable, importId: string, firstRow: number): Promise<ChunkRecord | null> {
  const rows = await db.$queryRaw<ChunkRecord[]>`
    SELECT first_row AS "firstRow", sealed FROM import_chunks WHERE import_id = ${importId}::uuid AND first_row = ${firstRow}`
  return rows[0] ?? null
}

/** The chunk that a row of the file lies in. */
export async function findChunkOf(db: Readable, importId: string, row: number): Promise<ChunkRecord | null> {
  const rows = await db.$queryRaw<ChunkRecord[]>`
    SELECT first_row AS "firstRow", sealed FROM import_chunks
    WHERE import_id = ${importId}::uuid AND first_row <= ${row} ORDER BY first_row DESC LIMIT 1`
  return rows[0] ?? null
}

/** The first rows of all chunks, with how many rows there are to write in each. */
export async function listChunks(
  db: Readable,
  importId: string,
): Promise<{ firstRow: number; rowCount: number; toWrite: number }[]> {
  return db.$queryRaw<{ firstRow: number; rowCount: number; toWrite: number }[]>`
    SELECT first_row AS "firstRow", row_count AS "rowCount", new_count + changed_count AS "toWrite"
    FROM import_chunks WHERE import_id = ${importId}::uuid ORDER BY first_row`
}

export async function sumCounts(db: Readable, importId: string): Promise<ImportCounts> {
  const rows = await db.$queryRaw<ImportCounts[]>`
    SELECT coalesce(sum(new_count), 0)::int AS new, coalesce(sum(changed_count), 0)::int AS changed,
           coalesce(sum(unchanged_count), 0)::int AS unchanged, coalesce(sum(error_count), 0)::int AS error,
           coalesce(sum(warning_count), 0)::int AS warning
    FROM import_chunks WHERE import_id = ${importId}::uuid`
  return rows[0] ?? { new: 0, changed: 0, unchanged: 0, error: 0, warning: 0 }
}

/** Issues over all chunks, the most frequent first. */
export async function sumIssues(
  db: Readable,
  importId: string,
): Promise<{ key: string; count: number; repairable: number }[]> {
  return db.$queryRaw<{ key: string; count: number; repairable: number }[]>`
    SELECT key, sum((value->>0)::int)::int AS count, sum((value->>1)::int)::int AS repairable
    FROM import_chunks, jsonb_each(issues) WHERE import_id = ${importId}::uuid
    GROUP BY key ORDER BY count DESC, key`
}
