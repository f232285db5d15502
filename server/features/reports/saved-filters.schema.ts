import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'

/** As many as a menu can be read through. */
export const mostSavedFilters = 30
export const mostQueryCharacters = 2000

/** A page of ours that has a list: its path, without an open thing. */
const pagePath = z
  .string()
  .max(100)
  .regex(/^\/[a-z0-9/-]*$/)
const nameSchema = z.string().trim().min(1).max(60)

export const savedFiltersInput = z.object({ page: pagePath })
export const saveFilterSchema = z.object({
  /** Made by the client. */
  id: idSchema,
  page: pagePath,
  name: nameSchema,
  /** The query string, without its question mark. */
  query: z
    .string()
    .max(mostQueryCharacters)
    .regex(/^[^?#\s]*$/),
})
export type SaveFilterInput = z.output<typeof saveFilterSchema>
export const renameFilterSchema = z.object({ id: idSchema, name: nameSchema })
export const removeFilterSchema = z.object({ id: idSchema })

export const savedFilterSchema = z.object({ id: idSchema, page: z.string(), name: z.string(), query: z.string() })
export type SavedFilter = z.infer<typeof savedFilterSchema>
