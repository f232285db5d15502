import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import type { Transaction } from '../../platform/database.ts'
import { announce } from '../notices/announce.ts'
import { assignFiles, listInvoiceFiles } from './invoice-files.store.ts'
import { contentTypeOf } from './invoices.rules.ts'
import {
  changeRequestState,
  findInvoice,
  findRequest,
  type InvoiceRecord,
  insertInvoice,
  insertRequest,
  lockRequest,
  type RequestRecord,
} from './invoices.store.ts'
import { type InvoiceOut, refuseNumber } from './record-issued.ts'
import { changeRedState, lockRedRequest, type RedRequestRecord } from './red-requests.store.ts'
import { issuesByProvider, type Starting, startIssuing } from './start-issuing.ts'

export type RedRecording = {
  readonly red: RedRequestRecord
  /** With negative amounts. */
  readonly invoice: InvoiceOut
  readonly fileIds: readonly string[]
}

/**
 * Writes down a red invoice: its blue one is owed by nobody any more, its request is red-flushed, the organisation is told,
 * and where staff wanted it a new request takes the place of the old one, approved, and goes to the provider where the
 * centre issues so. In the caller's transaction. Throws `conflict` when the red request or its request are no longer open
 * to it, `invoiceNumberTaken`, `invoiceAmountDiffers` when it is not the whole blue one.
 */
export async function recordRed(
  deps: Starting,
  tx: Transaction,
  actor: Actor,
  { red, invoice, fileIds }: RedRecording,
): Promise<{ reissuedAs: string | null }> {
  // The request before the red request, as everywhere.
  const locked = await lockRequest(tx, red.requestId)
  const state = (await lockRedRequest(tx, red.id))?.state
  const request = await findRequest(tx, red.requestId)
  const blue = await findInvoice(tx, red.invoiceId)
  if (!locked || !request || !blue || !state) throw new AppError('notFound')
  if (state !== 'requested' && state !== 'issuing') throw new AppError('conflict', { state })
  if (invoice.amountFen !== -blue.amountFen)
    throw new AppError('invoiceAmountDiffers', { expectedFen: -blue.amountFen, givenFen: invoice.amountFen })
  const at = deps.clock.now()
  const row = { ...invoice, requestId: request.id, colour: 'red' as const, blueInvoiceId: blue.id, now: at }
  if (!(await insertInvoice(tx, row))) await refuseNumber(tx, invoice)
  await assignFiles(tx, invoice.id, fileIds)
  const { code, number, issuedOn, amountFen } = invoice
  const written = { invoiceId: invoice.id, code, number, issuedOn, amountFen, blueInvoiceId: blue.id }
  await changeRedState(tx, actor, {
    red,
    from: state,
    to: 'issued',
    at,
    action: 'redRequest.issued',
    after: written,
    issuing: { nextQueryAt: null, issueFailure: null },
  })
  await changeRequestState(tx, actor, {
    id: request.id,
    organisationId: request.organisationId,
    from: locked.state,
    to: 'redFlushed',
    at,
    action: 'invoiceRequest.redFlushed',
    after: { redRequestId: red.id, reason: red.reason, ...written },
  })
  await announceRed(deps, tx, request, red, blue, invoice, fileIds)
  return { reissuedAs: red.reissue ? await reissue(deps, tx, actor, request, red) : null }
}

/** The same amount of the same order, with the same details or the corrected ones. */
async function reissue(
  deps: Starting,
  tx: Transaction,
  actor: Actor,
  request: RequestRecord,
  red: RedRequestRecord,
): Promise<string> {
  const id = newId()
  const at = deps.clock.now()
  const details = red.reissueDetails ?? request.details
  const isNew = await insertRequest(tx, {
    id,
    orderId: request.order.id,
    organisationId: request.organisationId,
    voucherId: null,
    amountFen: request.amountFen,
    details,
    createdById: red.requestedById,
    reissueOfId: request.id,
    now: at,
  })
  if (!isNew) throw new AppError('conflict', { requestId: request.id })
  await changeRequestState(tx, actor, {
    id,
    organisationId: request.organisationId,
    from: 'requested',
    to: 'approved',
    at,
    action: 'invoiceRequest.approved',
    // Whoever had the old one flushed to have it issued anew said yes to the new one.
    after: { reissueOfId: request.id, approvedBy: red.requestedByName, kind: details.kind, title: details.title },
  })
  const made = await findRequest(tx, id)
  if (made && (await issuesByProvider(deps, tx))) await startIssuing(deps, tx, actor, made)
  return id
}

async function announceRed(
  deps: Starting,
  tx: Transaction,
  request: RequestRecord,
  red: RedRequestRecord,
  blue: InvoiceRecord,
  invoice: InvoiceOut,
  fileIds: readonly string[],
): Promise<void> {
  const files = (await listInvoiceFiles(tx, request.id)).filter(({ id }) => fileIds.includes(id))
  const whole = ({ code, number }: { code: string; number: string }) => (code === '' ? number : `${code} ${number}`)
  await announce(deps, tx, {
    kind: 'invoiceRedFlushed',
    requestId: request.id,
    orderNumber: request.order.number,
    amountFen: request.amountFen,
    organisationId: request.organisationId,
    organisationName: request.organisation.name,
    title: request.details.title,
    blueNumber: whole(blue),
    redNumber: whole(invoice),
    reason: red.reason,
    reissue: red.reissue,
    email: request.details.email,
    files: files.map((file) => ({
      fileId: file.id,
      name: file.originalName,
      contentType: contentTypeOf(file.kind),
      fileKey: file.fileKey,
    })),
  })
}
