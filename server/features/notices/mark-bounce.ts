import type { Actor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import type { Transaction } from '../../platform/database.ts'
import { announce } from './announce.ts'
import { putBounce } from './bounces.store.ts'
import { planOf } from './notices.rules.ts'
import type { MailFacts } from './notices.store.ts'

/**
 * Marks the address of a mail that a server refused for good: nothing more is sent there until staff clear the mark, or
 * the address is another. The organisation whose address it is reads it in the app, once for each mark.
 */
export async function markBounce(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  actor: Actor,
  mail: MailFacts,
  detail: string,
): Promise<void> {
  const at = deps.clock.now()
  const { id, isNew } = await putBounce(tx, { address: mail.recipient, at, detail, noticeId: mail.id })
  if (!isNew) return
  await writeAudit(tx, actor, {
    action: 'mailBounce.marked',
    subjectType: 'mailBounce',
    subjectId: id,
    organisationId: mail.organisationId,
    after: { address: mail.recipient, detail, noticeId: mail.id },
  })
  if (mail.organisationId === null || !isOwnAddress(mail)) return
  await announce(deps, tx, {
    kind: 'mailBounced',
    organisationId: mail.organisationId,
    organisationName: mail.data.organisationName,
    address: mail.recipient,
    bouncedAt: at.toISOString(),
  })
}

/** Whether the address is the organisation's, for notices or invoices, and not that of one person. */
function isOwnAddress(mail: MailFacts): boolean {
  return planOf(mail.data).email !== 'readers' && !('accountId' in mail.data)
}
