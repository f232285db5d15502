import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { defineQueue } from '../../platform/define-queue.ts'

export const voucherCompress = defineQueue({
  name: 'voucher.compress',
  payload: z.object({ fileId: idSchema }),
  concurrency: 3,
  timeLimitSeconds: 60,
  retries: 5,
  // A dead worker is noticed after 10 s of silence: a first wait of one keeps the repeat within the promised 15.
  retryDelaySeconds: 1,
  retryDelayMaxSeconds: 300,
  why: 'two cores compute while a third job waits for the disk and the database. A picture takes well under a second, a PDF five.',
})

export const voucherRead = defineQueue({
  name: 'voucher.read',
  payload: z.object({ fileId: idSchema }),
  concurrency: 1,
  timeLimitSeconds: 90,
  retries: 4,
  retryDelaySeconds: 1,
  retryDelayMaxSeconds: 300,
  why: 'one warm reading process of up to 1 GB a worker; a second would only share its core.',
})

export const voucherAddLine = defineQueue({
  name: 'voucher.add-line',
  payload: z.object({ fileId: idSchema }),
  concurrency: 1,
  timeLimitSeconds: 60,
  retries: 5,
  retryDelaySeconds: 1,
  retryDelayMaxSeconds: 300,
  why: 'makes one picture anew, in about the time of a compression; few people need it, and they watch it happen.',
})

export const orderCheckAmount = defineQueue({
  name: 'order.check-amount',
  payload: z.object({ voucherId: idSchema }),
  concurrency: 2,
  timeLimitSeconds: 30,
  retries: 5,
  retryDelaySeconds: 1,
  retryDelayMaxSeconds: 60,
  why: 'a few indexed queries; people watch it happen, so it is repeated soon.',
})

export const voucherSettle = defineQueue({
  name: 'voucher.settle',
  payload: z.object({ decisionId: idSchema }),
  concurrency: 2,
  timeLimitSeconds: 30,
  retries: 10,
  retryDelaySeconds: 1,
  retryDelayMaxSeconds: 300,
  why: 'carries out a decision ten seconds after it was made; it must not get lost, so it is tried for the better part of an hour.',
})

export const voucherTidy = defineQueue({
  name: 'voucher.tidy',
  payload: z.object({ voucherId: idSchema }),
  concurrency: 1,
  timeLimitSeconds: 60,
  retries: 5,
  retryDelaySeconds: 30,
  retryDelayMaxSeconds: 3600,
  why: 'drops the files as received once the voucher is approved; nobody waits for it.',
})
