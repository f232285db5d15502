import { type Actor, systemActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { queryRefund } from './ask-provider.ts'
import { minutesToNextQuery } from './refunds.rules.ts'
import { lockDueRefunds, postponeQuery } from './refunds.store.ts'

const batchSize = 20

/**
 * Asks the providers about the refunds that are under way and due by the database's clock, less and less often until each
 * is settled; returns how many were asked about. The next question is written down before this one is asked, so that
 * several workers ask different ones and a dead worker costs one question.
 */
export async function queryRefunds(deps: Deps, actor: Actor = systemActor('refunds.query')): Promise<number> {
  let asked = 0
  for (;;) {
    const due = await inTransaction(deps, async (tx) => {
      const refunds = await lockDueRefunds(tx, batchSize)
      for (const { id, queryCount } of refunds) await postponeQuery(tx, id, minutesToNextQuery(queryCount + 1))
      return refunds
    })
    for (const { id, number } of due) {
      // One provider that is down, or one refund that it cannot answer, keeps no other from being asked about.
      await queryRefund(deps, id, actor).catch((error: unknown) => {
        deps.logger.error('refund.query', error, { refundNumber: number })
      })
    }
    asked += due.length
    if (due.length < batchSize) return asked
  }
}
