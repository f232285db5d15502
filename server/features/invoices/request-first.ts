import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { type Fen, subtractFen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import type { InvoiceDetails } from './invoices.schema.ts'
import { openInvoiceRequest } from './open-invoice-request.ts'
import { findCover, findCovering } from './order-cover.store.ts'

export type InvoiceFirst = {
  /** Of the request. */
  readonly id: string
  readonly order: { readonly id: string; readonly organisationId: string; readonly amountFen: Fen }
  readonly details: InvoiceDetails
}

/**
 * 先开票后付款: asks for the invoice of an order before its money, for all of it that no request covers, in the caller's
 * transaction and with the order locked, so that of two at once the second finds the first. Throws
 * `invoiceAlreadyRequested` when nothing is left to ask for.
 */
export async function requestBeforePayment(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: Actor,
  { id, order, details }: InvoiceFirst,
): Promise<void> {
  const { coveredFen } = await findCover(tx, order.id)
  const amountFen = subtractFen(order.amountFen, coveredFen)
  if (amountFen <= 0) {
    const covering = await findCovering(tx, order.id)
    throw new AppError('invoiceAlreadyRequested', { requestId: covering?.id ?? null, state: covering?.state ?? null })
  }
  await openInvoiceRequest(deps, tx, actor, {
    id,
    orderId: order.id,
    organisationId: order.organisationId,
    voucherId: null,
    amountFen,
    details,
  })
}
