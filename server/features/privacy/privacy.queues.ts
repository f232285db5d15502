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

export const privacyRemoveFiles = defineQueue({
  name: 'privacy.remove-files',
  payload: z.object({ keys: z.array(z.string()).min(1) }),
  concurrency: 1,
  timeLimitSeconds: 300,
  retries: 10,
  retryDelaySeconds: 5,
  retryDelayMaxSeconds: 3600,
  why: 'removes files of somebody who was erased, which no table names any more: only this job still knows them, so it tries for hours.',
})
