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

/**
 * The entries that come next in the order of the chain and whose place is certain: every transaction before theirs is
 * over. An import writes a hundred thousand in one transaction, so what is sealed already is not looked at again.
 */
export async function findSealable(tx: Transaction, take: number): Promise<SealableEntry[]> {
  return tx.$queryRaw<SealableEntry[]>`
    SELECT e.id, e.at, e.actor_kind AS "actorKind", e.actor_id AS "actorId", e.actor_name AS "actorName", e.ip, e.action,
           e.subject_type AS "subjectType", e.subject_id AS "subjectId", e.organisation_id AS "organisationId", e.before, e.after
    FROM audit_entries e
    WHERE e.txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
      AND (e.txid, e.id) > (
        coalesce((SELECT l.txid FROM audit_entries l WHERE l.id = (SELECT s.entry_id FROM audit_seals s ORDER BY s.position DESC LIMIT 1)), -1),
        coalesce((SELECT s.entry_id FROM audit_seals s ORDER BY s.position DESC LIMIT 1), -1))
    ORDER BY e.txid, e.id LIMIT ${take}`
}

export async function insertSeals(
  tx: Transaction,
  seals: readonly { position: bigint; entryId: bigint; hash: Uint8Array<ArrayBuffer> }[],
): Promise<void> {
  await tx.auditSeal.createMany({ data: [...seals] })
}

/** An entry's place in the order of the chain: its transaction, then its number. */
export type EntryKey = { readonly txid: bigint; readonly id: bigint }

/** A seal with its entry; `id` and all the rest are null when the entry is gone. */
export type SealedEntry = Omit<SealableEntry, 'id'> & {
  id: bigint | null
  entryId: bigint
  txid: bigint
  position: bigint
  hash: Uint8Array
  sealedAt: Date
}

export async function findSealed(db: Readable, after: bigint, take: number): Promise<SealedEntry[]> {
  return db.$queryRaw`
    SELECT s.position, s.entry_id AS "entryId", s.hash, s.sealed_at AS "sealedAt", e.txid, e.id, e.at,
           e.actor_kind AS "actorKind", e.actor_id AS "actorId", e.actor_name AS "actorName", e.ip, e.action,
           e.subject_type AS "subjectType", e.subject_id AS "subjectId", e.organisation_id AS "organisationId",
           e.before, e.after
    FROM audit_seals s LEFT JOIN audit_entries e ON e.id = s.entry_id
    WHERE s.position > ${after} ORDER BY s.position LIMIT ${take}`
}

export async function findSealAt(db: Readable, position: bigint): Promise<{ hash: Uint8Array } | null> {
  return db.auditSeal.findUnique({ where: { position }, select: { hash: true } })
}

/** How many entries stand after one place and up to another, sealed or not. */
export async function countBetween(db: Readable, after: EntryKey, upTo: EntryKey): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM audit_entries e
    WHERE (e.txid, e.id) > (${after.txid}, ${after.id}) AND (e.txid, e.id) <= (${upTo.txid}, ${upTo.id})`
  return rows[0]?.count ?? 0
}

/** The first entry that stands between two others, and whether the chain has it elsewhere. */
export async function findBetween(
  db: Readable,
  after: EntryKey,
  before: EntryKey,
): Promise<{ id: bigint; isSealed: boolean } | null> {
  const rows = await db.$queryRaw<{ id: bigint; isSealed: boolean }[]>`
    SELECT e.id, s.position IS NOT NULL AS "isSealed" FROM audit_entries e LEFT JOIN audit_seals s ON s.entry_id = e.id
    WHERE (e.txid, e.id) > (${after.txid}, ${after.id}) AND (e.txid, e.id) < (${before.txid}, ${before.id})
    ORDER BY e.txid, e.id LIMIT 1`
  return rows[0] ?? null
}

/** Entries after a place in the order, which the chain does not have yet. */
export async function countWaiting(db: Readable, after: EntryKey): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM audit_entries e
    WHERE (e.txid, e.id) > (${after.txid}, ${after.id})
      AND NOT EXISTS (SELECT 1 FROM audit_seals s WHERE s.entry_id = e.id)`
  return rows[0]?.count ?? 0
}
