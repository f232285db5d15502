import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { type NoticeKind, noticeKinds, noticeLocales } from './notices.schema.ts'

/** What a line of a mail's head may hold: no control characters, so no line breaks. */
const lineSchema = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^\P{Cc}*$/u)

/** The words of one kind in one language, with placeholders in braces. */
export const templateWordsSchema = z.object({
  title: lineSchema(120),
  sentence: lineSchema(600),
  /** A line is a paragraph. */
  steps: z
    .string()
    .max(3_000)
    .transform((text) => text.replace(/\r\n?/g, '\n').trim())
    .pipe(z.string().regex(/^(?:\P{Cc}|\n)*$/u)),
})
export type TemplateWords = z.output<typeof templateWordsSchema>

const kindSchema = z.enum(noticeKinds as [NoticeKind, ...NoticeKind[]])
const localeSchema = z.enum(noticeLocales)
const timeSchema = z.string()

/** Which part of the work a kind belongs to; the list is grouped by it. */
export const templateAreas = [
  'enrolment',
  'payment',
  'invoice',
  'refund',
  'learning',
  'account',
  'organisation',
  'staff',
] as const
export type TemplateArea = (typeof templateAreas)[number]

export const getTemplateInput = z.object({ kind: kindSchema })
export const previewTemplateInput = z.object({ kind: kindSchema, locale: localeSchema, words: templateWordsSchema })
export const saveTemplateInput = previewTemplateInput.extend({
  /** The version that the page shows; 0 where nobody has changed it yet. */
  version: z.number().int().min(0),
})
export type SaveTemplateInput = z.output<typeof saveTemplateInput>
export const resetTemplateInput = saveTemplateInput.omit({ words: true })
export const sendTestInput = previewTemplateInput.extend({
  /** Made by the client: asking twice with it sends once. */
  testId: idSchema,
})

export const templateRowSchema = z.object({
  kind: kindSchema,
  area: z.enum(templateAreas),
  /** The languages in which staff have words of their own. */
  changed: z.array(localeSchema),
  updatedByName: z.string().nullable(),
  updatedAt: timeSchema.nullable(),
})
export type TemplateRow = z.infer<typeof templateRowSchema>

export const templateVersionSchema = z.object({
  locale: localeSchema,
  version: z.number().int(),
  words: templateWordsSchema,
  /** Whether these are staff's own words, and not the product's. */
  changed: z.boolean(),
  productWords: templateWordsSchema,
  updatedByName: z.string().nullable(),
  updatedAt: timeSchema.nullable(),
})
export type TemplateVersion = z.infer<typeof templateVersionSchema>

export const templateViewSchema = templateRowSchema.extend({
  versions: z.array(templateVersionSchema),
  placeholders: z.array(
    z.object({
      name: z.string(),
      required: z.boolean(),
      /** What it stands for in the preview. */
      samples: z.record(localeSchema, z.string()),
    }),
  ),
})
export type TemplateView = z.infer<typeof templateViewSchema>

export type TemplatePreview = {
  readonly subject: string
  readonly text: string
  /** A whole page without scripts, pictures or links that work: for an `<iframe sandbox srcdoc>`. */
  readonly html: string
  /** What the app shows. */
  readonly notice: { readonly title: string; readonly sentence: string }
}
