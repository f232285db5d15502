import { z } from 'zod'
import { defineQueue } from '../../platform/define-queue.ts'

export const privacyRetain = defineQueue({
  name: 'privacy.retain',
  payload: z.object({}),
  concurrency: 1,
  timeLimitSeconds: 1800,
  retries: 2,
  retryDelaySeconds: 300,
  retryDelayMaxSeconds: 1200,
  why: 'erases once a night what is outdated, some hundreds of rows a transaction; the next night goes on where it stopped.',
})
