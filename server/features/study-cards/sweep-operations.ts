import { systemActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { sweepLostWork } from '../jobs/lost-work.ts'
import { failOperation } from './end-operation.ts'
import { findOperation, findUnfinished, tryHoldOperation } from './operations.store.ts'
import { cardsRun } from './study-cards.queues.ts'

/** More wait for the next round. */
const atOnce = 500
const actor = systemActor('cards.sweep')

/**
 * Sends operations again that nobody works on, and ends as failed what was tried in vain for a day: nothing of it is booked
 * then, its organisation is told, and it can be asked for anew. Returns how many were sent and ended.
 */
export async function sweepOperations(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs' | 'logger'>,
): Promise<{ sent: number; ended: number }> {
  const unfinished = await findUnfinished(deps.db, atOnce)
  const { sent, inVain } = await sweepLostWork(
    deps,
    actor.name,
    cardsRun,
    unfinished.map(({ id, ip }) => ({ id, key: { operationId: id }, payload: { operationId: id, ip } })),
  )
  let ended = 0
  for (const id of inVain) {
    const hasEnded = await inTransaction(deps, async (tx) => {
      // A worker that is taken for dead may be booking it at this moment.
      if (!(await tryHoldOperation(tx, id))) return false
      const one = await findOperation(tx, id)
      return one !== null && (await failOperation(deps, tx, actor, one, new AppError('triedInVain')))
    })
    if (!hasEnded) continue
    ended++
    deps.logger.error('cards.triedInVain', new Error('a card operation was tried in vain for a day'), { operation: id })
  }
  return { sent, ended }
}
