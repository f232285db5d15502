import type { Actor } from '../core/actor.ts'
import type { AuditAction } from '../core/audit-actions.ts'
import { Prisma, type Transaction } from './database.ts'

export type AuditRecord = {
  /** What was done, verb last: `voucher.submitted`. */
  readonly action: AuditAction
  readonly subjectType: string
  readonly subjectId: string
  readonly organisationId: string | null
  readonly before?: Prisma.InputJsonValue | null
  readonly after?: Prisma.InputJsonValue | null
}

/** Writes who did what, in the transaction that did it. Values must hold no secrets and no unmasked ID numbers. */
export async function writeAudit(tx: Transaction, actor: Actor, record: AuditRecord): Promise<void> {
  await tx.$executeRaw(insertOf(actor, record, Prisma.empty))
}

/**
 * Changes one row and writes who did it, in one statement: no audit row where nothing was changed. `change` is an UPDATE,
 * INSERT or DELETE with a RETURNING of one row at most. Returns whether there was one.
 */
export async function changeAudited(
  tx: Transaction,
  actor: Actor,
  change: Prisma.Sql,
  record: AuditRecord,
): Promise<boolean> {
  const count = await tx.$executeRaw`WITH changed AS (${change}) ${insertOf(actor, record, Prisma.sql`FROM changed`)}`
  return count === 1
}

function insertOf(actor: Actor, record: AuditRecord, from: Prisma.Sql): Prisma.Sql {
  const actorId = actor.kind === 'account' ? actor.accountId : null
  return Prisma.sql`
    INSERT INTO audit_entries (actor_kind, actor_id, actor_name, ip, action, subject_type, subject_id, organisation_id, before, after)
    SELECT ${actor.kind}, ${actorId}::uuid, ${actor.name}, ${actor.ip}, ${record.action}, ${record.subjectType},
           ${record.subjectId}::uuid, ${record.organisationId}::uuid, ${jsonOf(record.before)}::jsonb, ${jsonOf(record.after)}::jsonb
    ${from}`
}

function jsonOf(value: Prisma.InputJsonValue | null | undefined): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value)
}

/** The same for many records of one action, in one statement. */
export async function writeAudits(
  tx: Transaction,
  actor: Actor,
  { action, subjectType }: Pick<AuditRecord, 'action' | 'subjectType'>,
  records: readonly Pick<AuditRecord, 'subjectId' | 'organisationId' | 'before' | 'after'>[],
): Promise<void> {
  if (records.length === 0) return
  await tx.$executeRaw`
    INSERT INTO audit_entries (actor_kind, actor_id, actor_name, ip, action, subject_type, subject_id, organisation_id, before, after)
    SELECT ${actor.kind}, ${actor.kind === 'account' ? actor.accountId : null}::uuid, ${actor.name}, ${actor.ip}, ${action}, ${subjectType},
           t."subjectId", t."organisationId", t.before, t.after
    FROM json_to_recordset(${JSON.stringify(records)}::json)
      AS t("subjectId" uuid, "organisationId" uuid, before jsonb, after jsonb)`
}
