import type { Transaction } from '../../platform/database.ts'
import type { ChunkRecord } from './imports.store.ts'

/** Imports of which a row is about the person with this keyed hash. */
export async function findHolding(tx: Transaction, identity: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT c.import_id AS id FROM import_chunks c JOIN imports i ON i.id = c.import_id
    WHERE ${identity} = ANY(c.identities) AND i.state IN ('previewed', 'committed', 'failed', 'cancelled')`
  return rows.map((row) => row.id)
}

/** All whose rows are still kept: a month's. */
export async function findWithRows(tx: Transaction): Promise<{ id: string }[]> {
  return tx.$queryRaw<{ id: string }[]>`
    SELECT i.id FROM imports i
    WHERE i.state IN ('previewed', 'committed', 'failed', 'cancelled')
      AND EXISTS (SELECT 1 FROM import_chunks c WHERE c.import_id = i.id)
    ORDER BY i.id`
}

export async function findChunksOf(tx: Transaction, importId: string): Promise<ChunkRecord[]> {
  return tx.$queryRaw<ChunkRecord[]>`
    SELECT first_row AS "firstRow", sealed FROM import_chunks WHERE import_id = ${importId}::uuid ORDER BY first_row`
}

/** The file and the first texts of its columns, which are sealed beside it. */
export async function dropFile(tx: Transaction, id: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE imports SET file_key = NULL,
           columns = CASE WHEN jsonb_typeof(columns) = 'object' THEN jsonb_set(columns, '{samples}', '""') ELSE columns END
    WHERE id = ${id}::uuid`
}
