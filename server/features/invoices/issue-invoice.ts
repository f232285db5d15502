import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Readable, type Transaction } from '../../platform/database.ts'
import { announceIssued } from './announce-issued.ts'
import { type InvoiceFileRecord, listInvoiceFiles } from './invoice-files.store.ts'
import { checkIssue, checkIssueFiles, issuePeriod } from './invoices.rules.ts'
import type { InvoiceRequestState, IssueInvoiceInput } from './invoices.schema.ts'
import {
  findInvoice,
  findRequest,
  type InvoiceRecord,
  listInvoices,
  lockRequest,
  type RequestRecord,
} from './invoices.store.ts'
import { findAsked } from './issuing.store.ts'
import { compareFile } from './read-request-file.ts'
import { recordIssued } from './record-issued.ts'

export type Issued = { invoiceId: string; state: InvoiceRequestState }

/**
 * Records an invoice that staff issued on the tax platform, and has it mailed with its files: the invoice, the request's
 * state, the notices and the audit row are one transaction. The same `invoiceId` again gives the same answer.
 *
 * Throws `notFound`; `conflict` when the request is already issued (`by` says by whom) or its files are not those that
 * the page showed; `invoiceNumberInvalid`, `invoiceNumberTaken`, `invoiceAmountDiffers`, `invoiceKindDiffers`,
 * `invoiceDateInvalid`, `invoiceFileMissing`; `invoiceFileDiffers` when a file says something else than the form, unless
 * `differencesAccepted`; `idempotencyKeyReused`.
 */
export async function issueInvoice(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs' | 'files'>,
  actor: AccountActor,
  input: IssueInvoiceInput,
): Promise<Issued> {
  // The invoice before the request: found, it was written together with the state that is read then.
  const known = await findInvoice(deps.db, input.invoiceId)
  const request = authorize(actor, await findRequest(deps.db, input.requestId))
  if (known) return sameInvoice(known, input, request.state)
  await refuseIssued(deps, request, input.number)
  const period = issuePeriod(
    { movedAt: request.payment?.movedAt ?? null, orderCreatedAt: request.order.createdAt },
    deps.clock.now(),
  )
  checkIssue(input, { amountFen: request.amountFen, kind: request.details.kind }, period)
  const files = await listInvoiceFiles(deps.db, request.id)
  checkIssueFiles(
    files.map((file) => file.id),
    input.fileIds,
    input.withoutFile,
  )
  if (!input.differencesAccepted) await refuseDifferences(deps, files, request, input)
  return inTransaction(deps, (tx) => write(deps, tx, actor, input, request))
}

async function write(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  actor: AccountActor,
  input: IssueInvoiceInput,
  request: RequestRecord,
): Promise<Issued> {
  // From here on nobody else issues, decides, drops or removes: what was checked before is checked again where it can
  // have changed.
  const locked = await lockRequest(tx, request.id)
  if (!locked) throw new AppError('notFound')
  const raced = await findInvoice(tx, input.invoiceId)
  if (raced) return sameInvoice(raced, input, locked.state)
  await refuseIssued({ db: tx }, { id: request.id, state: locked.state }, input.number)
  const files = await listInvoiceFiles(tx, request.id)
  checkIssueFiles(
    files.map((file) => file.id),
    input.fileIds,
    input.withoutFile,
  )
  const { invoiceId, number, code, issuedOn, kind, amountFen } = input
  const issued = await recordIssued(deps, tx, actor, {
    request,
    from: locked.state,
    invoice: {
      id: invoiceId,
      number,
      code,
      issuedOn,
      kind,
      amountFen,
      withoutTaxFen: null,
      taxFen: null,
      remark: '',
      issuedById: actor.accountId,
    },
    fileIds: files.map((file) => file.id),
    after: { differencesAccepted: input.differencesAccepted },
  })
  await announceIssued(deps, tx, [issued])
  return { invoiceId, state: 'issued' }
}

function sameInvoice(known: InvoiceRecord, input: IssueInvoiceInput, state: InvoiceRequestState): Issued {
  const same =
    known.requestId === input.requestId &&
    known.number === input.number &&
    known.code === input.code &&
    known.amountFen === input.amountFen &&
    known.issuedOn === input.issuedOn
  if (!same) throw new AppError('idempotencyKeyReused')
  return { invoiceId: known.id, state }
}

/**
 * Only a request that waits can be issued; who was first is named. One that a provider has issued, and whose files do not
 * come or are not right, is issued by hand under the provider's number.
 */
async function refuseIssued(
  deps: { db: Readable },
  request: Pick<RequestRecord, 'id' | 'state'>,
  number: string,
): Promise<void> {
  if (request.state === 'requested' || request.state === 'approved') return
  if (request.state === 'issuing' && (await findAsked(deps.db, 'invoice', request.id))?.number === number) return
  const latest = (await listInvoices(deps.db, request.id)).at(-1)
  throw new AppError('conflict', { state: request.state, ...(latest ? { by: latest.issuedByName } : {}) })
}

async function refuseDifferences(
  deps: Pick<Deps, 'db' | 'files'>,
  files: readonly InvoiceFileRecord[],
  request: RequestRecord,
  { number, code, issuedOn }: IssueInvoiceInput,
): Promise<void> {
  for (const file of files) {
    const { differences } = await compareFile(deps, file, request, { number, code, issuedOn })
    const first = differences[0]
    if (first)
      throw new AppError('invoiceFileDiffers', { fileName: file.originalName, ...first, count: differences.length })
  }
}
