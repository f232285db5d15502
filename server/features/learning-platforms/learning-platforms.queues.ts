import { z } from 'zod'
import { defineQueue } from '../../platform/define-queue.ts'

/** Statements of these activities, or of whoever has paid meanwhile, are taken up again. */
export const learningTakeUp = defineQueue({
  name: 'learning.take-up',
  payload: z.object({ platformId: z.uuid().optional(), activityIds: z.array(z.string()).max(500).optional() }),
  concurrency: 1,
  timeLimitSeconds: 300,
  retries: 3,
  retryDelaySeconds: 10,
  retryDelayMaxSeconds: 60,
  why: 'a database’s work, a hundred statements a transaction; once every few minutes is enough, and what is left is done the next time',
})
