import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { defineQueue } from '../../platform/define-queue.ts'

export const lettersTell = defineQueue({
  name: 'letters.tell',
  payload: z.object({ letterIds: z.array(idSchema).min(1).max(200), receivedAt: z.iso.datetime() }),
  concurrency: 1,
  timeLimitSeconds: 60,
  retries: 5,
  retryDelaySeconds: 5,
  retryDelayMaxSeconds: 300,
  why: 'tells organisations that their letters arrived, once the mark can no longer be undone; some rows each.',
})
