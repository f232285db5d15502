import type { Actor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { changeOrderState, lockOverdueOrders } from './orders.store.ts'

/** So many in one transaction: their locks are held for a moment only. */
const batchSize = 100

/**
 * Expires the open orders whose time is over by the database's clock, and returns how many. An order stays open while
 * money was paid in part (the rest stays outstanding), while a voucher is in review (the money was sent; expiry must not
 * decide on it), and for `rejectionGraceHours` after a rejected one. Several workers at once take different orders.
 */
export async function expireOrders(deps: Deps, actor: Actor): Promise<number> {
  let expired = 0
  for (;;) {
    const count = await inTransaction(deps, async (tx) => {
      const overdue = await lockOverdueOrders(tx, batchSize)
      for (const order of overdue) await changeOrderState(tx, actor, order, 'expired', deps.clock.now())
      return overdue.length
    })
    expired += count
    if (count === 0) return expired
  }
}
