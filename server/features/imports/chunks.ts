import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { type StoredRow, sumRows } from './import-rows.rules.ts'
import { type ChunkRecord, saveChunk } from './imports.store.ts'

/** Rows that are judged, looked up and stored together: a few milliseconds of work, a quarter of a megabyte. */
export const chunkRows = 1000

const contextOf = (importId: string, firstRow: number) => `import_chunks.sealed:${importId}:${firstRow}`

/** Rows hold whole ID numbers: they are stored as one sealed text with its sums beside it. */
export async function storeRows(
  deps: Pick<Deps, 'secrets'>,
  tx: Transaction,
  importId: string,
  firstRow: number,
  rows: readonly StoredRow[],
): Promise<void> {
  await saveChunk(tx, {
    importId,
    firstRow,
    rowCount: rows.length,
    sums: sumRows(rows),
    identities: rows.map((row) => row.identity),
    sealed: deps.secrets.encryptBytes(Buffer.from(JSON.stringify(rows)), contextOf(importId, firstRow)),
  })
}

export function openRows(deps: Pick<Deps, 'secrets'>, importId: string, chunk: ChunkRecord): StoredRow[] {
  return JSON.parse(deps.secrets.decryptBytes(chunk.sealed, contextOf(importId, chunk.firstRow)).toString('utf8'))
}
