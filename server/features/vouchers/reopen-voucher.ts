import type { Actor } from '../../core/actor.ts'
import { addWorkingHours } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { orderCheckAmount } from './vouchers.queues.ts'
import { changeVoucherState, lockVoucher } from './vouchers.store.ts'

/**
 * Puts an approved voucher back into review, in the transaction that took back the payment which approved it: the bank
 * line was another's. Its order is locked by the caller.
 */
export async function reopenVoucher(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  actor: Actor,
  { voucherId, reason }: { readonly voucherId: string; readonly reason: string },
): Promise<void> {
  const voucher = await lockVoucher(tx, voucherId)
  if (voucher.state !== 'approved') return
  const now = deps.clock.now()
  // Its first review was in time; this one has its own.
  const centre = await loadCentre(tx)
  const dueAt = addWorkingHours(now, centre.voucherReviewHours, centre.calendar)
  await changeVoucherState(tx, actor, voucher, {
    to: 'submitted',
    now,
    data: { dueAt, decidedAt: null, decidedById: null, version: { increment: 1 }, checkedAt: null },
    audit: { reason },
  })
  await deps.jobs.send(tx, orderCheckAmount, { voucherId })
}
