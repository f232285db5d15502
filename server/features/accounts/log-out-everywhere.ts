import type { AccountActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { revokeSessions } from './sessions.store.ts'

/** Ends all of one's sessions, this one too. */
export async function logOutEverywhere(deps: Deps, actor: AccountActor): Promise<{ ended: number }> {
  return inTransaction(deps, async (tx) => {
    const ended = await revokeSessions(tx, actor.accountId, deps.clock.now())
    await writeAudit(tx, actor, {
      action: 'account.loggedOutEverywhere',
      subjectType: 'account',
      subjectId: actor.accountId,
      organisationId: actor.organisation?.id ?? null,
      after: { ended },
    })
    return { ended }
  })
}
