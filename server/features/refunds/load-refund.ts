import type { Actor, Authorized } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { findRefund, type RefundRow } from './refunds.store.ts'

/** A refund that the actor may see. Throws `notFound` also for another organisation's. */
export async function loadRefund(deps: Pick<Deps, 'db'>, actor: Actor, id: string): Promise<Authorized<RefundRow>> {
  return authorize(actor, await findRefund(deps.db, id))
}

/** Throws `refundChanged` when somebody decided, or changed it, since the actor looked. */
export function checkUnchanged(refund: RefundRow, version: number): void {
  if (refund.version !== version) throw new AppError('refundChanged', { state: refund.state })
}
