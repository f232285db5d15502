import type { Actor } from '../core/actor.ts'
import { Prisma, type Transaction } from './database.ts'

export type AuditRecord = {
  /** What was done, verb last: `voucher.submitted`. */
  readonly action: string
  readonly subjectType: string
  readonly subjectId: string
  readonly organisationId: string | null
  readonly before?: Prisma.InputJsonValue | null
  readonly after?: Prisma.InputJsonValue | null
}

/** Writes who did what, in the transaction that did it. Values must hold no secrets and no unmasked ID numbers. */
export async function writeAudit(tx: Transaction, actor: Actor, record: AuditRecord): Promise<void> {
  await tx.auditEntry.create({
    data: {
      actorKind: actor.kind,
      actorId: actor.kind === 'account' ? actor.accountId : null,
      actorName: actor.name,
      ip: actor.ip,
      action: record.action,
      subjectType: record.subjectType,
      subjectId: record.subjectId,
      organisationId: record.organisationId,
      before: record.before ?? Prisma.DbNull,
      after: record.after ?? Prisma.DbNull,
    },
  })
}
