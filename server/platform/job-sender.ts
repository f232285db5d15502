import { fromPrisma, PgBoss } from 'pg-boss'
import type { z } from 'zod'
import { allQueues } from './all-queues.ts'
import type { Transaction } from './database.ts'
import type { QueueDefinition } from './define-queue.ts'
import type { Logger } from './logger.ts'

export type SendOptions = {
  /** Not before this moment. */
  readonly startAfter?: Date
}

export type JobSender = {
  /** Queues a job in the caller's transaction: both are there after the commit, or neither. */
  send<P extends z.ZodType>(
    tx: Transaction,
    queue: QueueDefinition<string, P>,
    payload: z.input<P>,
    options?: SendOptions,
  ): Promise<void>
}

/** Where jobs end that gave up after their last try; a handler writes them into given_up_jobs for staff to see. */
export const deadLetterQueue = 'given-up'

/** A job's worker must say that it lives this often, so that a dead one costs seconds (the promise is 15). */
const heartbeatSeconds = 10

/**
 * pg-boss on `databaseUrl`. As `worker` it also watches for dead workers every second and fires schedules; as `sender` it
 * only queues. The schema and the queues are made or brought up to date at start, under pg-boss's own lock.
 */
export async function startBoss(databaseUrl: string, role: 'sender' | 'worker', logger: Logger): Promise<PgBoss> {
  const isWorker = role === 'worker'
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: `xueshi-jobs-${role}`,
    max: isWorker ? 6 : 2,
    supervise: isWorker,
    schedule: isWorker,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    maintenanceIntervalSeconds: 3600,
    useListenNotify: isWorker,
  })
  boss.on('error', (error) => logger.error('jobs.error', error))
  await boss.start()
  await boss.createQueue(deadLetterQueue, { retryLimit: 20, retryDelay: 5, retryBackoff: true })
  for (const queue of Object.values(allQueues)) {
    const options = {
      retryLimit: queue.retries,
      retryDelay: queue.retryDelaySeconds,
      retryBackoff: true,
      retryDelayMax: queue.retryDelayMaxSeconds,
      expireInSeconds: queue.timeLimitSeconds,
      heartbeatSeconds,
      deadLetter: deadLetterQueue,
      deleteAfterSeconds: 24 * 3600,
      notify: true,
    }
    await boss.createQueue(queue.name, options)
    await boss.updateQueue(queue.name, options)
  }
  return boss
}

export function createJobSender(boss: PgBoss): JobSender {
  return {
    async send(tx, queue, payload, options = {}) {
      const parsed = queue.payload.parse(payload) as object
      const startAfter = options.startAfter ?? queue.gatherSeconds
      await boss.send(queue.name, parsed, { db: fromPrisma(tx), ...(startAfter === undefined ? {} : { startAfter }) })
    },
  }
}
