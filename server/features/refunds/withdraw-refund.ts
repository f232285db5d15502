import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { releaseFromRefund } from '../enrolments/enrolments-in-refunds.ts'
import { checkUnchanged, loadRefund } from './load-refund.ts'
import { lockRefund } from './lock-refund.ts'
import type { RefundView } from './refunds.schema.ts'
import { changeRefundState } from './refunds.store.ts'
import { viewRefund } from './view-refund.ts'

/**
 * Takes a request back before anybody decided on it: whoever asked for it alone. Sent twice, the second finds it withdrawn.
 * Throws `notFound`, `notAllowed`, `refundChanged`.
 */
export async function withdrawRefund(
  deps: Deps,
  actor: AccountActor,
  input: { id: string; version: number },
): Promise<RefundView> {
  const known = await loadRefund(deps, actor, input.id)
  if (known.requestedById !== actor.accountId) throw new AppError('notAllowed')
  await inTransaction(deps, async (tx) => {
    const { refund } = await lockRefund(tx, known)
    if (refund.state === 'withdrawn') return
    checkUnchanged(refund, input.version)
    await changeRefundState(tx, actor, refund, { to: 'withdrawn', at: deps.clock.now() })
    await releaseFromRefund(tx, refund.id)
  })
  return viewRefund(deps, actor, known.id)
}
