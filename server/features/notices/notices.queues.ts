import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { defineQueue } from '../../platform/define-queue.ts'

export const noticeMail = defineQueue({
  name: 'notice.mail',
  payload: z.object({ noticeId: idSchema }),
  concurrency: 4,
  timeLimitSeconds: 120,
  retries: 12,
  retryDelaySeconds: 5,
  retryDelayMaxSeconds: 1800,
  why: 'mail servers are away for minutes to hours: twelve tries with doubling waits reach over three hours, then staff see it.',
})
