import type { Actor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { releaseFromOrder } from '../enrolments/enrolments-in-orders.ts'
import { announce } from '../notices/announce.ts'
import { changeOrderState, lockOverdueOrders } from './orders.store.ts'

/** So many in one transaction: their locks are held for a moment only. */
const batchSize = 100

/**
 * Expires the open orders whose time is over by the database's clock, tells their organisations, and returns how many; the
 * fees of their people can be ordered anew. An order stays open while money was paid in part (the rest stays outstanding),
 * while an attempt is under way or its provider has not said its last word, while a voucher is in review (the money was
 * sent; expiry must not decide on it), and for `rejectionGraceHours` after a rejected one. Several workers at once take
 * different orders.
 */
export async function expireOrders(deps: Pick<Deps, 'db' | 'clock' | 'jobs'>, actor: Actor): Promise<number> {
  let expired = 0
  for (;;) {
    const count = await inTransaction(deps, async (tx) => {
      const overdue = await lockOverdueOrders(tx, batchSize)
      for (const order of overdue) {
        await changeOrderState(tx, actor, order, 'expired', deps.clock.now())
        await releaseFromOrder(tx, order.id)
        await announce(deps, tx, {
          kind: 'orderExpired',
          orderId: order.id,
          orderNumber: order.number,
          amountFen: order.amountFen,
          organisationId: order.organisationId,
          organisationName: order.organisationName,
        })
      }
      return overdue.length
    })
    expired += count
    if (count === 0) return expired
  }
}
