import { z } from 'zod'

/**
 * What a machine read on a payment slip. Stored with the file it was read from, shown to people as boxes over the
 * picture, compared by the checks. A field that was not found is null, never guessed.
 */

/** Four corners, clockwise from the text's top left, as x,y pairs in fractions (0..1) of the upright picture's width and height. */
export const quadSchema = z.array(z.number()).length(8)
export type Quad = z.infer<typeof quadSchema>

export const confidenceSchema = z.enum(['high', 'low'])
export type Confidence = z.infer<typeof confidenceSchema>

function fieldSchema<T extends z.ZodType>(value: T) {
  return z
    .object({
      value,
      /** The characters as they were read, before any normalising. */
      text: z.string(),
      confidence: confidenceSchema,
      /** The reader's own score, 0..1. */
      score: z.number().min(0).max(1),
      /** Where it stands; several when the value wraps over lines; empty for text PDFs without geometry. */
      quads: z.array(quadSchema),
    })
    .nullable()
}

export const slipFieldNames = [
  'amountFen',
  'amountInWords',
  'payerName',
  'payerAccount',
  'payerBank',
  'payeeName',
  'payeeAccount',
  'payeeBank',
  'orderNo',
  'serialNo',
  'paidAt',
  'remark',
] as const
export type SlipFieldName = (typeof slipFieldNames)[number]

export const slipReadingSchema = z.object({
  version: z.literal(1),
  source: z.enum(['ocr', 'text']),
  /** Of the picture that the quads refer to, in pixels. */
  width: z.number(),
  height: z.number(),
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
  /** Everything that was read, in reading order, for search and for the reviewer. */
  lines: z.array(z.object({ text: z.string(), score: z.number(), quad: quadSchema.nullable() })),
  /** How long reading took, in milliseconds. */
  ms: z.number(),
})
export type SlipReading = z.infer<typeof slipReadingSchema>
