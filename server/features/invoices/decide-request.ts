import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { announce } from '../notices/announce.ts'
import type { InvoiceDetails, InvoiceRequestState } from './invoices.schema.ts'
import { changeRequestState, findRequest, type RequestRecord } from './invoices.store.ts'
import { findCover, holdOrder } from './order-cover.store.ts'
import { issuesByProvider, type Starting, startIssuing } from './start-issuing.ts'

type StateAnswer = { state: InvoiceRequestState }

/**
 * Says that a request may be issued; where the centre issues through a provider, it goes there at once. Approving an
 * approved one changes nothing. Throws `notFound`, `conflict`, `sellerDetailsMissing`.
 */
export async function approveRequest(
  deps: Starting & Pick<Deps, 'db'>,
  actor: AccountActor,
  { requestId }: { requestId: string },
): Promise<StateAnswer> {
  const request = authorize(actor, await findRequest(deps.db, requestId))
  if (request.state === 'approved') return { state: 'approved' }
  return inTransaction(deps, async (tx) => {
    await changeRequestState(tx, actor, {
      id: request.id,
      organisationId: request.organisationId,
      from: request.state,
      to: 'approved',
      at: deps.clock.now(),
      action: 'invoiceRequest.approved',
    })
    // The organisation waits for it before it pays; paid ones hear of it when the invoice is out.
    if (request.order.mode === 'invoiceFirst' && request.payment === null) {
      await announce(deps, tx, {
        kind: 'invoiceApproved',
        requestId: request.id,
        orderNumber: request.order.number,
        amountFen: request.amountFen,
        organisationId: request.organisationId,
        organisationName: request.organisation.name,
      })
    }
    if (!(await issuesByProvider(deps, tx))) return { state: 'approved' }
    await startIssuing(deps, tx, actor, request)
    return { state: 'issuing' }
  })
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
  await inTransaction(deps, async (tx) => {
    await checkStillWanted(tx, request)
    await changeRequestState(tx, actor, {
      id: request.id,
      organisationId: request.organisationId,
      from: 'rejected',
      to: 'requested',
      at: deps.clock.now(),
      action: 'invoiceRequest.corrected',
      after: { kind: details.kind, title: details.title, taxNumber: details.taxNumber },
      rejectedReason: null,
      details,
    })
  })
  return { state: 'requested' }
}

/**
 * An order that expired or was cancelled takes no invoice, and one whose amount other requests cover meanwhile takes no
 * second one. Holds the order, as all do who ask for its invoice.
 */
async function checkStillWanted(tx: Transaction, request: RequestRecord): Promise<void> {
  const order = await holdOrder(tx, request.order.id)
  if (!order) throw new AppError('notFound')
  if (order.state !== 'open' && order.state !== 'paid') throw new AppError('orderNotPayable', { state: order.state })
  const { coveredFen } = await findCover(tx, request.order.id)
  if (coveredFen + request.amountFen > order.amountFen) {
    throw new AppError('invoiceAlreadyRequested', { requestId: request.id, state: request.state })
  }
}
