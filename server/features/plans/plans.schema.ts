import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { pageSchema } from '../../core/page.ts'

export const listPlansSchema = pageSchema.extend({
  /** Part of the name, in any case. */
  name: z.string().trim().max(100).optional(),
  year: z.number().int().min(2000).max(2100).optional(),
})
export type ListPlansInput = z.infer<typeof listPlansSchema>

export const planIdSchema = z.object({ id: idSchema })

export const planSchema = z.object({
  id: idSchema,
  /** 计划编号 */
  number: z.string(),
  name: z.string(),
  /** 发布单位 */
  publisher: z.string(),
  /** 考核标准: hours 学时 are the only standard there is. */
  standard: z.literal('hours'),
  /** 考核值 in hundredths of an hour. */
  requiredHours: z.number().int(),
  year: z.number().int(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  mode: z.enum(['online', 'offline']),
  capacity: z.number().int().nullable(),
  /** 是否修改 */
  lateChangesAllowed: z.boolean(),
  feePerLearnerFen: z.number().int(),
  state: z.enum(['draft', 'published', 'closed']),
  /** Whether an order can be made for it now. */
  takesOrders: z.boolean(),
})
export type PlanView = z.infer<typeof planSchema>
