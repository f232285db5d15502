import type { z } from 'zod'
import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { bouncedAmong } from './bounces.store.ts'
import { mailRowOf } from './list-mail.ts'
import { loadOverrides } from './load-overrides.ts'
import type { listOwnMailInput, OwnMail, OwnMailPage } from './mail-bounces.schema.ts'
import type { MailRow } from './notices.schema.ts'
import { listMailsWithin } from './notices.store.ts'

/**
 * Where the mail about an organisation and its departments went, for its admins: invoices and notices, not what was
 * written to one person about their account. Throws `notAllowed` for whoever is no admin of one.
 */
export async function listOwnMail(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  input: z.output<typeof listOwnMailInput>,
): Promise<OwnMailPage> {
  if (!actor.organisation) throw new AppError('notAllowed')
  const rows = await listMailsWithin(deps.db, {
    path: actor.organisation.path,
    beforeId: input.cursor ?? null,
    limit: input.limit,
  })
  const page = toPage(rows, input.limit, (row) => row.id)
  const [overrides, bounced] = await Promise.all([
    loadOverrides(deps.db),
    bouncedAmong(deps.db, [...new Set(page.rows.map((row) => row.recipient))]),
  ])
  return {
    nextCursor: page.nextCursor,
    rows: page.rows.map((row) => ownMailOf(mailRowOf(row, overrides))),
    bounced: [...bounced],
  }
}

function ownMailOf(row: MailRow): OwnMail {
  const { id, kind, subject, recipient, state, sentAt, createdAt, attachmentCount } = row
  return { id, kind, subject, recipient, state, sentAt, createdAt, attachmentCount, problem: problemOf(row) }
}

/** The server's own words are for staff. */
function problemOf(row: MailRow): OwnMail['problem'] {
  if (row.state !== 'failed') return null
  if (row.lastError === 'addressInvalid') return 'addressInvalid'
  return row.lastError === 'addressBounced' || row.bouncedAt !== null ? 'addressBounced' : 'other'
}
