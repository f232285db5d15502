import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'

/** Empties what statements said; the rows stay, because hours refer to them. Returns how many held something. */
export async function emptyBodies(
  tx: Transaction,
  which: { readonly before: Date } | { readonly learnerId: string },
  most: number,
): Promise<number> {
  const condition =
    'before' in which ? Prisma.sql`received_at < ${which.before}` : Prisma.sql`learner_id = ${which.learnerId}::uuid`
  return tx.$executeRaw`
    UPDATE learning_statements SET body = NULL WHERE id IN (
      SELECT id FROM learning_statements WHERE ${condition} AND body IS NOT NULL ORDER BY id LIMIT ${most} FOR NO KEY UPDATE)`
}

export type SealedStatement = { id: string; sealed: string }

/** The next statements whom another key seals; locked, and none that somebody else has locked. */
export async function lockSealedOtherwise(
  tx: Transaction,
  currentKeyId: string,
  after: string,
  most: number,
): Promise<SealedStatement[]> {
  return tx.$queryRaw<SealedStatement[]>`
    SELECT id, body ->> 'sealed' AS sealed FROM learning_statements
    WHERE split_part(body ->> 'sealed', ':', 1) <> ${currentKeyId} AND id > ${after}::uuid
    ORDER BY id LIMIT ${most} FOR NO KEY UPDATE SKIP LOCKED`
}

export async function replaceSealed(tx: Transaction, rows: readonly SealedStatement[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE learning_statements s SET body = jsonb_build_object('sealed', t.sealed)
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS t(id uuid, sealed text) WHERE s.id = t.id`
}

/** Key id → how many statements it seals. */
export async function countStatementKeys(db: Readable): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ keyId: string; count: number }[]>`
    SELECT split_part(body ->> 'sealed', ':', 1) AS "keyId", count(*)::int AS count
    FROM learning_statements WHERE body IS NOT NULL GROUP BY 1 ORDER BY 1`
  return new Map(rows.map((row) => [row.keyId, row.count]))
}
