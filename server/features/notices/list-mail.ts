import type { z } from 'zod'
import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { messageIdOf, senderOf } from './mail.rules.ts'
import type { listMailInput, MailRow, MailView } from './notices.schema.ts'
import { findMail, listMails, listMailsOf, listTries, type MailFacts } from './notices.store.ts'
import { localeOf, renderMail, renderNotice } from './render-notice.ts'
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
    beforeId: input.cursor ?? null,
    limit: input.limit,
  })
  const page = toPage(rows, input.limit, (row) => row.id)
  return { rows: page.rows.map(mailRowOf), nextCursor: page.nextCursor, mailLeaves: deps.settings.mailLeaves }
}

/** Every mail about one thing, for that thing's own page; whoever calls it has been authorised on the thing. */
export async function listMailAbout(
  deps: Pick<Deps, 'db'>,
  subject: { type: MailView['subjectType']; id: string },
): Promise<MailRow[]> {
  return (await listMailsOf(deps.db, subject)).map(mailRowOf)
}

/** One mail as it will go, or went, with all its tries; a link or code in it is masked. Throws `notFound`. */
export async function getMail(
  deps: Pick<Deps, 'db' | 'settings'>,
  _staff: Actor,
  { id }: { id: string },
): Promise<MailView> {
  const mail = await findMail(deps.db, id)
  if (!mail) throw new AppError('notFound')
  const [centre, tries] = await Promise.all([loadCentre(deps.db), listTries(deps.db, id)])
  const sender = senderOf(centre)
  const round = tries.filter((one) => one.outcome === 'resent').length
  const { text, html } = renderMail(mail.data, localeOf(mail.locale), centre, maskedSecret(deps, mail.data))
  return {
    ...mailRowOf(mail),
    from: sender ? `${sender.name} <${sender.address}>` : '',
    text,
    html,
    messageId: sender ? messageIdOf(mail.id, round, sender.address) : '',
    attachments: filesOf(mail).map(({ fileId, name, contentType }) => ({ fileId, name, contentType })),
    tries: tries.map(({ at, outcome, detail }) => ({ at: at.toISOString(), outcome, detail })),
    subjectType: mail.subjectType as MailView['subjectType'],
    subjectId: mail.subjectId,
  }
}

function filesOf(mail: MailFacts) {
  return mail.data.kind === 'invoiceIssued' ? mail.data.files : []
}

function mailRowOf(mail: MailFacts): MailRow {
  return {
    id: mail.id,
    kind: mail.data.kind,
    recipient: mail.recipient,
    subject: renderNotice(mail.data, localeOf(mail.locale)).title,
    organisationId: mail.organisationId,
    organisationName: mail.data.organisationName,
    state: mail.state,
    stateSince: mail.stateSince.toISOString(),
    attempts: mail.attempts,
    lastError: mail.lastError,
    sentAt: mail.sentAt?.toISOString() ?? null,
    createdAt: mail.createdAt.toISOString(),
    attachmentCount: filesOf(mail).length,
  }
}
