import { AppError } from '../../core/app-error.ts'
import type { Transaction } from '../../platform/database.ts'
import { lockOrder } from '../orders/load-order.ts'
import { lockRefundRow, type RefundRow } from './refunds.store.ts'

export type LockedOrder = Awaited<ReturnType<typeof lockOrder>>

export type LockedRefund = {
  readonly refund: RefundRow
  /** Whose money it is; null for an organisation's credit. */
  readonly order: LockedOrder | null
  /** Where it goes, for the way `order`. */
  readonly target: LockedOrder | null
}

/**
 * Locks the orders that a refund moves money between, by their ids, and then the refund: in the one order in which rows
 * are locked everywhere. Throws `notFound`.
 */
export async function lockRefund(
  tx: Transaction,
  known: Pick<RefundRow, 'id' | 'orderId' | 'targetOrderId'>,
): Promise<LockedRefund> {
  const orders = new Map<string, LockedOrder>()
  const ids = [known.orderId, known.targetOrderId].filter((id) => id !== null)
  for (const id of [...new Set(ids)].sort()) orders.set(id, await lockOrder(tx, id))
  const refund = await lockRefundRow(tx, known.id)
  if (!refund) throw new AppError('notFound')
  const find = (id: string | null) => (id === null ? null : (orders.get(id) ?? null))
  return { refund, order: find(known.orderId), target: find(known.targetOrderId) }
}
