import type { Readable } from '../../platform/database.ts'
import { findPaymentShares, type PaymentShare } from './payment-shares.store.ts'

export type { PaymentShare } from './payment-shares.store.ts'

/** What payments brought to their order and to the organisation's credit, as the ledger has it. */
export async function loadPaymentShares(db: Readable, paymentIds: readonly string[]): Promise<PaymentShare[]> {
  return findPaymentShares(db, paymentIds)
}
