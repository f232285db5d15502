import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { pageSchema } from '../../core/page.ts'

export const listGivenUpInput = pageSchema.extend({ all: z.boolean().default(false) })
export const resendJobInput = z.object({ id: idSchema })

export const givenUpJobSchema = z.object({
  id: idSchema,
  queue: z.string(),
  payload: z.record(z.string(), z.unknown()),
  error: z.string(),
  givenUpAt: z.string(),
  resentAt: z.string().nullable(),
})
export type GivenUpJob = z.infer<typeof givenUpJobSchema>
