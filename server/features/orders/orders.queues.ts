import { z } from 'zod'
import { defineQueue } from '../../platform/define-queue.ts'

export const ordersExpire = defineQueue({
  name: 'orders.expire',
  payload: z.object({}),
  concurrency: 1,
  timeLimitSeconds: 120,
  retries: 2,
  retryDelaySeconds: 5,
  retryDelayMaxSeconds: 60,
  why: 'runs every minute by schedule; what one run misses the next one takes.',
})

export const ordersRemind = defineQueue({
  name: 'orders.remind',
  payload: z.object({}),
  concurrency: 1,
  timeLimitSeconds: 300,
  retries: 2,
  retryDelaySeconds: 10,
  retryDelayMaxSeconds: 120,
  why: 'runs every ten minutes by schedule, which is exact enough for a day ahead; what one run misses the next one takes.',
})
