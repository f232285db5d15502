import type { Deps } from '../../deps.ts'
import { describeDevice } from './accounts.rules.ts'
import type { SessionList } from './accounts.schema.ts'
import type { SignedIn } from './load-session.ts'
import { findLivingSessions } from './sessions.store.ts'

/** Where one is logged in, the latest first. */
export async function listSessions(deps: Deps, { actor, sessionId }: SignedIn): Promise<SessionList> {
  const rows = await findLivingSessions(deps.db, actor.accountId, deps.clock.now())
  return {
    sessions: rows.map((row) => ({
      id: row.id,
      current: row.id === sessionId,
      ...describeDevice(row.userAgent),
      ip: row.ip,
      signedInAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
    })),
  }
}
