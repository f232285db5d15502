import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { defineQueue } from '../../platform/define-queue.ts'

export const paymentQuery = defineQueue({
  name: 'payment.query',
  payload: z.object({ paymentId: idSchema }),
  concurrency: 4,
  timeLimitSeconds: 60,
  retries: 5,
  retryDelaySeconds: 2,
  retryDelayMaxSeconds: 60,
  why: 'one question to a provider takes up to 10 s of waiting and no work; the sweep asks again what was given up.',
})

export const paymentsSweep = defineQueue({
  name: 'payments.sweep',
  payload: z.object({}),
  concurrency: 1,
  timeLimitSeconds: 300,
  retries: 2,
  retryDelaySeconds: 5,
  retryDelayMaxSeconds: 60,
  why: 'runs every minute by schedule; what one run misses the next one takes.',
})
