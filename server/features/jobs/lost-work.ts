import type { z } from 'zod'
import { systemActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import type { QueueDefinition } from '../../platform/define-queue.ts'
import { deadLetterQueue } from '../../platform/job-sender.ts'
import { findTries, markSentAgain } from './jobs.store.ts'
import { nextStep } from './lost-work.rules.ts'

/** Work that is begun and not done, with the job that would do it. */
export type UnfinishedWork<P extends z.ZodType> = {
  readonly id: string
  /** What its jobs have in their payload, and no other's: an id, or an id and a version. */
  readonly key: Readonly<Record<string, string | number>>
  readonly payload: z.input<P>
}

type SweepDeps = Pick<Deps, 'db' | 'clock' | 'jobs'>

/**
 * Sends work again that nobody works on: its job gave up, or was lost with whoever held it. A job too many does no harm, as
 * all of them look first whether the work is done. Answers how many were sent, and the ids of those that were tried in vain
 * for a day: whoever knows the work ends it.
 */
export async function sweepLostWork<P extends z.ZodType>(
  deps: SweepDeps,
  sweep: string,
  queue: QueueDefinition<string, P>,
  unfinished: readonly UnfinishedWork<P>[],
): Promise<{ sent: number; inVain: string[] }> {
  if (unfinished.length === 0) return { sent: 0, inVain: [] }
  const now = deps.clock.now()
  const keys = unfinished.map(({ key }) => key)
  const tries = await findTries(deps.db, queue.name, deadLetterQueue, keys)
  let sent = 0
  const inVain: string[] = []
  for (const [index, work] of unfinished.entries()) {
    const known = tries[index]
    const step = known ? nextStep(known, now) : 'wait'
    if (step === 'end') inVain.push(work.id)
    if (step !== 'send') continue
    await inTransaction(deps, async (tx) => {
      await deps.jobs.send(tx, queue, work.payload)
      // Staff need not send again what was sent again: their list shows what nobody sees to.
      for (const id of await markSentAgain(tx, queue.name, work.key, now)) {
        await writeAudit(tx, systemActor(sweep), {
          action: 'job.resent',
          subjectType: 'job',
          subjectId: id,
          organisationId: null,
          after: { queue: queue.name },
        })
      }
    })
    sent++
  }
  return { sent, inVain }
}
