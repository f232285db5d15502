import { type Actor, systemActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import type { RefundAnswer } from '../../platform/payment-providers/payment-provider.ts'
import { lockRefund } from './lock-refund.ts'
import { findRefundByNumber, noteProviderRefundNo } from './refunds.store.ts'
import { completeRefund, returnRefund } from './settle-refund.ts'

/** `contradicts`: the provider says something of a refund that is settled otherwise; nothing is moved, staff look at it. */
export type AppliedAnswer = {
  readonly outcome: 'applied' | 'repeated' | 'contradicts' | 'unknownRefund'
  readonly refundId: string | null
  readonly organisationId: string | null
}

/**
 * Takes a provider's verified word on a refund, from its notice, its query or the request itself, once: under the lock of
 * its order and its own row. An answer that settles nothing changes nothing.
 */
export async function applyRefundAnswer(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  refundNumber: string,
  answer: RefundAnswer,
  actor: Actor = systemActor('refunds.provider'),
): Promise<AppliedAnswer> {
  const known = await findRefundByNumber(deps.db, refundNumber)
  if (known?.way !== 'source') return { outcome: 'unknownRefund', refundId: null, organisationId: null }
  const outcome = await inTransaction(deps, async (tx): Promise<AppliedAnswer['outcome']> => {
    const locked = await lockRefund(tx, known)
    const { state } = locked.refund
    if (answer.state === 'waiting' || answer.state === 'unknown') {
      if (answer.state === 'waiting' && answer.providerRefundNo && state === 'sent') {
        await noteProviderRefundNo(tx, known.id, answer.providerRefundNo)
      }
      return 'repeated'
    }
    if (state === answer.state) return 'repeated'
    if (state !== 'sent') return 'contradicts'
    if (answer.state === 'done') {
      await completeRefund(deps, tx, actor, locked, { providerRefundNo: answer.providerRefundNo })
    } else {
      await returnRefund(deps, tx, actor, locked, answer.failure)
    }
    return 'applied'
  })
  return { outcome, refundId: known.id, organisationId: known.organisationId }
}
