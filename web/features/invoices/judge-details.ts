import { config } from 'zod'
import { invoiceDetailsSchema } from '../../../server/features/invoices/invoices.schema.ts'
import type { DetailsField, DetailsValues } from './details-form.tsx'

// Compiled checks need `eval`, which the page's policy forbids; without this zod tries once and the console says so.
config({ jitless: true })

/** The server's own rules for what an invoice says, before it is sent: which fields it would refuse. Loaded when needed. */
export function judgeDetails(values: DetailsValues): ReadonlySet<DetailsField> {
  const judged = invoiceDetailsSchema.safeParse(values)
  return new Set(judged.success ? [] : judged.error.issues.map((issue) => issue.path[0] as DetailsField))
}
