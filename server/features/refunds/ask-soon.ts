import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { findRefundByNumber, scheduleQuery } from './refunds.store.ts'

/**
 * A message said something of a refund that is not to be believed by itself: the provider is asked by the next sweep, and
 * its answer is what counts. Null when the number is none of ours.
 */
export async function askSoonAboutRefund(
  deps: Pick<Deps, 'db'>,
  refundNumber: string,
): Promise<{ readonly refundId: string } | null> {
  const refund = await findRefundByNumber(deps.db, refundNumber)
  if (refund?.way !== 'source') return null
  if (refund.state === 'sent') await inTransaction(deps, (tx) => scheduleQuery(tx, refund.id, 0))
  return { refundId: refund.id }
}
