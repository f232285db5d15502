import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { defineQueue } from '../../platform/define-queue.ts'

export const importsRead = defineQueue({
  name: 'imports.read',
  payload: z.object({ importId: idSchema, version: z.number().int() }),
  concurrency: 1,
  timeLimitSeconds: 300,
  retries: 4,
  retryDelaySeconds: 1,
  retryDelayMaxSeconds: 60,
  why: 'a person waits for the preview; reading takes a core whole, and 200,000 rows some ten seconds.',
})

export const importsCommit = defineQueue({
  name: 'imports.commit',
  payload: z.object({ importId: idSchema, version: z.number().int(), accountId: idSchema, ip: z.string() }),
  concurrency: 1,
  timeLimitSeconds: 600,
  retries: 5,
  retryDelaySeconds: 1,
  retryDelayMaxSeconds: 60,
  why: 'one transaction for the whole file; a second one beside it would only wait for the same core and rows.',
})

export const importsSweep = defineQueue({
  name: 'imports.sweep',
  payload: z.object({}),
  concurrency: 1,
  timeLimitSeconds: 120,
  retries: 1,
  retryDelaySeconds: 10,
  retryDelayMaxSeconds: 30,
  why: 'looks every minute for files that nobody reads or writes any more; the next round repeats what failed.',
})

export const importsTidy = defineQueue({
  name: 'imports.tidy',
  payload: z.object({}),
  concurrency: 1,
  timeLimitSeconds: 300,
  retries: 3,
  retryDelaySeconds: 60,
  retryDelayMaxSeconds: 3600,
  why: 'drops files and rows of imports that ended a month ago; nobody waits for it.',
})
