import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { isWithdrawable } from './invoices.rules.ts'
import { changeRequestState, lockRequest } from './invoices.store.ts'
import { findCovering, findRequestsBeforePayment } from './order-cover.store.ts'

/**
 * Takes back what was asked for before the money of an order that is to be paid first after all, is cancelled, or is taken
 * over by another: in the caller's transaction, with the order locked and unpaid. What nobody approved yet is withdrawn.
 * Throws `orderHasInvoice` with its state once finance said yes: what is issued is only undone by a red invoice.
 */
export async function withdrawRequests(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: Actor,
  orderId: string,
): Promise<void> {
  for (const { id } of await findRequestsBeforePayment(tx, orderId)) {
    // Read again under its lock: finance may have said yes this very moment.
    const request = await lockRequest(tx, id)
    if (!request || !isWithdrawable(request.state)) continue
    await changeRequestState(tx, actor, {
      id,
      organisationId: request.organisationId,
      from: request.state,
      to: 'withdrawn',
      at: deps.clock.now(),
      action: 'invoiceRequest.withdrawn',
    })
  }
  const covering = await findCovering(tx, orderId)
  if (covering) throw new AppError('orderHasInvoice', { state: covering.state })
}
