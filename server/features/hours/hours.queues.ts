import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { defineQueue } from '../../platform/define-queue.ts'

export const hoursSettle = defineQueue({
  name: 'hours.settle',
  payload: z.object({ decisionId: idSchema }),
  concurrency: 2,
  timeLimitSeconds: 300,
  retries: 10,
  retryDelaySeconds: 1,
  retryDelayMaxSeconds: 300,
  why: 'carries out a decision ten seconds after it was made: thousands of records take some seconds; it must not get lost, so it is tried for the better part of an hour.',
})

export const hoursSweep = defineQueue({
  name: 'hours.sweep',
  payload: z.object({}),
  concurrency: 1,
  timeLimitSeconds: 600,
  retries: 1,
  retryDelaySeconds: 30,
  retryDelayMaxSeconds: 60,
  why: 'looks every minute for decisions whose job was lost; the next round repeats what failed.',
})
