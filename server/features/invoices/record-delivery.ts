import type { Actor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { requestsIssuedBy } from '../notices/invoice-notices.rules.ts'
import type { AfterMailSent } from '../notices/send-notice-mail.ts'
import { changeRequestState, lockRequest } from './invoices.store.ts'

/**
 * The mail with one or several invoices has been taken by the mail server: each of them is delivered. For the worker's
 * mail handler. Requests are locked by id, so that two mails never wait for each other.
 */
export const recordInvoiceDelivery: AfterMailSent = async (deps, tx, actor, announcement) => {
  for (const requestId of requestsIssuedBy(announcement).toSorted()) {
    await recordDelivery(deps, tx, actor, requestId, 'mail')
  }
}

/** Marks an issued request as delivered; one in any other state (delivered before, red-flushed since) stays as it is. */
export async function recordDelivery(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: Actor,
  requestId: string,
  by: 'mail' | 'download',
): Promise<void> {
  const locked = await lockRequest(tx, requestId)
  if (locked?.state !== 'issued') return
  await changeRequestState(tx, actor, {
    id: requestId,
    organisationId: locked.organisationId,
    from: 'issued',
    to: 'delivered',
    at: deps.clock.now(),
    action: 'invoiceRequest.delivered',
    after: { by },
  })
}
