import type { Readable } from '../../platform/database.ts'
import { findPaid, findPaidOf, type PaidFacts } from './paid-online.store.ts'

export type PaidOnline = PaidFacts & { readonly online: NonNullable<PaidFacts['online']> }
export type Paid = PaidFacts

/** A payment whose money came; null when there is none. */
export async function loadPaid(db: Readable, paymentId: string): Promise<PaidFacts | null> {
  return findPaid(db, paymentId)
}

/** The online payments whose money came for an order; or that brought something to an organisation's credit. */
export async function loadPaidOnline(
  db: Readable,
  of: { readonly orderId: string } | { readonly organisationId: string },
): Promise<PaidOnline[]> {
  const paid = await findPaidOf(db, of)
  return paid.flatMap((payment) => (payment.online ? [{ ...payment, online: payment.online }] : []))
}
