import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { redReasons } from '../../core/red-reasons.ts'
import { invoiceDetailsSchema, lineSchema } from './invoices.schema.ts'

export const redRequestStates = ['requested', 'issuing', 'issued', 'withdrawn'] as const
export type RedRequestState = (typeof redRequestStates)[number]

export const requestRedInput = z
  .object({
    /** Made by the client: the idempotency key. */
    redRequestId: idSchema,
    requestId: idSchema,
    reason: z.enum(redReasons),
    note: lineSchema(300).default(''),
    /** Whether a new request takes its place once the red invoice is here. */
    reissue: z.boolean(),
    /** What the new one will say, where it is not the same. */
    reissueDetails: invoiceDetailsSchema.nullable().default(null),
  })
  .refine(({ reissue, reissueDetails }) => reissue || reissueDetails === null)
export type RequestRedInput = z.output<typeof requestRedInput>

/** A blue or a red invoice that a provider is asked for, by its request's or its red request's id. */
export const askedInput = z.object({ about: z.enum(['invoice', 'red']), id: idSchema })
export const redRequestIdInput = z.object({ redRequestId: idSchema })

export const redRequestSchema = z.object({
  id: idSchema,
  requestId: idSchema,
  invoiceId: idSchema,
  reason: z.enum(redReasons),
  note: z.string(),
  state: z.enum(redRequestStates),
  stateSince: z.string(),
  reissue: z.boolean(),
  reissueDetails: invoiceDetailsSchema.nullable(),
  /** Why the provider could not issue it, in its own words. */
  issueFailure: z.string().nullable(),
  requestedByName: z.string(),
  createdAt: z.string(),
})
export type RedRequestView = z.infer<typeof redRequestSchema>

/** How a request stands with the provider. */
export const issuingSchema = z.object({
  /** Whether a provider is set up and chosen: then a press issues. */
  byProvider: z.boolean(),
  providerName: z.enum(['http', 'sandbox']).nullable(),
  serial: z.string().nullable(),
  failure: z.string().nullable(),
  /** Known before the invoice is here: its files are waited for. */
  number: z.string().nullable(),
  questions: z.number().int(),
  nextQuestionAt: z.string().nullable(),
})
export type IssuingView = z.infer<typeof issuingSchema>
