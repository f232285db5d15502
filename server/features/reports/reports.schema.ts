import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { type Page, pageSchema } from '../../core/page.ts'

/** The own subtree, for an organisation's admin; the whole centre, for staff. */
export const reportScopeSchema = z.enum(['own', 'centre'])
export type ReportScope = z.infer<typeof reportScopeSchema>

export const reportLocales = ['zh-CN', 'en'] as const
export type ReportLocale = (typeof reportLocales)[number]

const whole = z.number().int()
const yearSchema = z.number().int().min(2000).max(2100)

/**
 * What has become of people and money in a plan. Each number is defined in report-facts.store.ts, once for all reports:
 * `enrolled` … `participants` and the money by the organisation that enrolled, opened or ordered; `learners`, `reached` and
 * `certified` by the organisation that the learner is in now.
 */
export const planFiguresSchema = z.object({
  /** 报名: handed in and neither rejected, withdrawn nor revoked. */
  enrolled: whole,
  /** 已确认 */
  confirmed: whole,
  /** 已缴费: confirmed, and its order is paid (or it costs nothing). */
  paid: whole,
  /** 已退费: its fee went back. */
  refunded: whole,
  /** 已开通: opened from the wallet and not closed. */
  opened: whole,
  /** 参加: paid enrolments, and openings of who has none: everybody once. */
  participants: whole,
  /** 学习人数: everybody in the learning records 学习档案 of the plan. */
  learners: whole,
  /** 达标: the hours that count reach what the plan asks for. */
  reached: whole,
  /** 已发证: holds a certificate that is valid. */
  certified: whole,
  /** What was paid into the plan's orders; what was booked by mistake is taken off. */
  paidFen: whole,
  /** What went back by refunds that were paid out. */
  refundedFen: whole,
})
export type PlanFigures = z.infer<typeof planFiguresSchema>
export const planFigureNames = Object.keys(planFiguresSchema.shape) as readonly (keyof PlanFigures)[]

export const planReportFilterSchema = z.object({
  of: reportScopeSchema,
  year: yearSchema.optional(),
  mode: z.enum(['online', 'offline']).optional(),
  state: z.enum(['published', 'closed']).optional(),
  /** A unit with all that is below it. */
  organisationId: idSchema.optional(),
  /** Part of a plan's name or number. */
  search: z.string().trim().max(100).optional(),
})
export type PlanReportFilter = z.output<typeof planReportFilterSchema>

export const listPlanReportSchema = planReportFilterSchema.extend(pageSchema.shape)
export type ListPlanReportInput = z.output<typeof listPlanReportSchema>

export const reportPlanSchema = z.object({
  id: idSchema,
  number: z.string(),
  name: z.string(),
  year: whole,
  mode: z.enum(['online', 'offline']),
  state: z.enum(['draft', 'published', 'closed']),
  /** Hundredths of an hour. */
  requiredHours: whole,
})

export const planReportRowSchema = planFiguresSchema.extend({ id: idSchema, plan: reportPlanSchema })
export type PlanReportRow = z.infer<typeof planReportRowSchema>

export const planTotalsSchema = planFiguresSchema.extend({ plans: whole })
export type PlanTotals = z.infer<typeof planTotalsSchema>

/** 下级单位: of one plan, or of all that the filter finds, by the units right below one. */
export const unitReportFilterSchema = planReportFilterSchema
  .omit({ organisationId: true })
  .extend({ planId: idSchema.optional(), parentId: idSchema.optional() })
export type UnitReportFilter = z.output<typeof unitReportFilterSchema>

export const listUnitReportSchema = unitReportFilterSchema.extend(pageSchema.shape)
export type ListUnitReportInput = z.output<typeof listUnitReportSchema>

export const unitReportRowSchema = planFiguresSchema.extend({
  id: idSchema,
  name: z.string(),
  /** The unit above itself: what belongs to none of the units below it. */
  itself: z.boolean(),
  /** Whether units stand below it. */
  hasUnits: z.boolean(),
})
export type UnitReportRow = z.infer<typeof unitReportRowSchema>

/** A page of units, with the sums of all of them, whatever page it is. */
export type UnitReportPage = Page<UnitReportRow> & { readonly totals: PlanFigures }

export const unitReportHeadSchema = z.object({
  plan: reportPlanSchema.nullable(),
  /** From the top of what the actor sees down to the unit whose parts are listed; empty: the top of the centre. */
  above: z.array(z.object({ id: idSchema, name: z.string() })),
})
export type UnitReportHead = z.infer<typeof unitReportHeadSchema>
