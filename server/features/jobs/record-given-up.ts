import { systemActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Prisma } from '../../platform/database.ts'
import { insertGivenUp } from './jobs.store.ts'

/** Keeps a job that gave up where staff see it and can send it again. Its payload holds ids only. */
export async function recordGivenUp(
  deps: Pick<Deps, 'db' | 'clock'>,
  job: { id: string; queue: string; payload: Prisma.InputJsonObject; error: string },
): Promise<void> {
  await inTransaction(deps, async (tx) => {
    if (!(await insertGivenUp(tx, { ...job, now: deps.clock.now() }))) return
    await writeAudit(tx, systemActor(job.queue), {
      action: 'job.givenUp',
      subjectType: 'job',
      subjectId: job.id,
      organisationId: null,
      after: { queue: job.queue, payload: job.payload, error: job.error },
    })
  })
}
