import { type Actor, systemActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { FileMissing } from '../../platform/file-store.ts'
import type { Mailer, MailOutcome, OutgoingMail } from '../../platform/mailer.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { isBusy, messageIdOf, senderOf } from './mail.rules.ts'
import type { Announcement } from './notices.schema.ts'
import { addTry, changeMail, endTry, listTries, lockMail, type MailFacts } from './notices.store.ts'
import { localeOf, renderMail } from './render-notice.ts'
import { revealSecret } from './reveal-secret.ts'

/** What other features record about a mail that has left, in the transaction that records it as sent. */
export type AfterMailSent = (
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: Actor,
  announcement: Announcement,
) => Promise<void>

export type MailDeps = Pick<Deps, 'db' | 'clock' | 'files' | 'logger' | 'secrets' | 'settings'> & {
  /** Null while SMTP_URL is not set: mail waits in the outbox, readable there. */
  readonly mailer: Mailer | null
  readonly afterSent: AfterMailSent
}

export type MailJobResult = 'sent' | 'failed' | 'waiting' | 'done'

type Claim = { readonly mail: MailFacts; readonly tryId: string; readonly round: number }

/**
 * Sends one mail, or does nothing when it has been sent or given up (`done`) or no server is set (`waiting`). Throws
 * `unavailable` when it has to be tried again later.
 *
 * A mail leaves at least once. The try is written down before the server is spoken to and its end afterwards; a worker
 * that dies between the server's acceptance and our commit (milliseconds, and the commit is repeated while the database
 * is away) sends the mail again, under the same Message-ID, by which mailboxes show it once. Two jobs for one mail do not
 * overlap: the second sees a running try and comes back later.
 */
export async function sendNoticeMail(deps: MailDeps, { noticeId }: { noticeId: string }): Promise<MailJobResult> {
  if (!deps.mailer) return 'waiting'
  const claim = await inTransaction(deps, (tx) => claimMail(deps, tx, noticeId))
  if (claim === null) return 'done'
  if (claim === 'busy') throw new AppError('unavailable')
  const result = await deliver(deps, deps.mailer, claim).catch((error: unknown) => {
    deps.logger.error('mail.failed', error, { noticeId })
    return { outcome: 'unavailable', detail: 'internal' } as const
  })
  await whileDatabaseIsAway(() => inTransaction(deps, (tx) => settle(deps, tx, claim, result)))
  deps.logger.info('mail.tried', { noticeId, outcome: result.outcome, tries: claim.mail.attempts + 1 })
  if (result.outcome === 'unavailable') throw new AppError('unavailable', {}, { cause: new Error(result.detail) })
  return result.outcome === 'sent' ? 'sent' : 'failed'
}

async function claimMail(deps: Pick<Deps, 'clock'>, tx: Transaction, noticeId: string): Promise<Claim | 'busy' | null> {
  const mail = await lockMail(tx, noticeId)
  if (!mail) return null
  const now = deps.clock.now()
  const tries = await listTries(tx, noticeId)
  // A mail whose queue gave up leaves after all when staff repeat its job from the page of given-up jobs.
  const isGivenUp = mail.state === 'failed' && tries.at(-1)?.outcome === 'givenUp'
  if (mail.state !== 'queued' && mail.state !== 'retrying' && !isGivenUp) return null
  const running = tries.filter((one) => one.outcome === 'sending')
  if (running.some((one) => isBusy(one.at, now))) return 'busy'
  for (const dead of running) await endTry(tx, dead.id, 'interrupted', '')
  const tryId = await addTry(tx, { noticeId, at: now, outcome: 'sending' })
  await changeMail(tx, noticeId, {
    from: [mail.state],
    to: isGivenUp ? 'retrying' : mail.state,
    now: isGivenUp ? now : mail.stateSince,
    lastError: mail.lastError,
    triesMore: 1,
  })
  return { mail, tryId, round: tries.filter((one) => one.outcome === 'resent').length }
}

async function deliver(deps: MailDeps, mailer: Mailer, { mail, round }: Claim): Promise<MailOutcome> {
  const centre = await loadCentre(deps.db)
  const from = senderOf(centre)
  if (!from) return { outcome: 'unavailable', detail: 'senderMissing' }
  const attachments = await loadAttachments(deps, mail.data)
  if (!attachments) return { outcome: 'refused', detail: 'attachmentMissing' }
  const locale = localeOf(mail.locale)
  return mailer.send({
    ...renderMail(mail.data, locale, centre, revealSecret(deps, mail.data)),
    messageId: messageIdOf(mail.id, round, from.address),
    from,
    to: mail.recipient,
    locale,
    attachments,
  })
}

/** Null when one is gone for good: a mail without what it promises helps nobody. */
async function loadAttachments(
  deps: Pick<Deps, 'files'>,
  data: Announcement,
): Promise<OutgoingMail['attachments'] | null> {
  if (data.kind !== 'invoiceIssued') return []
  try {
    return await Promise.all(
      data.files.map(async ({ name, contentType, fileKey }) => ({
        name,
        contentType,
        bytes: await deps.files.get(fileKey),
      })),
    )
  } catch (error) {
    if (error instanceof FileMissing) return null
    throw error
  }
}

async function settle(deps: MailDeps, tx: Transaction, { mail, tryId }: Claim, result: MailOutcome): Promise<void> {
  const now = deps.clock.now()
  await endTry(tx, tryId, result.outcome, result.detail)
  if (result.outcome !== 'sent') {
    const to = result.outcome === 'refused' ? 'failed' : 'retrying'
    await changeMail(tx, mail.id, { to, now, lastError: result.detail })
    return
  }
  // From `failed` too: given up by the queue while its last try was still under way, it has been sent after all.
  const changed = await changeMail(tx, mail.id, {
    from: ['queued', 'retrying', 'failed'],
    to: 'sent',
    now,
    lastError: null,
    sent: true,
  })
  if (changed) await deps.afterSent(deps, tx, systemActor('mail'), mail.data)
}

/** A restarting database is back within seconds; until then it would not know that the mail has left. */
async function whileDatabaseIsAway(work: () => Promise<void>): Promise<void> {
  for (let waits = 0; ; waits++) {
    try {
      return await work()
    } catch (error) {
      if (waits === settleTries || !(error instanceof AppError) || error.kind !== 'unavailable') throw error
      await new Promise((resolve) => setTimeout(resolve, settleWaitMs))
    }
  }
}

/** Twenty seconds in all, well inside the queue's time limit. */
const settleTries = 20
const settleWaitMs = 1_000
