import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { defineQueue } from '../../platform/define-queue.ts'

export const statementsRead = defineQueue({
  name: 'statements.read',
  payload: z.object({ fileId: idSchema }),
  concurrency: 1,
  timeLimitSeconds: 900,
  retries: 4,
  retryDelaySeconds: 1,
  retryDelayMaxSeconds: 60,
  why: 'a person waits for it; reading takes a core whole, and two files of one account would wait for each other.',
})

/** Sent after whatever may change what a line is matched with: an import, a voucher, a payment, an order, an undo. */
export const statementsMatch = defineQueue({
  name: 'reconciliation.match',
  payload: z.object({}),
  concurrency: 1,
  timeLimitSeconds: 600,
  retries: 4,
  retryDelaySeconds: 5,
  retryDelayMaxSeconds: 300,
  gatherSeconds: 2,
  why: 'each run looks at every open line and order, which takes a minute at most: what asks for it in a burst gets one run.',
})
