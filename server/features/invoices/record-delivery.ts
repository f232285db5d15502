import type { Actor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import type { AfterMailSent } from '../notices/send-notice-mail.ts'
import { changeRequestState, lockRequest } from './invoices.store.ts'

/** The mail with an invoice has been taken by the mail server: the invoice is delivered. For the worker's mail handler. */
export const recordInvoiceDelivery: AfterMailSent = async (deps, tx, actor, announcement) => {
  if (announcement.kind === 'invoiceIssued') await recordDelivery(deps, tx, actor, announcement.requestId, 'mail')
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
