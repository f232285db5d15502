import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Fen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { assignFiles, listInvoiceFiles } from './invoice-files.store.ts'
import type { InvoiceKind, InvoiceRequestState } from './invoices.schema.ts'
import { changeRequestState, findNumberOwner, insertInvoice, type RequestRecord } from './invoices.store.ts'
import type { IssuedInvoice } from './mail-packs.rules.ts'

/** An invoice that is out there, whoever issued it and however we came to know. */
export type InvoiceOut = {
  readonly id: string
  readonly code: string
  readonly number: string
  readonly kind: InvoiceKind
  readonly issuedOn: string
  /** With tax; negative on a red one. */
  readonly amountFen: Fen
  readonly withoutTaxFen: Fen | null
  readonly taxFen: Fen | null
  readonly remark: string
  /** Null: a provider did. */
  readonly issuedById: string | null
}

export type Recording = {
  readonly request: RequestRecord
  /** The state in which the request was locked. */
  readonly from: InvoiceRequestState
  readonly invoice: InvoiceOut
  /** Those of the request's files that are of this invoice; they go with the mail. */
  readonly fileIds: readonly string[]
  /** What the audit row tells besides. */
  readonly after?: Readonly<Record<string, boolean | string>>
}

/**
 * Writes down a blue invoice: the one way in which a request comes to be issued, for the form, the inbox and the provider.
 * In the caller's transaction, with the request locked; what it gives goes to `announceIssued`, once for all that were
 * issued together. Throws `invoiceNumberTaken`, `idempotencyKeyReused`, `conflict`.
 */
export async function recordIssued(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: Actor,
  { request, from, invoice, fileIds, after = {} }: Recording,
): Promise<IssuedInvoice> {
  const at = deps.clock.now()
  const row = { ...invoice, requestId: request.id, colour: 'blue' as const, blueInvoiceId: null, now: at }
  if (!(await insertInvoice(tx, row))) await refuseNumber(tx, invoice)
  await assignFiles(tx, invoice.id, fileIds)
  const files = (await listInvoiceFiles(tx, request.id)).filter(({ id }) => fileIds.includes(id))
  const { code, number, issuedOn, amountFen } = invoice
  await changeRequestState(tx, actor, {
    id: request.id,
    organisationId: request.organisationId,
    from,
    to: 'issued',
    at,
    action: 'invoiceRequest.issued',
    after: {
      invoiceId: invoice.id,
      code,
      number,
      issuedOn,
      amountFen,
      fileIds: files.map(({ id }) => id),
      ...after,
    },
    issuing: { nextQueryAt: null, issueFailure: null },
  })
  return {
    requestId: request.id,
    orderNumber: request.order.number,
    organisationId: request.organisationId,
    organisationName: request.organisation.name,
    title: request.details.title,
    amountFen,
    code,
    number,
    issuedOn,
    email: request.details.email,
    files,
  }
}

/** Says whose the number is; where it is nobody's, the id is. */
export async function refuseNumber(
  tx: Transaction,
  { code, number }: { code: string; number: string },
): Promise<never> {
  const owner = await findNumberOwner(tx, code, number)
  // Neither the number nor, under the lock, the id: somebody used the id for another request at this moment.
  if (!owner) throw new AppError('idempotencyKeyReused')
  throw new AppError('invoiceNumberTaken', { number: code === '' ? number : `${code} ${number}`, ...owner })
}
