import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import type { SignedIn } from './load-session.ts'
import { revokeSession } from './sessions.store.ts'

/** Ends this session. Nobody being signed in is fine too: the page only wants to be out. */
export async function logOut(deps: Deps, signedIn: SignedIn | null): Promise<null> {
  if (!signedIn) return null
  const { actor, sessionId } = signedIn
  await inTransaction(deps, async (tx) => {
    if (!(await revokeSession(tx, actor.accountId, sessionId, deps.clock.now()))) return
    await writeAudit(tx, actor, {
      action: 'account.loggedOut',
      subjectType: 'account',
      subjectId: actor.accountId,
      organisationId: actor.organisation?.id ?? null,
      after: { sessionId },
    })
  })
  return null
}
