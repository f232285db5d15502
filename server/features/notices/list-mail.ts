import type { z } from 'zod'
import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { findLiveBounce } from './bounces.store.ts'
import { filesOf } from './invoice-notices.rules.ts'
import { loadOverrides, type Overrides } from './load-overrides.ts'
import { messageIdOf, senderOf } from './mail.rules.ts'
import { isTest, subjectOfMail, wordsOfMail, writeMail } from './mail-contents.ts'
import type { listMailInput, MailRow, MailView } from './notices.schema.ts'
import { findMail, listMails, listMailsOf, listTries, type MailFacts } from './notices.store.ts'
import { maskedSecret } from './reveal-secret.ts'

/** The outbox: every mail with how it went, the newest first. `mailLeaves` is false while no SMTP server is set. */
export async function listMail(
  deps: Pick<Deps, 'db' | 'settings'>,
  _staff: Actor,
  input: z.output<typeof listMailInput>,
): Promise<Page<MailRow> & { mailLeaves: boolean }> {
  const rows = await listMails(deps.db, {
    state: input.state ?? null,
    kind: input.kind ?? null,
    search: input.search,
    address: input.address ?? null,
    organisationId: input.organisationId ?? null,
    beforeId: input.cursor ?? null,
    limit: input.limit,
  })
  const overrides = await loadOverrides(deps.db)
  const page = toPage(rows, input.limit, (row) => row.id)
  return {
    rows: page.rows.map((row) => mailRowOf(row, overrides)),
    nextCursor: page.nextCursor,
    mailLeaves: deps.settings.mailLeaves,
  }
}

/** Every mail about one thing, for that thing's own page; whoever calls it has been authorised on the thing. */
export async function listMailAbout(
  deps: Pick<Deps, 'db'>,
  subject: { type: MailView['subjectType']; id: string },
): Promise<MailRow[]> {
  const [rows, overrides] = await Promise.all([listMailsOf(deps.db, subject), loadOverrides(deps.db)])
  return rows.map((row) => mailRowOf(row, overrides))
}

/** One mail as it will go, or went, with all its tries; a link or code in it is masked. Throws `notFound`. */
export async function getMail(
  deps: Pick<Deps, 'db' | 'settings'>,
  _staff: Actor,
  { id }: { id: string },
): Promise<MailView> {
  const mail = await findMail(deps.db, id)
  if (!mail) throw new AppError('notFound')
  const [centre, tries, overrides, bounce] = await Promise.all([
    loadCentre(deps.db),
    listTries(deps.db, id),
    loadOverrides(deps.db),
    findLiveBounce(deps.db, mail.recipient),
  ])
  const sender = senderOf(centre)
  const round = tries.filter((one) => one.outcome === 'resent').length
  const { text, html } = writeMail(mail, centre, wordsOfMail(mail, overrides, false), maskedSecret(deps, mail.data))
  return {
    ...mailRowOf(mail, overrides),
    from: sender ? `${sender.name} <${sender.address}>` : '',
    text,
    html,
    messageId: sender ? messageIdOf(mail.id, round, sender.address) : '',
    attachments: (isTest(mail) ? [] : filesOf(mail.data)).map(({ fileId, name, contentType }) => ({
      fileId,
      name,
      contentType,
    })),
    tries: tries.map(({ at, outcome, detail }) => ({ at: at.toISOString(), outcome, detail })),
    subjectType: mail.subjectType as MailView['subjectType'],
    subjectId: mail.subjectId,
    bounce: bounce && { id: bounce.id, bouncedAt: bounce.bouncedAt.toISOString(), detail: bounce.detail },
  }
}

export function mailRowOf(mail: MailFacts, overrides: Overrides): MailRow {
  return {
    id: mail.id,
    kind: mail.data.kind,
    recipient: mail.recipient,
    subject: subjectOfMail(mail, overrides),
    organisationId: mail.organisationId,
    organisationName: mail.data.organisationName,
    state: mail.state,
    stateSince: mail.stateSince.toISOString(),
    attempts: mail.attempts,
    lastError: mail.lastError,
    sentAt: mail.sentAt?.toISOString() ?? null,
    createdAt: mail.createdAt.toISOString(),
    bouncedAt: mail.bouncedAt?.toISOString() ?? null,
    attachmentCount: isTest(mail) ? 0 : filesOf(mail.data).length,
  }
}
