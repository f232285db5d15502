import { z } from 'zod'
import { fieldSchema, readingBase } from '../files/reading.schema.ts'

/**
 * What a machine read on a payment slip. Stored with the file it was read from, shown to people as boxes over the
 * picture, compared by the checks. A field that was not found is null, never guessed.
 */
export const slipReadingSchema = z.object({
  ...readingBase,
  fields: z.object({
    amountFen: fieldSchema(z.number().int()),
    amountInWords: fieldSchema(z.string()),
    payerName: fieldSchema(z.string()),
    payerAccount: fieldSchema(z.string()),
    payerBank: fieldSchema(z.string()),
    payeeName: fieldSchema(z.string()),
    payeeAccount: fieldSchema(z.string()),
    payeeBank: fieldSchema(z.string()),
    orderNo: fieldSchema(z.string()),
    serialNo: fieldSchema(z.string()),
    /** `2026-05-02`, `2026-05-02T12:19` or `2026-05-02T12:19:08`, as precise as the slip shows, in Asia/Shanghai. */
    paidAt: fieldSchema(z.string()),
    remark: fieldSchema(z.string()),
  }),
})
export type SlipReading = z.infer<typeof slipReadingSchema>
