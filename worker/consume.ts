import type { JobResult, JobWithMetadata, PgBoss } from 'pg-boss'

/**
 * How often a queue is looked at besides the notification that each new job sends: jobs that wait for a moment (a repeat,
 * a decision's ten seconds) come due without one.
 */
const pollingSeconds = 1

/** Of a queue that gathers: what one run answers at most. More wait for the next. */
const mostGathered = 500

/**
 * Takes jobs of a queue, `concurrency` at once, one after the other without a pause. pg-boss lets a worker that found one
 * job sleep until the next poll, and notifications that came while it was busy are over by then: so each worker is woken
 * when its job is done, and sleeps only when it finds nothing. Of a queue that gathers, the jobs that wait are taken
 * together, and those that ask for the same are handled once: each of them ends as that one does.
 */
export async function consume(
  boss: PgBoss,
  queue: string,
  { concurrency, gatherSeconds }: { readonly concurrency: number; readonly gatherSeconds?: number },
  handle: (job: JobWithMetadata<unknown>) => Promise<JobResult>,
): Promise<void> {
  for (let i = 0; i < concurrency; i++) {
    const id: string = await boss.work(
      queue,
      {
        pollingIntervalSeconds: pollingSeconds,
        notifyPollingIntervalSeconds: pollingSeconds,
        batchSize: gatherSeconds === undefined ? 1 : mostGathered,
        includeMetadata: true,
        perJobResults: true,
      },
      async (jobs: JobWithMetadata<unknown>[]) => {
        try {
          return gatherSeconds === undefined ? await Promise.all(jobs.map(handle)) : await handleOnce(jobs, handle)
        } finally {
          boss.notifyWorker(id)
        }
      },
    )
  }
}

/** One run for each different question; one that fails is asked again and keeps no other from its answer. */
async function handleOnce(
  jobs: readonly JobWithMetadata<unknown>[],
  handle: (job: JobWithMetadata<unknown>) => Promise<JobResult>,
): Promise<JobResult[]> {
  const results: JobResult[] = []
  for (const [first, ...others] of Map.groupBy(jobs, (job) => JSON.stringify(job.data)).values()) {
    if (!first) continue
    const result = await handle(first).catch((error: unknown): JobResult => failed(first.id, error))
    results.push(result, ...others.map(({ id }) => ({ ...result, id })))
  }
  return results
}

function failed(id: string, error: unknown): JobResult {
  return { id, status: 'failed', output: { message: error instanceof Error ? error.message : String(error) } }
}
