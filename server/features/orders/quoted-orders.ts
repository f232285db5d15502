import { type Fen, zeroFen } from '../../core/money.ts'
import type { Readable } from '../../platform/database.ts'
import { outstandingFen } from './orders.rules.ts'
import { findPlacedBy, findQuotedOrders, type QuotedOrder } from './quoted-orders.store.ts'

/** An order as money that comes in is compared with it. */
export type WantingOrder = Omit<QuotedOrder, 'paidFen'> & {
  /** What it lacks, or lacked when it expired; nothing for paid and cancelled ones. */
  readonly outstandingFen: Fen
}

/** A number is quoted again up to so long after: yearly training is ordered anew by then. */
const quotedForDays = 400
const ordersAtOnce = 5000

/** Every order that money may be meant for: the open ones, and those that ended in the last 400 days. */
export async function loadQuotedOrders(db: Readable): Promise<WantingOrder[]> {
  const orders: WantingOrder[] = []
  for (;;) {
    const afterId = orders.at(-1)?.id ?? null
    const rows = await findQuotedOrders(db, { afterId, days: quotedForDays, limit: ordersAtOnce })
    for (const { paidFen, ...order } of rows) {
      const wants = order.state === 'open' || order.state === 'expired'
      orders.push({ ...order, outstandingFen: wants ? outstandingFen(order.amountFen, paidFen) : zeroFen })
    }
    if (rows.length < ordersAtOnce) return orders
  }
}

/** Which unpaid orders were placed by somebody of one of these names: they may pay from their own card. */
export async function loadOrdersPlacedBy(
  db: Readable,
  names: readonly string[],
): Promise<{ orderId: string; name: string }[]> {
  return names.length === 0 ? [] : findPlacedBy(db, names)
}
