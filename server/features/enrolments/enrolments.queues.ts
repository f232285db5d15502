import { z } from 'zod'
import { defineQueue } from '../../platform/define-queue.ts'

export const enrolmentsRemind = defineQueue({
  name: 'enrolments.remind',
  payload: z.object({}),
  concurrency: 1,
  timeLimitSeconds: 60,
  retries: 2,
  retryDelaySeconds: 10,
  retryDelayMaxSeconds: 60,
  why: 'looks every ten minutes for what reviewers owe; the next round repeats what failed.',
})

export const enrolmentsClosing = defineQueue({
  name: 'enrolments.closing',
  payload: z.object({}),
  concurrency: 1,
  timeLimitSeconds: 300,
  retries: 2,
  retryDelaySeconds: 60,
  retryDelayMaxSeconds: 600,
  why: 'tells organisations by day, each once, that a plan closes; the next hour repeats what failed.',
})
