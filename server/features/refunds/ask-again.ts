import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { queryRefund } from './ask-provider.ts'
import { loadRefund } from './load-refund.ts'
import type { RefundView } from './refunds.schema.ts'
import { viewRefund } from './view-refund.ts'

/**
 * Asks the provider now what became of a refund that is under way, and sends it again where it never arrived. Throws
 * `refundWayWrong`, `refundChanged` (not under way), `gatewayUnavailable`.
 */
export async function askRefundAgain(deps: Deps, actor: AccountActor, input: { id: string }): Promise<RefundView> {
  const refund = await loadRefund(deps, actor, input.id)
  if (refund.way !== 'source') throw new AppError('refundWayWrong')
  if (refund.state !== 'approved' && refund.state !== 'sent') {
    throw new AppError('refundChanged', { state: refund.state })
  }
  await queryRefund(deps, refund.id, actor)
  return viewRefund(deps, actor, refund.id)
}
