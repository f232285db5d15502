import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { revokeSession } from './sessions.store.ts'

/** Ends one of one's own sessions. Throws `notFound` for another's, and for one that has ended. */
export async function endSession(deps: Deps, actor: AccountActor, input: { sessionId: string }): Promise<null> {
  await inTransaction(deps, async (tx) => {
    const ended = await revokeSession(tx, actor.accountId, input.sessionId, deps.clock.now())
    if (!ended) throw new AppError('notFound')
    await writeAudit(tx, actor, {
      action: 'account.sessionEnded',
      subjectType: 'account',
      subjectId: actor.accountId,
      organisationId: actor.organisation?.id ?? null,
      after: { sessionId: input.sessionId },
    })
  })
  return null
}
