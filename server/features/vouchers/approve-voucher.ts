import type { Actor } from '../../core/actor.ts'
import type { Fen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import type { Prisma, Transaction } from '../../platform/database.ts'
import { invoiceDetailsSchema } from '../invoices/invoices.schema.ts'
import { announce } from '../notices/announce.ts'
import { lockOrder } from '../orders/load-order.ts'
import { learnAlias } from '../organisations/organisation-names.ts'
import { type ConfirmedPayment, confirmTransferPayment } from '../payments/confirm-transfer-payment.ts'
import { requestInvoice } from '../payments/request-invoice.ts'
import { findFiles } from './voucher-files.store.ts'
import { orderCheckAmount, voucherTidy } from './vouchers.queues.ts'
import { effectiveOf, momentOf } from './vouchers.rules.ts'
import { changeVoucherState, findOtherVoucherIds, type VoucherRecord } from './vouchers.store.ts'

export type Approval = {
  readonly paymentId: string
  readonly amountFen: Fen
  readonly decidedAt: Date
  /** Null: the automatic settling approved it. */
  readonly decidedById: string | null
  /** What the bank's statement says about it, which counts more than the slip. */
  readonly statement?: { readonly movedAt: Date; readonly bookedOn: string; readonly payeeAccountId: string }
  readonly audit: Prisma.InputJsonObject
}

/**
 * Approves a voucher in review, in the caller's transaction, with its order and itself locked: the payment is confirmed,
 * the ledger posted, the order settled, the invoice requested, the payer's name learned and the notices queued.
 */
export async function approveVoucher(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  actor: Actor,
  voucher: VoucherRecord,
  approval: Approval,
): Promise<ConfirmedPayment> {
  const { amountFen, decidedAt, decidedById, statement } = approval
  const files = await findFiles(tx, voucher.id)
  const effective = effectiveOf(
    voucher.claims,
    files.map((file) => ({ fileId: file.id, reading: file.reading })),
  )
  await changeVoucherState(tx, actor, voucher, {
    to: 'approved',
    now: deps.clock.now(),
    data: { decidedAt, decidedById },
    audit: { amountFen, ...approval.audit },
  })
  const said = effective.paidAt ? momentOf(effective.paidAt.value) : null
  const payment = await confirmTransferPayment(deps, tx, actor, {
    // One payment a voucher: the caller's id is the payment's, and the voucher's column is unique besides.
    paymentId: approval.paymentId,
    orderId: voucher.orderId,
    voucherId: voucher.id,
    amountFen,
    movedAt: statement?.movedAt ?? said,
    ...(statement ? { statement } : {}),
  })
  const order = await lockOrder(tx, voucher.orderId)
  const details = invoiceDetailsSchema.safeParse(voucher.invoiceDetails).data
  await requestInvoice(deps, tx, actor, order, {
    paymentId: payment.paymentId,
    voucherId: voucher.id,
    toOrderFen: payment.toOrderFen,
    ...(details ? { details } : {}),
  })
  await learnAlias(tx, {
    organisationId: voucher.organisationId,
    payerName: effective.payerName?.value ?? null,
    payerAccount: effective.payerAccount?.value ?? null,
    voucherId: voucher.id,
    confirmedById: decidedById,
  })
  await announce(deps, tx, {
    kind: 'voucherApproved',
    voucherId: voucher.id,
    orderId: order.id,
    orderNumber: order.number,
    amountFen: payment.toOrderFen,
    creditFen: payment.toCreditFen,
    outstandingFen: payment.outstandingFen,
    organisationId: voucher.organisationId,
    organisationName: voucher.organisationName,
  })
  await deps.jobs.send(tx, voucherTidy, { voucherId: voucher.id })
  // What is outstanding has changed: other claims on this order are compared with it anew.
  for (const voucherId of await findOtherVoucherIds(tx, voucher.orderId, voucher.id)) {
    await deps.jobs.send(tx, orderCheckAmount, { voucherId })
  }
  return payment
}
