import { z } from 'zod'
import { defineQueue } from '../../platform/define-queue.ts'

export const auditSeal = defineQueue({
  name: 'audit.seal',
  payload: z.object({}),
  concurrency: 1,
  timeLimitSeconds: 120,
  retries: 2,
  retryDelaySeconds: 5,
  retryDelayMaxSeconds: 60,
  why: 'runs every minute by schedule and chains what has been written since; one at a time, under an advisory lock.',
})
