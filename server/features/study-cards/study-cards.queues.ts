import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { defineQueue } from '../../platform/define-queue.ts'

export const cardsRun = defineQueue({
  name: 'cards.run',
  payload: z.object({ operationId: idSchema, ip: z.string() }),
  concurrency: 1,
  timeLimitSeconds: 300,
  retries: 6,
  retryDelaySeconds: 1,
  retryDelayMaxSeconds: 60,
  why: 'a person waits for it, and 20,000 people take some seconds of the database; a second one beside it would mostly wait for the same batch.',
})

export const cardsSweep = defineQueue({
  name: 'cards.sweep',
  payload: z.object({}),
  concurrency: 1,
  timeLimitSeconds: 120,
  retries: 1,
  retryDelaySeconds: 10,
  retryDelayMaxSeconds: 30,
  why: 'looks every minute for operations that nobody works on; the next round repeats what failed.',
})

export const cardsTell = defineQueue({
  name: 'cards.tell',
  payload: z.object({ about: z.enum(['operation', 'ending']), id: idSchema }),
  concurrency: 1,
  timeLimitSeconds: 600,
  retries: 6,
  retryDelaySeconds: 5,
  retryDelayMaxSeconds: 300,
  why: 'tells learners one after the other what they got or will lose; nobody waits for it, and who was told is not told again.',
})

export const cardsEnd = defineQueue({
  name: 'cards.end',
  payload: z.object({}),
  concurrency: 1,
  timeLimitSeconds: 600,
  retries: 4,
  retryDelaySeconds: 60,
  retryDelayMaxSeconds: 1800,
  why: 'warns of batches that end and books off what is left of those that did, once a night; the next night finds what was missed.',
})
