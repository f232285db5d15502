import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { announce } from '../notices/announce.ts'
import { takeToRemind } from './order-lists.store.ts'

/** So many in one transaction; the rest follows in the next. */
const batchSize = 50

/**
 * Tells organisations, once for each order, that its time to pay runs out within the centre's `orderReminderHours`, by the
 * database's clock. Returns how many were told.
 */
export async function remindOrders(deps: Pick<Deps, 'db' | 'clock' | 'jobs'>): Promise<number> {
  const { orderReminderHours } = await loadCentre(deps.db)
  let reminded = 0
  for (;;) {
    const count = await inTransaction(deps, async (tx) => {
      const orders = await takeToRemind(tx, orderReminderHours, batchSize)
      for (const order of orders) {
        await announce(deps, tx, {
          kind: 'orderExpiring',
          orderId: order.id,
          orderNumber: order.number,
          expiresAt: order.expiresAt.toISOString(),
          outstandingFen: order.outstandingFen,
          organisationId: order.organisationId,
          organisationName: order.organisationName,
        })
      }
      return orders.length
    })
    reminded += count
    if (count === 0) return reminded
  }
}
