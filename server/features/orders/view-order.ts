import type { AccountActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { loadOrder } from './load-order.ts'
import type { OrderListRow, OrderView } from './orders.schema.ts'
import type { OrderRow } from './orders.store.ts'

/** An order as the page shows it. Throws `notFound` also for another organisation's. */
export async function viewOrder(deps: Pick<Deps, 'db'>, actor: AccountActor, id: string): Promise<OrderView> {
  const order = await loadOrder(deps, actor, id)
  return { ...toListRow(order), items: [...order.items] }
}

/** Over the wire times are ISO strings; the path, by which subtrees are cut, stays here. */
export function toListRow(order: OrderRow): OrderListRow {
  const { organisationPath, stateSince, expiresAt, createdAt, ...row } = order
  return {
    ...row,
    stateSince: stateSince.toISOString(),
    expiresAt: expiresAt.toISOString(),
    createdAt: createdAt.toISOString(),
  }
}
