import type { Actor } from '../core/actor.ts'
import type { AuditAction } from '../core/audit-actions.ts'
import type { Prisma, Transaction } from './database.ts'

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
  const actorId = actor.kind === 'account' ? actor.accountId : null
  await tx.$executeRaw`
    INSERT INTO audit_entries (actor_kind, actor_id, actor_name, ip, action, subject_type, subject_id, organisation_id, before, after)
    VALUES (${actor.kind}, ${actorId}::uuid, ${actor.name}, ${actor.ip}, ${record.action}, ${record.subjectType},
            ${record.subjectId}::uuid, ${record.organisationId}::uuid, ${jsonOf(record.before)}::jsonb, ${jsonOf(record.after)}::jsonb)`
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
