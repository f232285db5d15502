import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { rejectUncovered } from '../invoices/reject-uncovered.ts'
import { lockOrder } from '../orders/load-order.ts'
import { forgetAlias } from '../organisations/organisation-names.ts'
import { reversePayment } from '../payments/reverse-payment.ts'
import { holdLines, noteFreed } from '../statements/hold-lines.ts'
import { statementsMatch } from '../statements/statements.queues.ts'
import { reopenVoucher } from '../vouchers/reopen-voucher.ts'
import { type Allocation, countOthersOf, findAllocations, markUndone } from './allocations.store.ts'
import type { UndoInput } from './reconciliation.schema.ts'

/**
 * Undoes one allocation, whoever or whatever made it. Where it only showed a payment the line is free again; where the
 * payment was made by it the money is taken out of the order and the credit, the order is open again, its slip back in
 * review, an invoice request that is not on its way rejected, and what it taught about the payer forgotten. Nothing is
 * deleted, and other allocations of the line stay. A line that the bank took back meanwhile is not free: its money is gone.
 *
 * Throws `notFound`, `allocationUndone`, `allocationSpent` (see reversePayment), `conflict` while other lines show the
 * same payment: undo those first.
 */
export async function undoAllocation(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  actor: AccountActor,
  { allocationId, reason }: UndoInput,
): Promise<{ lineId: string }> {
  return inTransaction(deps, async (tx) => {
    const [found] = await findAllocations(tx, [allocationId])
    if (!found) throw new AppError('notFound')
    const line = (await holdLines(tx, [found.lineId])).get(found.lineId)
    if (!line) throw new AppError('notFound')
    const order = await lockOrder(tx, found.orderId)
    const now = deps.clock.now()
    const marked = { at: now, byId: actor.accountId, byName: actor.name, reason }
    if (!(await markUndone(tx, allocationId, marked))) throw new AppError('allocationUndone')
    if (found.settled) await takeBack(deps, tx, actor, found, reason)
    await noteFreed(tx, actor, line, found.amountFen, now)
    await forgetAlias(tx, allocationId)
    await writeAudit(tx, actor, {
      action: 'statementLine.undone',
      subjectType: 'statementLine',
      subjectId: line.id,
      organisationId: order.organisationId,
      before: { allocationId, orderId: found.orderId, paymentId: found.paymentId, amountFen: found.amountFen },
      after: { reason, automatic: found.automatic },
    })
    await deps.jobs.send(tx, statementsMatch, {})
    return { lineId: line.id }
  })
}

async function takeBack(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  actor: AccountActor,
  allocation: Allocation,
  reason: string,
): Promise<void> {
  if ((await countOthersOf(tx, allocation.paymentId, allocation.id)) > 0) throw new AppError('conflict')
  const { order, voucherId } = await reversePayment(deps, tx, actor, { paymentId: allocation.paymentId, reason })
  if (voucherId !== null) await reopenVoucher(deps, tx, actor, { voucherId, reason })
  await rejectUncovered(deps, tx, actor, order, { paymentId: allocation.paymentId, voucherId, reason })
}
