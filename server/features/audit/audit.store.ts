import type { Prisma, Readable, Transaction } from '../../platform/database.ts'

export type SealableEntry = {
  id: bigint
  at: Date
  actorKind: string
  actorId: string | null
  actorName: string
  ip: string | null
  action: string
  subjectType: string
  subjectId: string
  organisationId: string | null
  before: Prisma.JsonValue
  after: Prisma.JsonValue
}

/** One sealer at a time in the whole cluster; false when another has it. */
export async function lockSealing(tx: Transaction): Promise<boolean> {
  const rows = await tx.$queryRaw<{ got: boolean }[]>`SELECT pg_try_advisory_xact_lock(4200, 1) AS got`
  return rows[0]?.got ?? false
}

export async function findLastSeal(db: Readable): Promise<{ position: bigint; hash: Uint8Array } | null> {
  return db.auditSeal.findFirst({ orderBy: { position: 'desc' }, select: { position: true, hash: true } })
}

/** Entries that are not sealed yet and whose place is certain: every transaction before theirs is over. */
export async function findSealable(tx: Transaction, take: number): Promise<SealableEntry[]> {
  return tx.$queryRaw<SealableEntry[]>`
    SELECT e.id, e.at, e.actor_kind AS "actorKind", e.actor_id AS "actorId", e.actor_name AS "actorName", e.ip, e.action,
           e.subject_type AS "subjectType", e.subject_id AS "subjectId", e.organisation_id AS "organisationId", e.before, e.after
    FROM audit_entries e
    WHERE e.txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
      AND NOT EXISTS (SELECT 1 FROM audit_seals s WHERE s.entry_id = e.id)
      AND e.txid >= coalesce((SELECT l.txid FROM audit_entries l JOIN audit_seals s ON s.entry_id = l.id ORDER BY s.position DESC LIMIT 1), 0)
    ORDER BY e.txid, e.id LIMIT ${take}`
}

export async function insertSeals(
  tx: Transaction,
  seals: readonly { position: bigint; entryId: bigint; hash: Uint8Array<ArrayBuffer> }[],
): Promise<void> {
  await tx.auditSeal.createMany({ data: [...seals] })
}

export async function findSealed(
  db: Readable,
  after: bigint,
  take: number,
): Promise<(SealableEntry & { position: bigint; hash: Uint8Array })[]> {
  return db.$queryRaw`
    SELECT s.position, s.hash, e.id, e.at, e.actor_kind AS "actorKind", e.actor_id AS "actorId", e.actor_name AS "actorName",
           e.ip, e.action, e.subject_type AS "subjectType", e.subject_id AS "subjectId",
           e.organisation_id AS "organisationId", e.before, e.after
    FROM audit_seals s LEFT JOIN audit_entries e ON e.id = s.entry_id
    WHERE s.position > ${after} ORDER BY s.position LIMIT ${take}`
}
