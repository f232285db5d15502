import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { enrolmentStates, paymentStatuses } from '../enrolments/enrolments.schema.ts'

/** Ten characters of the alphabet of order numbers, as typed: any case, blanks and dashes between. */
export const formCodeSchema = z
  .string()
  .max(40)
  .transform((typed) => typed.normalize('NFKC').toUpperCase().replace(/[\s-]/g, ''))
  .pipe(z.string().regex(/^[23456789ABCDEFGHJKMNPQRSTUVWXYZ]{10}$/))

export const byCodeSchema = z.object({ code: formCodeSchema })
export const tickSchema = z.object({ enrolmentId: idSchema })
export const attendanceOfPlanSchema = z.object({
  planId: idSchema,
  /** Part of a name. */
  search: z.string().trim().max(50).optional(),
})

/** Who stands in front of staff, and whether they can be ticked today. */
export const attenderSchema = z.object({
  enrolmentId: idSchema,
  formCode: z.string(),
  name: z.string(),
  idNumberMasked: z.string(),
  organisationName: z.string(),
  planId: idSchema,
  planName: z.string(),
  place: z.string(),
  subjects: z.array(z.string()),
  state: z.enum(enrolmentStates),
  paymentStatus: z.enum(paymentStatuses),
  /** The days they were there, `2026-12-01`, Asia/Shanghai, the latest first. */
  days: z.array(z.string()),
  today: z.string(),
  /** When they were ticked today; null while they were not. */
  tickedAt: z.iso.datetime().nullable(),
  /** Why they cannot be ticked today; null when they can. */
  obstacle: z.enum(['notConfirmed', 'online', 'notToday']).nullable(),
})
export type Attender = z.infer<typeof attenderSchema>

/** An offline plan that takes place today. */
export const attendedPlanSchema = z.object({
  id: idSchema,
  name: z.string(),
  place: z.string(),
  confirmed: z.number().int(),
  ticked: z.number().int(),
})
export type AttendedPlan = z.infer<typeof attendedPlanSchema>

export const attendanceRowSchema = z.object({
  enrolmentId: idSchema,
  name: z.string(),
  idNumberMasked: z.string(),
  organisationName: z.string(),
  tickedAt: z.iso.datetime().nullable(),
})
export type AttendanceRow = z.infer<typeof attendanceRowSchema>
