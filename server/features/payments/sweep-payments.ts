import { systemActor } from '../../core/actor.ts'
import { newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { paymentQuery } from './payments.queues.ts'
import { nextQuerySeconds } from './payments.rules.ts'
import { endOverdueAttempts, giveUpAsking, takeDueAttempts } from './payments.store.ts'
import { recordNotice } from './record-notice.ts'

/** So many in one transaction: their locks are held for a moment only. */
const batchSize = 200
const waits = [1, 2, 3, 4, 5, 6, 7].map((count) => nextQuerySeconds(count))

/**
 * Ends attempts whose time is over by the database's clock, and queues a question to the provider for each that is due:
 * a payment that succeeded while we were down, or whose notice never came, is found here. Returns how many it asks about.
 */
export async function sweepPayments(deps: Pick<Deps, 'db' | 'clock' | 'jobs'>): Promise<number> {
  const actor = systemActor('payments.sweep')
  for (;;) {
    const ended = await inTransaction(deps, (tx) => endOverdueAttempts(tx, actor, deps.clock.now(), batchSize))
    if (ended < batchSize) break
  }
  let asked = 0
  for (;;) {
    const taken = await inTransaction(deps, async (tx) => {
      const due = await takeDueAttempts(tx, waits, batchSize)
      for (const paymentId of due) await deps.jobs.send(tx, paymentQuery, { paymentId })
      return due.length
    })
    asked += taken
    if (taken < batchSize) break
  }
  await inTransaction(deps, async (tx) => {
    for (const { id, provider, tradeNo } of await giveUpAsking(tx)) {
      await recordNotice(deps, tx, {
        id: newId(),
        provider,
        about: 'payment',
        tradeNo,
        providerTradeNo: '',
        verdict: 'unanswered',
        amountFen: null,
        body: '',
        paymentId: id,
        refundId: null,
      })
    }
  })
  return asked
}
