import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Fen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import type { InvoiceDetails } from './invoices.schema.ts'
import { findRequestByVoucher, insertRequest } from './invoices.store.ts'

export type NewInvoiceRequest = {
  readonly id: string
  readonly orderId: string
  readonly organisationId: string
  /** The voucher whose approval opens it; null for 先开票后付款. */
  readonly voucherId: string | null
  /** The online payment that opens it. */
  readonly paymentId?: string | null
  readonly amountFen: Fen
  readonly details: InvoiceDetails
}

/**
 * Opens the invoice request of an approved voucher, in the transaction that approves it. A voucher opens one request
 * however often this is called. Throws `idempotencyKeyReused` when the id belongs to another request.
 */
export async function openInvoiceRequest(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: Actor,
  request: NewInvoiceRequest,
): Promise<void> {
  const createdById = actor.kind === 'account' ? actor.accountId : null
  if (!(await insertRequest(tx, { ...request, createdById, now: deps.clock.now() }))) {
    const known = request.voucherId === null ? null : await findRequestByVoucher(tx, request.voucherId)
    if (!known) throw new AppError('idempotencyKeyReused')
    return
  }
  await writeAudit(tx, actor, {
    action: 'invoiceRequest.opened',
    subjectType: 'invoiceRequest',
    subjectId: request.id,
    organisationId: request.organisationId,
    after: {
      state: 'requested',
      orderId: request.orderId,
      voucherId: request.voucherId,
      amountFen: request.amountFen,
      kind: request.details.kind,
      title: request.details.title,
      taxNumber: request.details.taxNumber,
    },
  })
}

/** Whether a voucher opened a request already, whatever became of that. */
export async function hasRequestOfVoucher(db: Readable, voucherId: string): Promise<boolean> {
  return (await findRequestByVoucher(db, voucherId)) !== null
}
