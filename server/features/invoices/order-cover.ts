import type { Fen } from '../../core/money.ts'
import type { Readable } from '../../platform/database.ts'
import { coversOrder } from './invoices.rules.ts'
import { findCover, findRequestsBeforePayment, type RequestBeforePayment } from './order-cover.store.ts'

/** What of an order is paid by the ledger, and what its invoice requests cover. */
export async function loadCover(db: Readable, orderId: string): Promise<{ paidFen: Fen; coveredFen: Fen }> {
  return findCover(db, orderId)
}

/**
 * The request that was made before the money, 先开票后付款: the one that counts, else the latest one that was sent back.
 * Null where there is none, or it was withdrawn or red-flushed.
 */
export async function findInvoiceBeforePayment(db: Readable, orderId: string): Promise<RequestBeforePayment | null> {
  const requests = await findRequestsBeforePayment(db, orderId)
  return (
    requests.findLast(({ state }) => coversOrder(state)) ??
    requests.findLast(({ state }) => state === 'rejected') ??
    null
  )
}
