import type { AccountActor } from '../../core/actor.ts'
import { type Page, toPage } from '../../core/page.ts'
import { subtreeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import type { ListOrdersInput, OrderListRow } from './orders.schema.ts'
import { findOrderPage } from './orders-page.store.ts'
import { toListRows } from './view-order.ts'

/** The orders of the admin's subtree, the newest first. */
export async function listOrders(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  input: ListOrdersInput,
): Promise<Page<OrderListRow>> {
  return pageOf(deps, { ...input, path: subtreeOf(actor) })
}

/** The orders of the whole centre, the newest first. */
export async function listAllOrders(deps: Pick<Deps, 'db'>, input: ListOrdersInput): Promise<Page<OrderListRow>> {
  return pageOf(deps, { ...input, path: null })
}

async function pageOf(
  deps: Pick<Deps, 'db'>,
  filter: ListOrdersInput & { path: string | null },
): Promise<Page<OrderListRow>> {
  const page = toPage(await findOrderPage(deps.db, filter), filter.limit, (row) => row.id)
  return { ...page, rows: await toListRows(deps.db, page.rows) }
}
