import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import { normaliseMailAddress } from '../../core/mail-address.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { noticeMail } from './notices.queues.ts'
import { planOf } from './notices.rules.ts'
import type { NoticeState, ResendNoticeInput } from './notices.schema.ts'
import {
  addTry,
  changeMail,
  findMail,
  findSiblingMail,
  findTry,
  insertNotices,
  lockMail,
  type MailFacts,
} from './notices.store.ts'

/**
 * Sends a mail again, to its own address or to another; a mail that still waits goes at once. Another address makes a
 * mail of its own, whose id is answered. The same `resendId` again changes nothing. Throws `notFound`, `inputInvalid`
 * when there is no usable address, and `notAllowed` for a link or code that would go to anybody but its owner.
 */
export async function resendNotice(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  actor: AccountActor,
  input: ResendNoticeInput,
): Promise<{ id: string; state: NoticeState }> {
  return inTransaction(deps, async (tx) => {
    const original = await lockMail(tx, input.id)
    if (!original) throw new AppError('notFound')
    const repeated = await findTry(tx, input.resendId)
    if (repeated) return answerAgain(tx, repeated, original)
    const address = normaliseMailAddress(input.to ?? original.recipient)
    if (!address) throw new AppError('inputInvalid', { field: 'to', rule: 'invalid_format' })
    if (address !== original.recipient && planOf(original.data).secret) throw new AppError('notAllowed')
    const now = deps.clock.now()
    const mail = address === original.recipient ? original : await mailTo(tx, original, address, now)
    await addTry(tx, { id: input.resendId, noticeId: mail.id, at: now, outcome: 'resent', detail: actor.name })
    await changeMail(tx, mail.id, {
      from: ['queued', 'retrying', 'sent', 'failed'],
      to: 'queued',
      now,
      lastError: null,
    })
    await deps.jobs.send(tx, noticeMail, { noticeId: mail.id })
    await writeAudit(tx, actor, {
      action: 'notice.resent',
      subjectType: 'notice',
      subjectId: mail.id,
      organisationId: mail.organisationId,
      before: { state: mail.state },
      after: { state: 'queued', to: address },
    })
    return { id: mail.id, state: 'queued' }
  })
}

/** The mail for this event to that address: there already, or made now. */
async function mailTo(tx: Transaction, original: MailFacts, address: string, now: Date): Promise<MailFacts> {
  const known = await findSiblingMail(tx, original.eventKey, address)
  const id = known?.id ?? newId()
  if (!known) {
    await insertNotices(tx, [
      {
        id,
        eventKey: original.eventKey,
        kind: original.kind,
        channel: 'email',
        recipient: address,
        accountId: null,
        organisationId: original.organisationId,
        locale: original.locale,
        data: original.data,
        subject: { type: original.subjectType, id: original.subjectId },
        state: 'queued',
        lastError: null,
        now,
      },
    ])
  }
  const mail = await lockMail(tx, id)
  // Somebody else made it between our look and our insert: their commit is there on the next try.
  if (!mail) throw new AppError('conflict')
  return mail
}

async function answerAgain(
  tx: Transaction,
  repeated: { noticeId: string; outcome: string },
  original: MailFacts,
): Promise<{ id: string; state: NoticeState }> {
  const mail = await findMail(tx, repeated.noticeId)
  if (!mail || repeated.outcome !== 'resent' || mail.eventKey !== original.eventKey)
    throw new AppError('idempotencyKeyReused')
  return { id: mail.id, state: mail.state }
}
