import type { z } from 'zod'
import type { AccountActor } from '../../core/actor.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { loadOverrides } from './load-overrides.ts'
import { planOf } from './notices.rules.ts'
import { type listNoticesInput, mostUnread, type NoticeRow } from './notices.schema.ts'
import { countUnread, listAppNotices } from './notices.store.ts'
import { renderNotice } from './render-notice.ts'

/** What was told to the actor in the app, the newest first, in the language that the page shows. */
export async function listNotices(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  input: z.output<typeof listNoticesInput>,
): Promise<Page<NoticeRow>> {
  const overrides = await loadOverrides(deps.db)
  const rows = await listAppNotices(deps.db, {
    accountId: actor.accountId,
    unreadOnly: input.unreadOnly,
    beforeId: input.cursor ?? null,
    limit: input.limit,
  })
  const page = toPage(rows, input.limit, (row) => row.id)
  return {
    nextCursor: page.nextCursor,
    rows: page.rows.map((row) => ({
      id: row.id,
      kind: row.data.kind,
      ...renderNotice(row.data, input.locale, overrides.wordsOf(row.data.kind, input.locale)),
      organisationId: row.organisationId,
      organisationName: row.data.organisationName,
      subjectType: row.subjectType as NoticeRow['subjectType'],
      subjectId: row.subjectId,
      page: planOf(row.data).page?.(row.data) ?? null,
      createdAt: row.createdAt.toISOString(),
      readAt: row.readAt?.toISOString() ?? null,
    })),
  }
}

/** For the badge: how many are unread, up to `mostUnread`. */
export async function countUnreadNotices(deps: Pick<Deps, 'db'>, actor: AccountActor): Promise<{ unread: number }> {
  return { unread: await countUnread(deps.db, actor.accountId, mostUnread) }
}
