import { z } from 'zod'
import { defineQueue } from '../../platform/define-queue.ts'

/** Sent with every dropped file, and after whatever may give an invoice in the inbox its place. */
export const inboxRead = defineQueue({
  name: 'invoices.inbox',
  payload: z.object({}),
  concurrency: 1,
  timeLimitSeconds: 900,
  retries: 4,
  retryDelaySeconds: 2,
  retryDelayMaxSeconds: 60,
  gatherSeconds: 1,
  why: 'a drop of 500 files sends 500 of them, and one run reads all that have come in by then and matches them at once.',
})
