import type { Readable, Transaction } from '../../platform/database.ts'

export async function countKeys(db: Readable): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ keyId: string; count: number }[]>`
    SELECT split_part(id_number_encrypted, ':', 1) AS "keyId", count(*)::int AS count FROM learners GROUP BY 1 ORDER BY 1`
  return new Map(rows.map((row) => [row.keyId, row.count]))
}

export async function countUnmaskable(db: Readable): Promise<number> {
  return db.learner.count({ where: { idNumberMasked: '' } })
}

export type Resealed = { readonly id: string; readonly sealed: string; readonly masked: string }

/** The next learners whom another key seals, or who have no mask; locked, and none that somebody else has locked. */
export async function lockSealedOtherwise(
  tx: Transaction,
  currentKeyId: string,
  after: string,
  most: number,
): Promise<{ id: string; sealed: string }[]> {
  return tx.$queryRaw<{ id: string; sealed: string }[]>`
    SELECT id, id_number_encrypted AS sealed FROM learners
    WHERE (split_part(id_number_encrypted, ':', 1) <> ${currentKeyId} OR id_number_masked = '') AND id > ${after}::uuid
    ORDER BY id LIMIT ${most} FOR UPDATE SKIP LOCKED`
}

export async function replaceSealed(tx: Transaction, rows: readonly Resealed[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE learners l SET id_number_encrypted = t.sealed, id_number_masked = t.masked
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS t(id uuid, sealed text, masked text)
    WHERE l.id = t.id`
}
