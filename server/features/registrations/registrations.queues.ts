import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { defineQueue } from '../../platform/define-queue.ts'

/*
 * Registrations have queues of their own beside the vouchers': anybody can send them pictures, and a heap of those must
 * not stand between an organisation that has paid and its invoice. The programs and the one reading process are shared.
 */

export const registrationCompress = defineQueue({
  name: 'registration.compress',
  payload: z.object({ fileId: idSchema }),
  concurrency: 1,
  timeLimitSeconds: 60,
  retries: 5,
  retryDelaySeconds: 1,
  retryDelayMaxSeconds: 300,
  why: 'as voucher.compress, one at a time: registrations are few, and vouchers have the cores first.',
})

export const registrationRead = defineQueue({
  name: 'registration.read',
  payload: z.object({ fileId: idSchema }),
  concurrency: 1,
  timeLimitSeconds: 90,
  retries: 4,
  retryDelaySeconds: 1,
  retryDelayMaxSeconds: 300,
  why: 'as voucher.read: the reading process takes one picture after the other, whoever sends it.',
})

export const registrationCheck = defineQueue({
  name: 'registration.check',
  payload: z.object({ registrationId: idSchema }),
  concurrency: 1,
  timeLimitSeconds: 30,
  retries: 5,
  retryDelaySeconds: 1,
  retryDelayMaxSeconds: 60,
  why: 'one look over names and codes; the applicant watches it happen, so it is repeated soon.',
})

export const registrationTidy = defineQueue({
  name: 'registration.tidy',
  payload: z.object({ registrationId: idSchema }),
  concurrency: 1,
  timeLimitSeconds: 60,
  retries: 5,
  retryDelaySeconds: 30,
  retryDelayMaxSeconds: 3600,
  why: 'drops the files as received once the registration is approved; nobody waits for it.',
})

export const registrationsRemind = defineQueue({
  name: 'registrations.remind',
  payload: z.object({}),
  concurrency: 1,
  timeLimitSeconds: 60,
  retries: 2,
  retryDelaySeconds: 10,
  retryDelayMaxSeconds: 60,
  why: 'looks every ten minutes for what is due; the next round repeats what failed.',
})

export const registrationsForget = defineQueue({
  name: 'registrations.forget',
  payload: z.object({}),
  concurrency: 1,
  timeLimitSeconds: 300,
  retries: 2,
  retryDelaySeconds: 60,
  retryDelayMaxSeconds: 600,
  why: 'removes drafts once a night when nobody can come back to them; the next night repeats what failed.',
})
