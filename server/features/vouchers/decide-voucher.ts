import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import { undoSeconds } from '../../core/undo-time.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, isUniqueViolation } from '../../platform/database.ts'
import { type DecisionRecord, findCurrentDecision, findDecision, insertDecision } from './voucher-decisions.store.ts'
import { voucherSettle } from './vouchers.queues.ts'
import type { DecideInput } from './vouchers.schema.ts'
import { findVoucher, lockVoucher } from './vouchers.store.ts'

export type Decided = { decisionId: string; effectiveAt: string }

/**
 * Notes a reviewer's verdict. It takes effect ten seconds later, by a job that is queued with it; until then it can be
 * undone and the organisation sees nothing. The same decision sent again answers the same.
 *
 * Throws `voucherAlreadyDecided` with who and when for the second reviewer, `voucherChanged` when the organisation changed
 * it since the page was loaded, `conflict` when it is not (or no longer) up for review.
 */
export async function decideVoucher(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  actor: AccountActor,
  input: DecideInput,
): Promise<Decided> {
  const voucher = authorize(actor, await findVoucher(deps.db, input.voucherId))
  const now = deps.clock.now()
  const effectiveAt = new Date(now.getTime() + undoSeconds * 1000)
  try {
    return await inTransaction(deps, async (tx) => {
      const locked = await lockVoucher(tx, voucher.id)
      const repeated = await findDecision(tx, input.id)
      if (repeated) {
        if (repeated.voucherId !== voucher.id || repeated.decidedById !== actor.accountId)
          throw new AppError('idempotencyKeyReused')
        return decided(repeated)
      }
      const current = await findCurrentDecision(tx, voucher.id)
      if (current?.state === 'waiting') throw alreadyDecided(current)
      if (locked.state !== 'submitted') {
        if (current?.state === 'effective') throw alreadyDecided(current)
        throw new AppError('conflict', {
          from: locked.state,
          to: input.verdict === 'approve' ? 'approved' : 'rejected',
        })
      }
      if (locked.version !== input.version) throw new AppError('voucherChanged')
      await insertDecision(tx, {
        id: input.id,
        voucherId: voucher.id,
        voucherVersion: input.version,
        verdict: input.verdict,
        amountFen: input.verdict === 'approve' ? input.amountFen : null,
        reasonCode: input.verdict === 'reject' ? input.reasonCode : null,
        reasonNote: input.verdict === 'reject' ? input.reasonNote || null : null,
        decidedById: actor.accountId,
        decidedByName: actor.name,
        decidedAt: now,
        effectiveAt,
      })
      await writeAudit(tx, actor, {
        action: 'voucherDecision.waiting',
        subjectType: 'voucherDecision',
        subjectId: input.id,
        organisationId: voucher.organisationId,
        after: { ...input, effectiveAt: effectiveAt.toISOString() },
      })
      await deps.jobs.send(tx, voucherSettle, { decisionId: input.id }, { startAfter: effectiveAt })
      return { decisionId: input.id, effectiveAt: effectiveAt.toISOString() }
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    // The index that allows one waiting decision a voucher is the last word, whatever was read before.
    const other = await findCurrentDecision(deps.db, voucher.id)
    throw other ? alreadyDecided(other) : error
  }
}

function decided(decision: DecisionRecord): Decided {
  return { decisionId: decision.id, effectiveAt: decision.effectiveAt.toISOString() }
}

function alreadyDecided(decision: DecisionRecord): AppError {
  return new AppError('voucherAlreadyDecided', {
    by: decision.decidedByName,
    at: decision.decidedAt.toISOString(),
    verdict: decision.verdict,
  })
}
