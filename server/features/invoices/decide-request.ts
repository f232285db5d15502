import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { announce } from '../notices/announce.ts'
import type { InvoiceDetails, InvoiceRequestState } from './invoices.schema.ts'
import { changeRequestState, findRequest } from './invoices.store.ts'

type StateAnswer = { state: InvoiceRequestState }

/** Says that a request may be issued. Approving an approved one changes nothing. Throws `notFound`, `conflict`. */
export async function approveRequest(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { requestId }: { requestId: string },
): Promise<StateAnswer> {
  const request = authorize(actor, await findRequest(deps.db, requestId))
  if (request.state === 'approved') return { state: 'approved' }
  await inTransaction(deps, (tx) =>
    changeRequestState(tx, actor, {
      id: request.id,
      organisationId: request.organisationId,
      from: request.state,
      to: 'approved',
      at: deps.clock.now(),
      action: 'invoiceRequest.approved',
    }),
  )
  return { state: 'approved' }
}

/** Sends a request back to its organisation, which is told why. Throws `notFound`, `conflict`. */
export async function rejectRequest(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  actor: AccountActor,
  { requestId, reason }: { requestId: string; reason: string },
): Promise<StateAnswer> {
  const request = authorize(actor, await findRequest(deps.db, requestId))
  const at = deps.clock.now()
  await inTransaction(deps, async (tx) => {
    await changeRequestState(tx, actor, {
      id: request.id,
      organisationId: request.organisationId,
      from: request.state,
      to: 'rejected',
      at,
      action: 'invoiceRequest.rejected',
      after: { reason },
      rejectedReason: reason,
    })
    await announce(deps, tx, {
      kind: 'invoiceRejected',
      requestId: request.id,
      orderNumber: request.order.number,
      organisationId: request.organisationId,
      organisationName: request.organisation.name,
      title: request.details.title,
      amountFen: request.amountFen,
      reason,
      rejectedAt: at.toISOString(),
    })
  })
  return { state: 'rejected' }
}

/** Puts a rejected request's details right and asks for the invoice again. Throws `notFound`, `conflict`. */
export async function correctRequest(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { requestId, details }: { requestId: string; details: InvoiceDetails },
): Promise<StateAnswer> {
  const request = authorize(actor, await findRequest(deps.db, requestId))
  if (request.state !== 'rejected') throw new AppError('conflict', { state: request.state })
  await inTransaction(deps, (tx) =>
    changeRequestState(tx, actor, {
      id: request.id,
      organisationId: request.organisationId,
      from: 'rejected',
      to: 'requested',
      at: deps.clock.now(),
      action: 'invoiceRequest.corrected',
      after: { kind: details.kind, title: details.title, taxNumber: details.taxNumber },
      rejectedReason: null,
      details,
    }),
  )
  return { state: 'requested' }
}
