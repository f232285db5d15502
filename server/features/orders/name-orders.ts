import type { Readable } from '../../platform/database.ts'
import { findNamedOrders, type NamedOrderRow } from './named-orders.store.ts'

export type { NamedOrderRow } from './named-orders.store.ts'

/** What others name an order by, by id: its number, whose it is, when it was made and where it is paid. */
export async function loadOrdersNamed(db: Readable, ids: readonly string[]): Promise<Map<string, NamedOrderRow>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  return new Map((await findNamedOrders(db, wanted)).map((row) => [row.id, row]))
}
