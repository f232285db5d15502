import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { defineQueue } from '../../platform/define-queue.ts'

export const noticeMail = defineQueue({
  name: 'notice.mail',
  payload: z.object({ noticeId: idSchema }),
  concurrency: 4,
  timeLimitSeconds: 120,
  retries: 16,
  retryDelaySeconds: 1,
  retryDelayMaxSeconds: 1800,
  why: 'mail servers are away for minutes to hours: sixteen tries with waits that double up to half an hour reach over three hours, then staff see it. The first wait is short, because a killed worker counts as a try.',
})
