import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { organisation, plan } from './notice-parts.schema.ts'

/** About confirmation letters 确认书. */
export const letterAnnouncements = [
  z.object({
    kind: z.literal('letterReceived'),
    ...organisation,
    ...plan,
    letterId: idSchema,
    letterCode: z.string(),
    /** ISO: put back and received again is another event. */
    receivedAt: z.string(),
  }),
] as const
