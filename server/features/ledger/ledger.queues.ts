import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { defineQueue } from '../../platform/define-queue.ts'

export const ledgerProve = defineQueue({
  name: 'ledger.prove',
  /** By the clock: nothing, and whether one is due is looked at then. Asked for by somebody: its id, and who. */
  payload: z.object({ proofId: idSchema.nullish(), askedById: idSchema.nullish() }),
  concurrency: 1,
  timeLimitSeconds: 900,
  retries: 2,
  retryDelaySeconds: 30,
  retryDelayMaxSeconds: 300,
  why: 'reads the whole ledger at one moment, seconds for a million transfers; asked every ten minutes by schedule, and does it once a night.',
})
