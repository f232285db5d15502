import { type Actor, systemActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { FileMissing } from '../../platform/file-store.ts'
import type { Mailer, MailOutcome, OutgoingMail } from '../../platform/mailer.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { findLiveBounce } from './bounces.store.ts'
import { filesOf } from './invoice-notices.rules.ts'
import { loadOverrides } from './load-overrides.ts'
import { isBusy, messageIdOf, senderOf } from './mail.rules.ts'
import { isTest, wordsOfMail, writeMail } from './mail-contents.ts'
import { markBounce } from './mark-bounce.ts'
import type { Announcement } from './notices.schema.ts'
import { addTry, changeMail, endTry, listTries, lockMail, type MailFacts, type Try } from './notices.store.ts'
import { localeOf } from './render-notice.ts'
import { maskedSecret, revealSecret } from './reveal-secret.ts'
import type { TemplateWords } from './templates.schema.ts'

/** What other features record about a mail that has left, in the transaction that records it as sent. */
export type AfterMailSent = (
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: Actor,
  announcement: Announcement,
) => Promise<void>

export type MailDeps = Pick<Deps, 'db' | 'clock' | 'jobs' | 'files' | 'logger' | 'secrets' | 'settings'> & {
  /** Null while SMTP_URL is not set: mail waits in the outbox, readable there. */
  readonly mailer: Mailer | null
  readonly afterSent: AfterMailSent
}

export type MailJobResult = 'sent' | 'failed' | 'waiting' | 'done'

type Claim = { readonly mail: MailFacts; readonly tryId: string; readonly round: number }
type Delivery = MailOutcome & { readonly words: TemplateWords | null }

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
  // Nothing was tried, so no try is written.
  if (!(await deps.mailer.ready())) throw new AppError('unavailable')
  const claim = await inTransaction(deps, (tx) => claimMail(deps, tx, noticeId))
  if (claim === null) return 'done'
  if (claim === 'held') return 'failed'
  if (claim === 'busy') throw new AppError('unavailable')
  const result = await deliver(deps, deps.mailer, claim).catch((error: unknown): Delivery => {
    deps.logger.error('mail.failed', error, { noticeId })
    return { outcome: 'unavailable', detail: 'internal', words: null }
  })
  await whileDatabaseIsAway(() => inTransaction(deps, (tx) => settle(deps, tx, claim, result)))
  deps.logger.info('mail.tried', { noticeId, outcome: result.outcome, tries: claim.mail.attempts + 1 })
  if (result.outcome === 'unavailable') throw new AppError('unavailable', {}, { cause: new Error(result.detail) })
  return result.outcome === 'sent' ? 'sent' : 'failed'
}

async function claimMail(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  noticeId: string,
): Promise<Claim | 'busy' | 'held' | null> {
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
  if (await isHeld(tx, mail, tries)) {
    await changeMail(tx, noticeId, { from: [mail.state], to: 'failed', now, lastError: 'addressBounced' })
    return 'held'
  }
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

/** Nothing goes to an address that bears a mark, unless somebody has asked for this mail since. */
async function isHeld(tx: Transaction, mail: MailFacts, tries: readonly Try[]): Promise<boolean> {
  const bounce = await findLiveBounce(tx, mail.recipient)
  return bounce !== null && !tries.some((one) => one.outcome === 'resent' && one.at >= bounce.bouncedAt)
}

async function deliver(deps: MailDeps, mailer: Mailer, { mail, round }: Claim): Promise<Delivery> {
  const [centre, overrides] = await Promise.all([loadCentre(deps.db), loadOverrides(deps.db)])
  const words = wordsOfMail(mail, overrides, true)
  const from = senderOf(centre)
  if (!from) return { outcome: 'unavailable', detail: 'senderMissing', words }
  const attachments = isTest(mail) ? [] : await loadAttachments(deps, mail.data)
  if (!attachments) return { outcome: 'refused', detail: 'attachmentMissing', words }
  const sent = await mailer.send({
    ...writeMail(mail, centre, words, isTest(mail) ? maskedSecret(deps, mail.data) : revealSecret(deps, mail.data)),
    messageId: messageIdOf(mail.id, round, from.address),
    from,
    to: mail.recipient,
    locale: localeOf(mail.locale),
    attachments,
  })
  return { ...sent, words }
}

/** Null when one is gone for good: a mail without what it promises helps nobody. */
async function loadAttachments(
  deps: Pick<Deps, 'files'>,
  data: Announcement,
): Promise<OutgoingMail['attachments'] | null> {
  try {
    return await Promise.all(
      filesOf(data).map(async ({ name, contentType, fileKey }) => ({
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

async function settle(deps: MailDeps, tx: Transaction, { mail, tryId }: Claim, result: Delivery): Promise<void> {
  const now = deps.clock.now()
  await endTry(tx, tryId, result.outcome, result.detail)
  if (result.outcome !== 'sent') {
    const to = result.outcome === 'refused' ? 'failed' : 'retrying'
    const bounced = result.noMailbox === true
    await changeMail(tx, mail.id, { to, now, lastError: result.detail, bounced })
    if (bounced) await markBounce(deps, tx, systemActor('mail'), mail, result.detail)
    return
  }
  // From `failed` too: given up by the queue while its last try was still under way, it has been sent after all.
  const changed = await changeMail(tx, mail.id, {
    from: ['queued', 'retrying', 'failed'],
    to: 'sent',
    now,
    lastError: null,
    sentWith: { words: result.words },
  })
  if (changed && !isTest(mail)) await deps.afterSent(deps, tx, systemActor('mail'), mail.data)
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
