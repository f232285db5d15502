import type { Actor } from '../../core/actor.ts'
import { type AuditRecord, writeAudit } from '../../platform/audit-log.ts'
import type { Prisma, Transaction } from '../../platform/database.ts'
import { redactText, redactValues } from './redact.rules.ts'
import { type AuditSubjects, findEntries, findEntriesOf, redactEntries } from './redactions.store.ts'
import { digestOf } from './seal-of.ts'

export type Erasure = {
  /** The things whose entries tell of the person: the learner, their account, enrolments, hours … */
  readonly subjects: AuditSubjects
  /** The person's own accounts: their names go, what they did stays. */
  readonly actorIds: readonly string[]
  /** Name, mobile and so on, as they may stand in entries. */
  readonly values: readonly string[]
  /** What takes the place of each. */
  readonly tombstone: string
}

/**
 * Takes a person's name and addresses out of the audit trail, in the caller's transaction. What was done, when, to which
 * thing and by which account stays, and so does the chain: the entry `record` that is written with it names every entry
 * that was redacted, with the hash of what is left of it, and `verifyAudit` accepts exactly that and nothing else. Returns
 * how many entries were redacted.
 */
export async function redactAudit(
  tx: Transaction,
  actor: Actor,
  { subjects, actorIds, values, tombstone }: Erasure,
  record: Omit<AuditRecord, 'action' | 'after'> & { readonly after: Prisma.InputJsonObject },
): Promise<number> {
  const changed = (await findEntriesOf(tx, subjects, actorIds)).flatMap((entry) => {
    const own = entry.actorId !== null && actorIds.includes(entry.actorId)
    const left = {
      id: entry.id,
      actorName: own ? tombstone : redactText(entry.actorName, values, tombstone),
      before: redactValues(entry.before, values, tombstone),
      after: redactValues(entry.after, values, tombstone),
    }
    const isSame =
      left.actorName === entry.actorName &&
      JSON.stringify([left.before, left.after]) === JSON.stringify([entry.before, entry.after])
    return isSame ? [] : [left]
  })
  await redactEntries(tx, changed)
  const left = await findEntries(
    tx,
    changed.map((one) => one.id),
  )
  await writeAudit(tx, actor, {
    ...record,
    action: 'learner.erased',
    after: { ...record.after, redacted: left.map((entry) => `${entry.id}:${digestOf(entry)}`) },
  })
  return changed.length
}
