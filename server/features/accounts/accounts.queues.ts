import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { defineQueue } from '../../platform/define-queue.ts'

export const accountForgotten = defineQueue({
  name: 'account.forgotten',
  /** What was typed may be an ID number, or a password in the wrong field: it is sealed. */
  payload: z.object({ requestId: idSchema, sealedName: z.string(), ip: z.string() }),
  concurrency: 2,
  timeLimitSeconds: 30,
  retries: 8,
  retryDelaySeconds: 2,
  retryDelayMaxSeconds: 60,
  why: 'a few queries; people wait for the mail, so it is repeated for some minutes while the database is away, and not for hours.',
})
