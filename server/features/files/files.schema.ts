import { z } from 'zod'
import { fileStateSchema } from '../../core/file-states.ts'
import { idSchema } from '../../core/ids.ts'

/** A 12-megapixel HEIC or PNG as phones make it fits three times over; the page shrinks pictures before sending anyway. */
export const maxPhotoBytes = 30 * 1024 * 1024

/** What pages know of every photographed file. */
export const photoFileView = {
  id: idSchema,
  state: fileStateSchema,
  errorCode: z.string().nullable(),
  originalName: z.string(),
  kind: z.string(),
  sizeBytes: z.number().int(),
  pageCount: z.number().int().nullable(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  /** Whether the re-encoded picture can be asked for. */
  hasPicture: z.boolean(),
}
