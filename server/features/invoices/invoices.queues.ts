import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { defineQueue } from '../../platform/define-queue.ts'

export const invoiceIssue = defineQueue({
  name: 'invoice.issue',
  payload: z.object({ about: z.enum(['invoice', 'red']), id: idSchema }),
  concurrency: 4,
  timeLimitSeconds: 120,
  retries: 2,
  retryDelaySeconds: 5,
  retryDelayMaxSeconds: 60,
  why: 'three questions to a provider are a minute of waiting and no work; the sweep asks again what was lost.',
})

export const invoicesSweep = defineQueue({
  name: 'invoices.sweep',
  payload: z.object({}),
  concurrency: 1,
  timeLimitSeconds: 120,
  retries: 2,
  retryDelaySeconds: 5,
  retryDelayMaxSeconds: 60,
  why: 'runs every minute by schedule; what one run misses the next one takes.',
})

export const invoicesCompare = defineQueue({
  name: 'invoices.compare',
  payload: z.object({}),
  concurrency: 1,
  timeLimitSeconds: 300,
  retries: 3,
  retryDelaySeconds: 60,
  retryDelayMaxSeconds: 600,
  why: 'runs every hour by schedule and asks for two days’ lists; an invoice that nobody knows of should not grow old.',
})
