import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { allQueues, type QueueName } from '../../platform/all-queues.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import type { GivenUpJob } from './jobs.schema.ts'
import { countGivenUp, listGivenUp, markResent } from './jobs.store.ts'

/** Sends a job that gave up once more, with all its tries. Throws `conflict` when somebody did so before. */
export async function resendJob(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  actor: AccountActor,
  input: { id: string },
): Promise<{ ok: true }> {
  await inTransaction(deps, async (tx) => {
    const job = await markResent(tx, input.id, actor.accountId, deps.clock.now())
    const queue = allQueues[job.queue as QueueName]
    // A queue that a newer version no longer has cannot take it.
    if (!queue) throw new AppError('notFound')
    await deps.jobs.send(tx, queue, job.payload as never)
    await writeAudit(tx, actor, {
      action: 'job.resent',
      subjectType: 'job',
      subjectId: job.id,
      organisationId: null,
      after: { queue: job.queue },
    })
  })
  return { ok: true }
}

export async function listGivenUpJobs(
  deps: Pick<Deps, 'db'>,
  input: { all: boolean; cursor?: string | null | undefined; limit: number },
): Promise<Page<GivenUpJob>> {
  const rows = await listGivenUp(deps.db, { all: input.all, cursor: input.cursor ?? null, take: input.limit + 1 })
  const jobs = rows.map((row) => ({
    id: row.id,
    queue: row.queue,
    payload: row.payload !== null && typeof row.payload === 'object' && !Array.isArray(row.payload) ? row.payload : {},
    error: row.error,
    givenUpAt: row.givenUpAt.toISOString(),
    resentAt: row.resentAt?.toISOString() ?? null,
  }))
  return toPage(jobs, input.limit, (job) => job.id)
}

export async function countGivenUpJobs(deps: Pick<Deps, 'db'>): Promise<{ waiting: number }> {
  return { waiting: await countGivenUp(deps.db) }
}
