import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { anyInWork } from '../../core/file-states.ts'
import { authorize } from '../../core/permission.ts'
import { addWorkingHours } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import type { InvoiceDetails } from '../invoices/invoices.schema.ts'
import { lockOrder } from '../orders/load-order.ts'
import { checkInvoiceDetails } from '../organisations/check-invoice-details.ts'
import { statementsMatch } from '../statements/statements.queues.ts'
import { findFiles } from './voucher-files.store.ts'
import { orderCheckAmount } from './vouchers.queues.ts'
import { checkOrderPayable, effectiveOf } from './vouchers.rules.ts'
import type { VoucherClaims } from './vouchers.schema.ts'
import { changeVoucherState, findVoucher, lockVoucher, updateClaims } from './vouchers.store.ts'

/**
 * Hands the voucher in for review: what was typed, what the invoice will say, and the deadline by which staff answer.
 * Submitting what is submitted already answers the same.
 *
 * Throws `voucherFileMissing` when no readable file is there, `voucherAmountMissing` when all files are read and no amount
 * was typed or found,
 * `orderNotPayable` when the order was paid, cancelled or expired meanwhile, `billingTitleMismatch` and
 * `billingTaxNumberMismatch` when the invoice would name somebody else, `conflict` once it is approved.
 */
export async function submitVoucher(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  actor: AccountActor,
  input: { id: string; claims: VoucherClaims; invoiceDetails: InvoiceDetails },
): Promise<{ dueAt: string }> {
  const voucher = authorize(actor, await findVoucher(deps.db, input.id))
  await checkInvoiceDetails(deps.db, voucher.organisationId, input.invoiceDetails)
  const centre = await loadCentre(deps.db)
  const now = deps.clock.now()
  const dueAt = addWorkingHours(now, centre.voucherReviewHours, centre.calendar)
  return inTransaction(deps, async (tx) => {
    // The order before the voucher, as settling does: two transactions that lock both never wait for each other in a ring.
    const order = await lockOrder(tx, voucher.orderId)
    const locked = await lockVoucher(tx, voucher.id)
    if (locked.state === 'submitted' && locked.dueAt) return { dueAt: locked.dueAt.toISOString() }
    if (locked.state === 'approved') throw new AppError('conflict', { from: locked.state, to: 'submitted' })
    checkOrderPayable(order.state)
    const files = (await findFiles(tx, voucher.id)).filter((file) => file.pictureKey || file.state === 'received')
    if (files.length === 0) throw new AppError('voucherFileMissing')
    const effective = effectiveOf(
      input.claims,
      files.map((file) => ({ fileId: file.id, reading: file.reading })),
    )
    // While a slip is still being read its amount may be on the way: nobody has to wait for that at a counter.
    if (!effective.amountFen && !anyInWork(files)) throw new AppError('voucherAmountMissing')
    await updateClaims(tx, voucher.id, input.claims)
    await changeVoucherState(tx, actor, locked, {
      to: 'submitted',
      now,
      data: {
        invoiceDetails: input.invoiceDetails,
        submittedAt: now,
        submittedById: actor.accountId,
        dueAt,
        decidedAt: null,
        decidedById: null,
        rejectedCode: null,
        rejectedNote: null,
      },
      audit: { amountFen: effective.amountFen?.value ?? null, files: files.length, dueAt: dueAt.toISOString() },
    })
    await deps.jobs.send(tx, orderCheckAmount, { voucherId: voucher.id })
    await deps.jobs.send(tx, statementsMatch, {})
    return { dueAt: dueAt.toISOString() }
  })
}
