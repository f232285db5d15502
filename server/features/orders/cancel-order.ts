import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { releaseFromOrder } from '../enrolments/enrolments-in-orders.ts'
import { withdrawRequests } from '../invoices/withdraw-requests.ts'
import { loadOrder, lockOrder } from './load-order.ts'
import type { CancelOrderInput, OrderView } from './orders.schema.ts'
import { changeOrderState, hasVoucherInReview } from './orders.store.ts'
import { viewOrder } from './view-order.ts'

/**
 * Cancels an open order that nobody has paid for; its people's fees can be ordered anew. An attempt to pay it online that
 * is under way ends with it (payments' sweep); what it brings all the same becomes credit. Sent twice, the second finds
 * it cancelled and says so by returning it.
 * An invoice that was asked for before the money and that nobody approved yet is withdrawn.
 * Throws `orderHasMoney`, `orderHasVoucherInReview` (the money was sent: reject the voucher first), `orderHasInvoice`,
 * `conflict`.
 */
export async function cancelOrder(deps: Deps, actor: AccountActor, input: CancelOrderInput): Promise<OrderView> {
  const known = await loadOrder(deps, actor, input.id)
  await inTransaction(deps, async (tx) => {
    const order = await lockOrder(tx, known.id)
    if (order.state === 'cancelled' && order.cancelReason === input.reason) return
    if (order.paidFen > 0) throw new AppError('orderHasMoney', { paidFen: order.paidFen })
    if (await hasVoucherInReview(tx, order.id)) throw new AppError('orderHasVoucherInReview')
    await withdrawRequests(deps, tx, actor, order.id)
    await changeOrderState(tx, actor, order, 'cancelled', deps.clock.now(), { reason: input.reason })
    await releaseFromOrder(tx, order.id)
  })
  return viewOrder(deps, actor, known.id)
}
