import type { JobResult } from 'pg-boss'
import { AppError, isRetryable } from '../server/core/app-error.ts'
import type { QueueDefinition } from '../server/platform/define-queue.ts'
import type { WorkerDeps } from './deps.ts'

type Run = (deps: WorkerDeps, payload: never) => Promise<unknown>

/**
 * Runs one job: parses the payload, calls the use-case, and says what the outcome means. An error that later can mend is
 * thrown on, so that pg-boss repeats it with back-off; a `conflict` is somebody else's success; any other refusal stays
 * one however often it is repeated, so the job gives up at once and staff see it.
 */
export async function runHandler(
  deps: WorkerDeps,
  queue: QueueDefinition,
  run: Run,
  job: { id: string; data: unknown; retryCount: number },
): Promise<JobResult> {
  const startedMs = performance.now()
  try {
    await run(deps, queue.payload.parse(job.data) as never)
    deps.logger.info('job.done', { queue: queue.name, job: job.id, ms: Math.round(performance.now() - startedMs) })
    return { id: job.id, status: 'completed' }
  } catch (error) {
    if (error instanceof AppError && error.kind === 'conflict') {
      deps.logger.info('job.overtaken', { queue: queue.name, job: job.id })
      return { id: job.id, status: 'completed' }
    }
    deps.logger.error('job.failed', error, { queue: queue.name, job: job.id, tries: job.retryCount + 1 })
    if (!(error instanceof AppError) || isRetryable(error)) throw error
    return { id: job.id, status: 'deadletter', output: { message: error.code } }
  }
}
