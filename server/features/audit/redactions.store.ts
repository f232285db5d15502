import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { SealableEntry } from './audit.store.ts'

const columns = Prisma.sql`
  e.id, e.at, e.actor_kind AS "actorKind", e.actor_id AS "actorId", e.actor_name AS "actorName", e.ip, e.action,
  e.subject_type AS "subjectType", e.subject_id AS "subjectId", e.organisation_id AS "organisationId", e.before, e.after`

/** Things by their ids, of whichever of these kinds. */
export type AuditSubjects = { readonly types: readonly string[]; readonly ids: readonly string[] }

/** Entries about these things, and what these accounts did; the oldest first. */
export async function findEntriesOf(
  tx: Transaction,
  { types, ids }: AuditSubjects,
  actorIds: readonly string[],
): Promise<SealableEntry[]> {
  return tx.$queryRaw<SealableEntry[]>`
    SELECT ${columns} FROM audit_entries e
    WHERE e.id IN (
      SELECT id FROM audit_entries WHERE subject_type = ANY(${[...types]}::text[]) AND subject_id = ANY(${[...ids]}::uuid[])
      UNION SELECT id FROM audit_entries WHERE actor_id = ANY(${[...actorIds]}::uuid[]))
    ORDER BY e.id`
}

export type Redaction = Pick<SealableEntry, 'id' | 'actorName' | 'before' | 'after'>

/** What is left of each entry; the trigger lets nothing else of it change. */
export async function redactEntries(tx: Transaction, rows: readonly Redaction[]): Promise<void> {
  const wire = rows.map((row) => ({ ...row, id: String(row.id) }))
  await tx.$executeRaw`SELECT set_config('xueshi.erasing', 'on', true)`
  await tx.$executeRaw`
    UPDATE audit_entries e SET actor_name = t."actorName",
           before = CASE WHEN e.before IS NULL THEN NULL ELSE t.before END,
           after = CASE WHEN e.after IS NULL THEN NULL ELSE t.after END
    FROM jsonb_to_recordset(${JSON.stringify(wire)}::jsonb) AS t(id bigint, "actorName" text, before jsonb, after jsonb)
    WHERE e.id = t.id`
  await tx.$executeRaw`SELECT set_config('xueshi.erasing', 'off', true)`
}

/** The entries as they stand now. */
export async function findEntries(tx: Transaction, ids: readonly bigint[]): Promise<SealableEntry[]> {
  return tx.$queryRaw<SealableEntry[]>`
    SELECT ${columns} FROM audit_entries e WHERE e.id = ANY(${[...ids]}::bigint[]) ORDER BY e.id`
}

/** What every erasure wrote down, the oldest first: `id:hash` of each entry that it redacted. */
export async function findVouchers(db: Readable): Promise<string[][]> {
  const rows = await db.$queryRaw<{ redacted: unknown }[]>`
    SELECT after -> 'redacted' AS redacted FROM audit_entries WHERE action = 'learner.erased' ORDER BY at, id`
  return rows.map(({ redacted }) => (Array.isArray(redacted) ? redacted.map(String) : []))
}
