import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { defineQueue } from '../../platform/define-queue.ts'

export const refundSend = defineQueue({
  name: 'refund.send',
  payload: z.object({ refundId: idSchema }),
  concurrency: 2,
  timeLimitSeconds: 60,
  retries: 5,
  retryDelaySeconds: 2,
  retryDelayMaxSeconds: 300,
  why: 'one request of at most ten seconds to the provider, and a question after it; what it does not manage, refunds.query takes up.',
})

export const refundsQuery = defineQueue({
  name: 'refunds.query',
  payload: z.object({}),
  concurrency: 1,
  timeLimitSeconds: 300,
  retries: 1,
  retryDelaySeconds: 5,
  retryDelayMaxSeconds: 60,
  why: 'runs every minute by schedule; what one run misses the next one takes.',
})
