import { z } from 'zod'

/** Parts that every machine reading of a photographed paper has: a value, how sure the reader is, and where it stands. */

/** Four corners, clockwise from the text's top left, as x,y pairs in fractions (0..1) of the upright picture's width and height. */
export const quadSchema = z.array(z.number()).length(8)
export type Quad = z.infer<typeof quadSchema>

export const confidenceSchema = z.enum(['high', 'low'])
export type Confidence = z.infer<typeof confidenceSchema>

/** One field as it was read; null when it was not found, never guessed. */
export function fieldSchema<T extends z.ZodType>(value: T) {
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

/** What a reading says besides its fields. */
export const readingBase = {
  version: z.literal(1),
  source: z.enum(['ocr', 'text']),
  /** Of the picture that the quads refer to, in pixels. */
  width: z.number(),
  height: z.number(),
  /** Everything that was read, in reading order, for search and for the reviewer. */
  lines: z.array(z.object({ text: z.string(), score: z.number(), quad: quadSchema.nullable() })),
  /** How long reading took, in milliseconds. */
  ms: z.number(),
}

/** A field as pages show it: a box over the picture and its value. */
export const readFieldSchema = z.object({
  name: z.string(),
  value: z.string(),
  confidence: confidenceSchema,
  score: z.number(),
  quads: z.array(quadSchema),
})
export type ReadField = z.infer<typeof readFieldSchema>
