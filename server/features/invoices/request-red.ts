import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { findBlueInvoice, findRequest, lockRequest, type RequestRecord } from './invoices.store.ts'
import type { RedRequestState, RedRequestView, RequestRedInput } from './red-requests.schema.ts'
import {
  changeRedState,
  findRedOfInvoice,
  findRedRequest,
  insertRedRequest,
  listRedRequests,
} from './red-requests.store.ts'
import { issuesByProvider, type Starting, startRedIssuing } from './start-issuing.ts'

/**
 * 红冲: decides that an invoice is to be flushed, with its reason, and whether a new request takes its place. Where a
 * provider issued the invoice it issues the red one too; else staff issue it on the tax platform and drop its file. The
 * same `redRequestId` again gives the same answer. Throws `notFound`, `conflict` when no invoice is out or another red
 * request of it is open (`redRequestId`), `idempotencyKeyReused`.
 */
export async function requestRed(
  deps: Starting & Pick<Deps, 'db'>,
  actor: AccountActor,
  input: RequestRedInput,
): Promise<{ redRequestId: string; state: RedRequestState }> {
  const request = authorize(actor, await findRequest(deps.db, input.requestId))
  return inTransaction(deps, async (tx) => {
    const known = await findRedRequest(tx, input.redRequestId)
    if (known) {
      if (known.requestId !== input.requestId || known.reason !== input.reason)
        throw new AppError('idempotencyKeyReused')
      return { redRequestId: known.id, state: known.state }
    }
    const { red, blue } = await openRedRequest(deps, tx, actor, request, input)
    const byProvider = blue.issuedById === null && (await issuesByProvider(deps, tx))
    if (byProvider) await startRedIssuing(deps, tx, actor, red, blue)
    return { redRequestId: red.id, state: byProvider ? 'issuing' : 'requested' }
  })
}

/** In the caller's transaction: for the desk, and for a red invoice that came as a file before anybody asked for it here. */
export async function openRedRequest(
  deps: Pick<Starting, 'clock'>,
  tx: Transaction,
  actor: AccountActor,
  request: Pick<RequestRecord, 'id' | 'organisationId'>,
  input: Pick<RequestRedInput, 'redRequestId' | 'reason' | 'note' | 'reissue' | 'reissueDetails'>,
) {
  const state = (await lockRequest(tx, request.id))?.state
  const blue = await findBlueInvoice(tx, request.id)
  if ((state !== 'issued' && state !== 'delivered') || !blue) throw new AppError('conflict', { state: state ?? null })
  const open = await findRedOfInvoice(tx, blue.id)
  if (open) throw new AppError('conflict', { redRequestId: open.id, state: open.state })
  const { redRequestId: id, reason, note, reissue, reissueDetails } = input
  const row = { id, requestId: request.id, invoiceId: blue.id, reason, note, reissue, reissueDetails }
  const by = { requestedById: actor.accountId, requestedByName: actor.name, now: deps.clock.now() }
  if (!(await insertRedRequest(tx, { ...row, ...by }))) throw new AppError('idempotencyKeyReused')
  await writeAudit(tx, actor, {
    action: 'redRequest.requested',
    subjectType: 'redRequest',
    subjectId: id,
    organisationId: request.organisationId,
    after: {
      state: 'requested',
      requestId: request.id,
      invoiceId: blue.id,
      number: blue.number,
      reason,
      note,
      reissue,
    },
  })
  const red = await findRedRequest(tx, id)
  if (!red) throw new AppError('internal')
  return { red, blue }
}

/** Takes the wish back while nobody has been asked for the red invoice. Throws `notFound`, `conflict`. */
export async function withdrawRed(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { redRequestId }: { redRequestId: string },
): Promise<{ state: RedRequestState }> {
  const red = await findRedRequest(deps.db, redRequestId)
  authorize(actor, red && (await findRequest(deps.db, red.requestId)))
  if (!red) throw new AppError('notFound')
  if (red.state === 'withdrawn') return { state: 'withdrawn' }
  await inTransaction(deps, (tx) =>
    changeRedState(tx, actor, {
      red,
      from: 'requested',
      to: 'withdrawn',
      at: deps.clock.now(),
      action: 'redRequest.withdrawn',
    }),
  )
  return { state: 'withdrawn' }
}

/** Asks the provider again for a red invoice that it could not issue. Throws `notFound`, `conflict`, `invoiceProviderMissing`. */
export async function issueRedByProvider(
  deps: Starting & Pick<Deps, 'db'>,
  actor: AccountActor,
  { redRequestId }: { redRequestId: string },
): Promise<{ state: RedRequestState }> {
  const red = await findRedRequest(deps.db, redRequestId)
  authorize(actor, red && (await findRequest(deps.db, red.requestId)))
  if (!red) throw new AppError('notFound')
  if (red.state === 'issuing') return { state: 'issuing' }
  await inTransaction(deps, async (tx) => {
    const blue = await findBlueInvoice(tx, red.requestId)
    if (!blue) throw new AppError('notFound')
    await startRedIssuing(deps, tx, actor, red, blue)
  })
  return { state: 'issuing' }
}

/** The red requests of a request, the latest first. Throws `notFound`. */
export async function listReds(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  { requestId }: { requestId: string },
): Promise<RedRequestView[]> {
  authorize(actor, await findRequest(deps.db, requestId))
  const reds = await listRedRequests(deps.db, requestId)
  return reds.map((red) => ({
    id: red.id,
    requestId: red.requestId,
    invoiceId: red.invoiceId,
    reason: red.reason,
    note: red.note,
    state: red.state,
    stateSince: red.stateSince.toISOString(),
    reissue: red.reissue,
    reissueDetails: red.reissueDetails,
    issueFailure: red.issueFailure,
    requestedByName: red.requestedByName,
    createdAt: red.createdAt.toISOString(),
  }))
}
