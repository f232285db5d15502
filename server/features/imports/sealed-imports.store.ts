import type { Readable } from '../../platform/database.ts'

/** Imports whose file is still kept. */
export async function findKeptFiles(db: Readable): Promise<{ id: string; fileKey: string | null }[]> {
  return db.import.findMany({ where: { fileKey: { not: null } }, select: { id: true, fileKey: true } })
}

/** Which key ids seal rows and first texts of imports. */
export async function findRowKeys(db: Readable): Promise<{ id: string; keyId: string }[]> {
  return db.$queryRaw<{ id: string; keyId: string }[]>`
    SELECT import_id AS id, encode(substring(sealed FROM 1 FOR position(':'::bytea IN sealed) - 1), 'escape') AS "keyId" FROM import_chunks
    UNION
    SELECT id, split_part(columns ->> 'samples', ':', 1) FROM imports WHERE columns ->> 'samples' <> ''`
}
