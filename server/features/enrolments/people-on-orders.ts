import { personNameKey } from '../../core/names.ts'
import type { Readable } from '../../platform/database.ts'
import { findOrdersFor } from './people-on-orders.store.ts'

/** Which unpaid orders were made for people of these names: somebody may pay for themselves, from their own card. */
export async function loadOrdersFor(
  db: Readable,
  names: readonly string[],
): Promise<{ orderId: string; name: string }[]> {
  const keys = [...new Set(names.map(personNameKey))].filter((key) => key !== '')
  return keys.length === 0 ? [] : findOrdersFor(db, keys)
}
