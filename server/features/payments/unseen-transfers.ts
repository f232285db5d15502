import type { Readable } from '../../platform/database.ts'
import { findUnseenOfOrders, findUnseenTransfers, type UnseenTransfer } from './unseen-transfers.store.ts'

export type { UnseenTransfer } from './unseen-transfers.store.ts'

/** A statement that is imported later than that after the money came shows it to nobody any more. */
const lookedForDays = 400
const transfersAtOnce = 5000

/** Every confirmed transfer that no statement has wholly shown yet: its money is in the books, a line may still show it. */
export async function loadUnseenTransfers(db: Readable): Promise<UnseenTransfer[]> {
  const transfers: UnseenTransfer[] = []
  for (;;) {
    const afterId = transfers.at(-1)?.id ?? null
    const rows = await findUnseenTransfers(db, { afterId, days: lookedForDays, limit: transfersAtOnce })
    transfers.push(...rows)
    if (rows.length < transfersAtOnce) return transfers
  }
}

/** What confirmed transfers of these orders brought that no statement has shown yet, by order. */
export async function loadUnseenOfOrders(
  db: Readable,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, readonly UnseenTransfer[]>> {
  if (orderIds.length === 0) return new Map()
  return Map.groupBy(await findUnseenOfOrders(db, orderIds), (transfer) => transfer.orderId)
}
