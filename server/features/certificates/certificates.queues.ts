import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { defineQueue } from '../../platform/define-queue.ts'

export const certificatesIssue = defineQueue({
  name: 'certificates.issue',
  payload: z.object({ planId: idSchema }),
  concurrency: 1,
  timeLimitSeconds: 600,
  retries: 6,
  retryDelaySeconds: 5,
  retryDelayMaxSeconds: 300,
  gatherSeconds: 1,
  why: 'numbers are given out one after the other, so more at once would only wait; an import of 20,000 people takes seconds, and whatever is missed the sweep finds.',
})

export const certificatesSweep = defineQueue({
  name: 'certificates.sweep',
  payload: z.object({}),
  concurrency: 1,
  timeLimitSeconds: 600,
  retries: 1,
  retryDelaySeconds: 30,
  retryDelayMaxSeconds: 60,
  why: 'looks every five minutes for whoever has earned a certificate that nobody asked for; the next round repeats what failed.',
})

export const certificatesTell = defineQueue({
  name: 'certificates.tell',
  payload: z.object({ certificateIds: z.array(idSchema).max(1000) }),
  concurrency: 1,
  timeLimitSeconds: 300,
  retries: 6,
  retryDelaySeconds: 10,
  retryDelayMaxSeconds: 600,
  why: 'a notice and a mail for each learner, after the certificates are there; told again, nobody gets two.',
})

export const certificatesTellOrganisations = defineQueue({
  name: 'certificates.tell-organisations',
  payload: z.object({ planId: idSchema, issuedAt: z.iso.datetime() }),
  concurrency: 1,
  timeLimitSeconds: 300,
  retries: 6,
  retryDelaySeconds: 10,
  retryDelayMaxSeconds: 600,
  why: 'one notice for all that one run issued to people of an organisation; told again, nobody gets two.',
})
