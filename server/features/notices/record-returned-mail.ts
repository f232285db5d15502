import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { saysNoMailbox } from '../../core/smtp-answers.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { loadOverrides } from './load-overrides.ts'
import type { ReturnedMail } from './mail-bounces.schema.ts'
import { subjectOfMail } from './mail-contents.ts'
import { markBounce } from './mark-bounce.ts'
import { addTry, changeMail, listTries, lockMail } from './notices.store.ts'
import { readReturnedMail } from './returned-mail.rules.ts'

/**
 * Takes a mail that came back to the centre's mailbox: the mail of ours that it names is marked, and its address where
 * the server says that there is no such mailbox. One that came back before changes nothing, and one that is only late
 * neither. Throws `returnedMailUnknown` (why: `notReport`, `noMessageId`, `notOurs`, `arrived`).
 */
export async function recordReturnedMail(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  actor: AccountActor,
  { text }: { text: string },
): Promise<ReturnedMail> {
  const report = readReturnedMail(text)
  if (typeof report === 'string') throw new AppError('returnedMailUnknown', { why: report })
  if (report.action === 'arrived') throw new AppError('returnedMailUnknown', { why: 'arrived' })
  return inTransaction(deps, async (tx) => {
    const mail = await lockMail(tx, report.noticeId)
    if (!mail) throw new AppError('returnedMailUnknown', { why: 'notOurs' })
    const tries = await listTries(tx, mail.id)
    const detail = report.answer.words
    const noMailbox = report.action === 'failed' && saysNoMailbox(report.answer)
    const answer = {
      noticeId: mail.id,
      recipient: mail.recipient,
      subject: subjectOfMail(mail, await loadOverrides(tx)),
      organisationName: mail.data.organisationName,
      detail,
    }
    if (report.action === 'delayed') return { verdict: 'delayed' as const, ...answer }
    const verdict = noMailbox ? ('marked' as const) : ('mailOnly' as const)
    if (tries.some((one) => one.outcome === 'returned' && one.detail === detail)) return { verdict, ...answer }

    const now = deps.clock.now()
    await addTry(tx, { noticeId: mail.id, at: now, outcome: 'returned', detail })
    // Sent again meanwhile: that it came back then says nothing about how it is now.
    const isLatest = report.round === tries.filter((one) => one.outcome === 'resent').length
    if (isLatest) await changeMail(tx, mail.id, { from: ['sent'], to: 'failed', now, lastError: detail, bounced: true })
    await writeAudit(tx, actor, {
      action: 'notice.returned',
      subjectType: 'notice',
      subjectId: mail.id,
      organisationId: mail.organisationId,
      after: { to: mail.recipient, detail },
    })
    if (noMailbox) await markBounce(deps, tx, actor, mail, detail)
    return { verdict, ...answer }
  })
}
