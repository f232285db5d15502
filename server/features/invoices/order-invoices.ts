import type { Readable } from '../../platform/database.ts'
import { findOrderRequests } from './order-invoices.store.ts'

/** Whether an invoice of the order was issued and not taken back, and which requests wait for theirs. */
export async function loadOrderInvoices(
  db: Readable,
  orderId: string,
): Promise<{ readonly issued: boolean; readonly openRequestIds: readonly string[] }> {
  const requests = await findOrderRequests(db, orderId)
  const isIssued = ({ state }: { state: string }) => state === 'issued' || state === 'delivered'
  return {
    issued: requests.some(isIssued),
    openRequestIds: requests.filter((request) => !isIssued(request)).map((request) => request.id),
  }
}
