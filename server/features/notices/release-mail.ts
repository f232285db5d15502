import type { AccountActor, Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { normaliseMailAddress } from '../../core/mail-address.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { changeRecipient, findLiveBounce, type HeldMail, takeBounce, takeHeldMails } from './bounces.store.ts'
import { noticeMail } from './notices.queues.ts'
import { planOf } from './notices.rules.ts'
import type { Announcement } from './notices.schema.ts'
import { addTry, changeMail } from './notices.store.ts'

/** What is older than a month when it could leave again tells nobody anything. */
const keptForMs = 30 * 24 * 3_600_000

/**
 * Takes the mark from an address: staff know that it takes mail again. What waited for it leaves now, links and codes
 * that have run out excepted. Answers how many mails that were. Throws `notFound` when it bears none.
 */
export async function clearBounce(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  actor: AccountActor,
  { id }: { id: string },
): Promise<{ released: number }> {
  return inTransaction(deps, async (tx) => {
    const now = deps.clock.now()
    const bounce = await takeBounce(tx, id, { accountId: actor.accountId, name: actor.name, now })
    if (!bounce) throw new AppError('notFound')
    const held = await takeHeldMails(tx, { recipient: bounce.address, since: new Date(now.getTime() - keptForMs) })
    const released = held.filter((mail) => isStillGood(mail, now))
    for (const mail of released) await release(deps, tx, mail.id, actor.name, now)
    await writeAudit(tx, actor, {
      action: 'mailBounce.cleared',
      subjectType: 'mailBounce',
      subjectId: bounce.id,
      organisationId: held[0]?.organisationId ?? null,
      before: { address: bounce.address, detail: bounce.detail, bouncedAt: bounce.bouncedAt.toISOString() },
      after: { released: released.length },
    })
    return { released: released.length }
  })
}

/**
 * For an organisation that enters another address in the transaction: what could not be sent to the old one leaves to
 * the new one, as long as that bears no mark itself. A link or code stays with the person that it is for.
 */
export async function readdressMail(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  actor: Actor,
  change: { organisationId: string; from: string; to: string },
): Promise<void> {
  const to = normaliseMailAddress(change.to)
  if (!to || change.from.trim() === '' || to.toLowerCase() === change.from.trim().toLowerCase()) return
  if (await findLiveBounce(tx, to)) return
  const now = deps.clock.now()
  const held = await takeHeldMails(tx, {
    recipient: change.from,
    organisationId: change.organisationId,
    since: new Date(now.getTime() - keptForMs),
  })
  for (const mail of held) {
    const isPersonal = 'accountId' in (mail.data as Announcement)
    if (isPersonal || !(await changeRecipient(tx, mail.id, to))) continue
    await release(deps, tx, mail.id, actor.name, now)
  }
}

async function release(
  deps: Pick<Deps, 'jobs'>,
  tx: Transaction,
  noticeId: string,
  byName: string,
  now: Date,
): Promise<void> {
  await addTry(tx, { noticeId, at: now, outcome: 'resent', detail: byName })
  await changeMail(tx, noticeId, { from: ['failed'], to: 'queued', now, lastError: null })
  await deps.jobs.send(tx, noticeMail, { noticeId })
}

function isStillGood(mail: HeldMail, now: Date): boolean {
  const data = mail.data as Announcement
  return !planOf(data).secret || !('expiresAt' in data) || new Date(data.expiresAt) > now
}
