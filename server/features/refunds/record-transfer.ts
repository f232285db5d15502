import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { loadPayeeAccounts } from '../centre/centre-facts.ts'
import { checkUnchanged, loadRefund } from './load-refund.ts'
import { lockRefund } from './lock-refund.ts'
import type { FailRefundTransferInput, RecordRefundTransferInput, RefundView } from './refunds.schema.ts'
import type { RefundRow } from './refunds.store.ts'
import { completeRefund, returnRefund } from './settle-refund.ts'
import { viewRefund } from './view-refund.ts'

/**
 * Finance made the bank transfer: with its serial number, its day and the account of ours that it left, the refund is done.
 * Sent twice, the second finds it recorded. Throws `refundWayWrong`, `refundChanged`, `payeeAccountMissing`, `inputInvalid`
 * (a day that has not come).
 */
export async function recordRefundTransfer(
  deps: Deps,
  actor: AccountActor,
  input: RecordRefundTransferInput,
): Promise<RefundView> {
  const known = await loadTransfer(deps, actor, input.id)
  const { serial, transferredOn, payeeAccountId } = input
  if (transferredOn > shanghaiDay(deps.clock.now())) throw new AppError('inputInvalid', { field: 'transferredOn' })
  const accounts = await loadPayeeAccounts(deps.db)
  if (!accounts.some((account) => account.id === payeeAccountId)) throw new AppError('payeeAccountMissing')
  await inTransaction(deps, async (tx) => {
    const locked = await lockRefund(tx, known)
    if (locked.refund.state === 'done' && locked.refund.transferSerial === serial) return
    checkWaits(locked.refund, input.version)
    await completeRefund(deps, tx, actor, locked, { transfer: { serial, transferredOn, payeeAccountId } })
  })
  return viewRefund(deps, actor, known.id)
}

/**
 * The transfer cannot be made, or the bank sent it back: the refund failed, and its money is back where it was. Throws
 * `refundWayWrong`, `refundChanged`.
 */
export async function failRefundTransfer(
  deps: Deps,
  actor: AccountActor,
  input: FailRefundTransferInput,
): Promise<RefundView> {
  const known = await loadTransfer(deps, actor, input.id)
  await inTransaction(deps, async (tx) => {
    const locked = await lockRefund(tx, known)
    if (locked.refund.state === 'failed' && locked.refund.decisionNote === input.reason) return
    checkWaits(locked.refund, input.version)
    await returnRefund(deps, tx, actor, locked, input.reason)
  })
  return viewRefund(deps, actor, known.id)
}

async function loadTransfer(deps: Deps, actor: AccountActor, id: string): Promise<RefundRow> {
  const refund = await loadRefund(deps, actor, id)
  if (refund.way !== 'transfer') throw new AppError('refundWayWrong')
  return refund
}

function checkWaits(refund: RefundRow, version: number): void {
  checkUnchanged(refund, version)
  if (refund.state !== 'sent') throw new AppError('refundChanged', { state: refund.state })
}
