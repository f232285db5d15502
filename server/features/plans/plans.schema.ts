import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { maxFen } from '../../core/money.ts'
import { pageSchema } from '../../core/page.ts'

export const planStates = ['draft', 'published', 'closed'] as const
export const planModes = ['online', 'offline'] as const

// --- What organisations choose from --------------------------------------------------------------------------------

export const listPlansSchema = pageSchema.extend({
  /** Part of the name, in any case. */
  name: z.string().trim().max(100).optional(),
  year: z.number().int().min(2000).max(2100).optional(),
  /** Only those that still take orders: until their end, also of earlier years. */
  takingOrders: z.boolean().default(false),
  /** Only those in which people can be enrolled now. */
  openOnly: z.boolean().default(false),
  /** Closed ones too in which people of the own organisation are, or were. */
  withOwnClosed: z.boolean().default(false),
})
export type ListPlansInput = z.output<typeof listPlansSchema>

/** The years that have a plan to choose from, the latest first. */
export const planYearsSchema = z.object({ years: z.array(z.number().int()) })
export type PlanYears = z.infer<typeof planYearsSchema>
export const listPlanYearsSchema = z.object({ takingOrders: z.boolean().default(false) })

export const planIdSchema = z.object({ id: idSchema })

/** 报考科目 with its fee. */
export const planSubjectSchema = z.object({ id: idSchema, name: z.string(), feeFen: z.number().int() })

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
  /** At least so much of it has to be 必修, and at most so much 必修 counts (null: all); the same for 选修. */
  compulsoryMin: z.number().int(),
  compulsoryCap: z.number().int().nullable(),
  electiveMin: z.number().int(),
  electiveCap: z.number().int().nullable(),
  year: z.number().int(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  mode: z.enum(planModes),
  capacity: z.number().int().nullable(),
  /** Null where there is no limit. */
  seatsLeft: z.number().int().nullable(),
  /** 是否修改 */
  lateChangesAllowed: z.boolean(),
  /** What an enrolment costs where there are no subjects. */
  feePerLearnerFen: z.number().int(),
  /** What opening it 开通课程 takes from a learner's wallet; null: as an enrolment where there are no subjects. */
  openingFeeFen: z.number().int().nullable(),
  /** Whether a certificate is issued when the hours suffice, what it is called, and whether the place has to be paid. */
  certificates: z.boolean(),
  certificateTitle: z.string(),
  certificateNeedsPayment: z.boolean(),
  /** Those that can be chosen, in their order; their fees add up. Empty: one fee per learner. */
  subjects: z.array(planSubjectSchema),
  /** Where an offline plan takes place; may be empty. */
  place: z.string(),
  enrolmentOpensAt: z.iso.datetime().nullable(),
  enrolmentClosesAt: z.iso.datetime().nullable(),
  /** Whether people can be enrolled now, and until when; why not, where they cannot. */
  enrolment: z.object({
    open: z.boolean(),
    why: z.enum(['notOpen', 'closed']).nullable(),
    until: z.iso.datetime().nullable(),
    /** The regular closing is over, and 是否修改 keeps it open. */
    late: z.boolean(),
  }),
  state: z.enum(planStates),
  /** Whether an order can be made for it now. */
  takesOrders: z.boolean(),
})
export type PlanView = z.infer<typeof planSchema>

// --- What staff make of it -----------------------------------------------------------------------------------------

export const listAllPlansSchema = pageSchema.extend({
  /** Part of the number or the name, in any case. */
  search: z.string().trim().max(100).optional(),
  year: z.number().int().min(2000).max(2100).optional(),
  state: z.enum(planStates).optional(),
  mode: z.enum(planModes).optional(),
})
export type ListAllPlansInput = z.output<typeof listAllPlansSchema>

export const planCountsSchema = z.object({
  drafts: z.number().int(),
  submitted: z.number().int(),
  confirmed: z.number().int(),
  orders: z.number().int(),
})
export type PlanCounts = z.infer<typeof planCountsSchema>

export const deskPlanRowSchema = planSchema.extend({ version: z.number().int(), counts: planCountsSchema })
export type DeskPlanRow = z.infer<typeof deskPlanRowSchema>

const deskSubjectSchema = planSubjectSchema.extend({
  /** How many enrolments chose it. */
  takenBy: z.number().int(),
})

export const deskPlanSchema = deskPlanRowSchema.extend({
  subjects: z.array(deskSubjectSchema),
  /** No longer to be chosen; those who did keep them. */
  retiredSubjects: z.array(deskSubjectSchema),
  /** Others rely on it: number, year, mode and what it asks of hours stay. */
  relied: z.boolean(),
  stateSince: z.iso.datetime(),
  createdAt: z.iso.datetime(),
  copiedFrom: z.object({ id: idSchema, number: z.string(), name: z.string() }).nullable(),
})
export type DeskPlan = z.infer<typeof deskPlanSchema>

const feeSchema = z.number().int().min(0).max(maxFen)
/** Hundredths of an hour. */
const hoursSchema = z.number().int().min(0).max(10_000_000)

/** What makes no sense beyond the single fields is `planFormProblems`' (plans.rules.ts), for the page too. */
export const planFormSchema = z.object({
  number: z.string().trim().min(1).max(40),
  name: z.string().trim().min(1).max(100),
  /** Empty while it is a draft. */
  publisher: z.string().trim().max(100),
  year: z.number().int().min(2000).max(2100),
  /** Hundredths of an hour. */
  requiredHours: hoursSchema.min(1),
  compulsoryMin: hoursSchema,
  compulsoryCap: hoursSchema.nullable(),
  electiveMin: hoursSchema,
  electiveCap: hoursSchema.nullable(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  mode: z.enum(planModes),
  capacity: z.number().int().min(1).max(1_000_000).nullable(),
  lateChangesAllowed: z.boolean(),
  feePerLearnerFen: feeSchema,
  openingFeeFen: feeSchema.nullable(),
  certificates: z.boolean(),
  certificateTitle: z.string().trim().min(1).max(40),
  certificateNeedsPayment: z.boolean(),
  enrolmentOpensAt: z.iso.datetime().nullable(),
  enrolmentClosesAt: z.iso.datetime().nullable(),
  place: z.string().trim().max(200),
  /** In their order. One that is left out is taken away, or retired where somebody chose it. */
  subjects: z.array(z.object({ id: idSchema, name: z.string().trim().min(1).max(60), feeFen: feeSchema })).max(40),
})
export type PlanForm = z.output<typeof planFormSchema>

/** The id is made by the client: sending the same again makes nothing new. */
export const createPlanSchema = planFormSchema.extend({ id: idSchema })
export type CreatePlanInput = z.output<typeof createPlanSchema>

/** With the version that the page shows: what somebody else changed meanwhile is not overwritten. */
export const planVersionSchema = z.object({ id: idSchema, version: z.number().int().min(1) })
export type PlanVersion = z.output<typeof planVersionSchema>

export const updatePlanSchema = planFormSchema.extend(planVersionSchema.shape)
export type UpdatePlanInput = z.output<typeof updatePlanSchema>

/** `id` is the copy's, made by the client. */
export const copyPlanSchema = z.object({ id: idSchema, fromId: idSchema })
export type CopyPlanInput = z.output<typeof copyPlanSchema>
