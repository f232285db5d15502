import type { AccountActor } from '../../core/actor.ts'
import { zeroFen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import { findBatchOfOrder } from '../study-cards/find-batch.ts'
import { loadOrder } from './load-order.ts'
import { countUnits, findCounts, findReplacements, type OrderCounts } from './order-lists.store.ts'
import type { OrderListRow, OrderView } from './orders.schema.ts'
import type { OrderRow } from './orders.store.ts'

/** An order as the page shows it. Throws `notFound` also for another organisation's. */
export async function viewOrder(deps: Pick<Deps, 'db'>, actor: AccountActor, id: string): Promise<OrderView> {
  const { items, ...order } = await loadOrder(deps, actor, id)
  const [[row], replacements, unitCount, cardBatch] = await Promise.all([
    toListRows(deps.db, [order]),
    findReplacements(deps.db, order.id),
    countUnits(deps.db, order.id),
    findBatchOfOrder(deps.db, order.id),
  ])
  return { ...(row ?? toListRow(order, nothing)), items: [...items], unitCount, ...replacements, cardBatch }
}

const nothing: OrderCounts = { peopleCount: 0, underWay: { attempt: false, voucher: false }, paidOnlineFen: zeroFen }

export async function toListRows(db: Readable, orders: readonly OrderRow[]): Promise<OrderListRow[]> {
  const counts = await findCounts(
    db,
    orders.map((order) => order.id),
  )
  return orders.map((order) => toListRow(order, counts.get(order.id) ?? nothing))
}

/** Over the wire times are ISO strings; the path, by which subtrees are cut, stays here. */
function toListRow(order: OrderRow, counts: OrderCounts): OrderListRow {
  const { organisationPath, stateSince, expiresAt, createdAt, ...row } = order
  return {
    ...row,
    ...counts,
    stateSince: stateSince.toISOString(),
    expiresAt: expiresAt.toISOString(),
    createdAt: createdAt.toISOString(),
  }
}
