import { accountForgotten } from '../../../server/features/accounts/accounts.queues.ts'
import { sendResetLink } from '../../../server/features/accounts/forgotten-password.ts'
import type { Announcement, NoticeKind } from '../../../server/features/notices/notices.schema.ts'
import { revealSecret } from '../../../server/features/notices/reveal-secret.ts'
import type { World } from '../../support/world.ts'

/** The mails of this kind to the address, the newest first, each with the link or code that it will carry. */
export async function mailsTo(
  world: World,
  recipient: string,
  kind: NoticeKind,
): Promise<{ id: string; data: Announcement; secret: string; token: string }[]> {
  const rows = await world.deps.db.notice.findMany({
    where: { recipient, kind, channel: 'email' },
    orderBy: { id: 'desc' },
  })
  return rows.map((row) => {
    const data = row.data as Announcement
    const secret = revealSecret(world.deps, data)
    return { id: row.id, data, secret, token: secret.slice(secret.indexOf('#') + 1) }
  })
}

/** The token in the newest mail of this kind; fails when there is none. */
export async function tokenMailedTo(world: World, recipient: string, kind: NoticeKind): Promise<string> {
  const [mail] = await mailsTo(world, recipient, kind)
  if (!mail) throw new Error(`no ${kind} to ${recipient}`)
  return mail.token
}

/** Does what the worker would with the requests that wait, and answers what came of them. */
export async function workForgotten(world: World): Promise<string[]> {
  const jobs = await world.boss.fetch(accountForgotten.name, { batchSize: 100 })
  const outcomes: string[] = []
  for (const job of jobs) {
    outcomes.push(await sendResetLink(world.deps, accountForgotten.payload.parse(job.data)))
    await world.boss.complete(accountForgotten.name, job.id)
  }
  return outcomes
}

/** The kinds of notices that the account has in the app, the newest first. */
export async function toldInApp(world: World, accountId: string): Promise<string[]> {
  const rows = await world.deps.db.notice.findMany({ where: { accountId, channel: 'app' }, orderBy: { id: 'desc' } })
  return rows.map((row) => row.kind)
}
