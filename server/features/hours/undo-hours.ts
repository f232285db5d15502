import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { endHourDecision, findHourDecision, freeFromDecision } from './hour-decisions.store.ts'
import type { HourDecisionId, HourDecisionView } from './hour-review.schema.ts'
import { lockDecided } from './lock-decided.ts'

/** Twenty thousand records take a second. */
const timeoutMs = 120_000

/**
 * Takes one's own decision back before it takes effect: all of it waits again. Undoing again is no error. Throws `notFound`,
 * and `hoursAlreadyEffective` once the ten seconds are over: then learners were told, and a correction is a step of its own.
 */
export async function undoHours(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { decisionId }: HourDecisionId,
): Promise<HourDecisionId> {
  return inTransaction(
    deps,
    async (tx) => {
      const decision = await lockDecided(tx, decisionId)
      if (!decision || decision.decidedById !== actor.accountId) throw new AppError('notFound')
      if (decision.state === 'undone') return { decisionId }
      const now = deps.clock.now()
      if (decision.state !== 'waiting' || decision.effectiveAt <= now) throw new AppError('hoursAlreadyEffective')
      await freeFromDecision(tx, decision.id)
      await endHourDecision(tx, actor, decision, { to: 'undone', now })
      return { decisionId }
    },
    { timeoutMs },
  )
}

/** What became of one's own decision. Throws `notFound`. */
export async function getHourDecision(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  { decisionId }: HourDecisionId,
): Promise<HourDecisionView> {
  const decision = await findHourDecision(deps.db, decisionId)
  if (!decision || decision.decidedById !== actor.accountId) throw new AppError('notFound')
  const { id, verdict, state, errorCode, count, settledCount } = decision
  return { id, verdict, state, errorCode, count, settledCount, effectiveAt: decision.effectiveAt.toISOString() }
}
