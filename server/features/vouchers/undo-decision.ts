import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { changeDecisionState, lockDecision } from './voucher-decisions.store.ts'
import { findVoucher } from './vouchers.store.ts'

/**
 * Takes one's own decision back before it takes effect. Undoing again is no error. Throws `decisionAlreadyEffective` once
 * the ten seconds are over: then money and mail have moved, and a correction is a step of its own.
 */
export async function undoDecision(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  input: { decisionId: string },
): Promise<{ voucherId: string }> {
  return inTransaction(deps, async (tx) => {
    const decision = await lockDecision(tx, input.decisionId)
    if (!decision || decision.decidedById !== actor.accountId) throw new AppError('notFound')
    if (decision.state === 'undone') return { voucherId: decision.voucherId }
    const now = deps.clock.now()
    if (decision.state !== 'waiting' || decision.effectiveAt <= now) throw new AppError('decisionAlreadyEffective')
    const voucher = await findVoucher(tx, decision.voucherId)
    await changeDecisionState(tx, actor, decision, {
      to: 'undone',
      now,
      organisationId: voucher?.organisationId ?? '',
    })
    return { voucherId: decision.voucherId }
  })
}
