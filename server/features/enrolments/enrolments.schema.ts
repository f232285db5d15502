import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { pageSchema } from '../../core/page.ts'
import {
  createLearnerSchema,
  idTypeSchema,
  learnerFilterSchema,
  learnerRowSchema,
  listLearnersSchema,
  postSchema,
} from '../learners/learners.schema.ts'

/** 报名状态: 未提交, 待审核, 已确认, 已驳回, 已撤回, 已取消. */
export const enrolmentStates = ['draft', 'submitted', 'confirmed', 'rejected', 'withdrawn', 'revoked'] as const
export const enrolmentStateSchema = z.enum(enrolmentStates)
export type EnrolmentState = z.infer<typeof enrolmentStateSchema>

/** 缴费状态: 未缴费, 待缴费, 缴费中, 已缴费, 已退费. */
export const paymentStatuses = ['none', 'due', 'underWay', 'paid', 'refunded'] as const
export const paymentStatusSchema = z.enum(paymentStatuses)
export type PaymentStatus = z.infer<typeof paymentStatusSchema>

/** The most enrolments that one operation changes. */
export const mostEnrolmentsAtOnce = 5000

/** Why something was rejected or revoked: the organisation reads it and has to know what to do. */
export const enrolmentReasonSchema = z
  .string()
  .trim()
  .min(2)
  .max(200)
  .regex(/^\P{Cc}*$/u)

const subjectIdsSchema = z.array(idSchema).max(50)

// --- What lists are cut by ---------------------------------------------------------------------------------------

export const enrolmentFilterSchema = z.object({
  /** Left out: across all plans. */
  planId: idSchema.optional(),
  state: enrolmentStateSchema.optional(),
  paymentStatus: paymentStatusSchema.optional(),
  /** Confirmed ones with a fee: whether an order asks for it already. `false` is what a new order can take. */
  ordered: z.boolean().optional(),
  /** This unit and everything below it; has to be within the own subtree. */
  organisationId: idSchema.optional(),
  /** As `learners.list` searches: name, mobile, ID number whole, masked or its end. */
  search: z.string().trim().max(60).optional(),
})
export type EnrolmentFilter = z.infer<typeof enrolmentFilterSchema>

export const listEnrolmentsSchema = pageSchema.extend({
  ...enrolmentFilterSchema.shape,
  cursor: z.string().max(2000).nullish(),
})
export type ListEnrolmentsInput = z.infer<typeof listEnrolmentsSchema>

/** Counts of the tabs: everything of the filter but state and payment status themselves. */
export const countEnrolmentsSchema = enrolmentFilterSchema.omit({ state: true, paymentStatus: true, ordered: true })
export type CountEnrolmentsInput = z.infer<typeof countEnrolmentsSchema>

const count = z.number().int()
export const enrolmentCountsSchema = z.object({
  total: count,
  byState: z.object({
    draft: count,
    submitted: count,
    confirmed: count,
    rejected: count,
    withdrawn: count,
    revoked: count,
  }),
  byPayment: z.object({ none: count, due: count, underWay: count, paid: count, refunded: count }),
  /** Confirmed, with a fee and in no order yet. */
  notOrdered: count,
  /** Their agreed fees. */
  notOrderedFen: z.number().int(),
})
export type EnrolmentCounts = z.infer<typeof enrolmentCountsSchema>

/** Badges of a page of plans. */
export const planBadgesInputSchema = z.object({ planIds: z.array(idSchema).min(1).max(100) })
export type PlanBadgesInput = z.infer<typeof planBadgesInputSchema>
/** Of the own subtree, of one plan; `seats`: how many are left for everybody, null without a capacity. */
export const planBadgesSchema = z.object({
  planId: idSchema,
  drafts: count,
  submitted: count,
  rejected: count,
  confirmed: count,
  unpaid: count,
  seats: z.object({ capacity: count, left: count }).nullable(),
})
export type PlanBadges = z.infer<typeof planBadgesSchema>

// --- Rows --------------------------------------------------------------------------------------------------------

export const takenSubjectSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** As agreed at the submission, before it as the plan asks now. */
  feeFen: z.number().int(),
  /** The plan no longer offers it: a draft with it cannot be submitted. */
  retired: z.boolean(),
})

export const enrolmentRowSchema = z.object({
  id: idSchema,
  /** What a change has to name, so that a stale tab changes nothing. */
  version: z.number().int(),
  plan: z.object({ id: idSchema, number: z.string(), name: z.string() }),
  learner: z.object({
    id: idSchema,
    name: z.string(),
    idType: idTypeSchema,
    idNumberMasked: z.string(),
    mobile: z.string(),
    enabled: z.boolean(),
  }),
  /** The unit that enrolled the learner; `names` from the reader's own organisation, or the topmost, down to it. */
  organisation: z.object({ id: idSchema, name: z.string(), names: z.array(z.string()) }),
  state: enrolmentStateSchema,
  stateSince: z.iso.datetime(),
  paymentStatus: paymentStatusSchema,
  subjects: z.array(takenSubjectSchema),
  /** The agreed fee; of one that is not submitted what it would be now, null while no subject is chosen. */
  feeFen: z.number().int().nullable(),
  /** Why it was rejected or revoked; stays on the draft that a rejected one becomes, until it is submitted again. */
  reason: z.string().nullable(),
  submittedAt: z.iso.datetime().nullable(),
  /** By when reviewers answer. */
  dueAt: z.iso.datetime().nullable(),
  decidedAt: z.iso.datetime().nullable(),
  /** The order that asks for its fee, or that paid it. */
  order: z.object({ id: idSchema, number: z.string() }).nullable(),
  /** A refund that is under way or done for it. */
  refundId: idSchema.nullable(),
  createdAt: z.iso.datetime(),
})
export type EnrolmentRow = z.infer<typeof enrolmentRowSchema>

export const enrolmentHistoryEntrySchema = z.object({
  at: z.iso.datetime(),
  what: z.enum([
    'created',
    'updated',
    'submitted',
    'submissionWithdrawn',
    'confirmed',
    'rejected',
    'reopened',
    'withdrawn',
    'revoked',
    'refunded',
    'ordered',
    'attended',
    'attendanceRemoved',
  ]),
  /** Empty for what nobody did by hand; of staff an organisation reads the centre's name only. */
  byName: z.string(),
  reason: z.string().nullable(),
  feeFen: z.number().int().nullable(),
  orderNumber: z.string().nullable(),
})
export type EnrolmentHistoryEntry = z.infer<typeof enrolmentHistoryEntrySchema>

export const enrolmentViewSchema = enrolmentRowSchema.extend({
  /** What the confirmation form's QR code leads to; null until it is confirmed. */
  formCode: z.string().nullable(),
  /** Oldest first. */
  history: z.array(enrolmentHistoryEntrySchema),
  may: z.object({
    changeSubjects: z.boolean(),
    submit: z.boolean(),
    withdrawSubmission: z.boolean(),
    /** Deletes it: it was never submitted. */
    remove: z.boolean(),
    withdraw: z.boolean(),
    decide: z.boolean(),
    revoke: z.boolean(),
  }),
})
export type EnrolmentView = z.infer<typeof enrolmentViewSchema>

export const enrolmentIdSchema = z.object({ id: idSchema })
export const ofLearnerSchema = z.object({ learnerId: idSchema })

// --- Adding people -----------------------------------------------------------------------------------------------

/** People of the own tree who can be ticked, with what they are in the plan already. */
export const listCandidatesSchema = listLearnersSchema.extend({ planId: idSchema })
export type ListCandidatesInput = z.infer<typeof listCandidatesSchema>
export const candidateSchema = learnerRowSchema.extend({
  /** Null: not in the plan, or withdrawn or revoked, and free to be added. */
  inPlan: z.object({ enrolmentId: idSchema, state: enrolmentStateSchema, elsewhere: z.boolean() }).nullable(),
})
export type Candidate = z.infer<typeof candidateSchema>

/** Ticked people, or all that a filter of `learners.count` (with `exact`) finds. */
export const addEnrolmentsSchema = z.object({
  planId: idSchema,
  subjectIds: subjectIdsSchema,
  learners: z.union([
    z.strictObject({ ids: z.array(idSchema).min(1).max(mostEnrolmentsAtOnce) }),
    z.strictObject({
      filter: learnerFilterSchema,
      expectedCount: z.number().int().min(0).max(mostEnrolmentsAtOnce),
    }),
  ]),
})
export type AddEnrolmentsInput = z.infer<typeof addEnrolmentsSchema>

const namedPersonSchema = z.object({ learnerId: idSchema, name: z.string() })
/** People who were left out are no error: `already` are in the plan, `disabled` are switched off. At most 20 are named. */
export const addEnrolmentsAnswerSchema = z.object({
  added: count,
  already: z.object({ count, people: z.array(namedPersonSchema) }),
  disabled: z.object({ count, people: z.array(namedPersonSchema) }),
})
export type AddEnrolmentsAnswer = z.infer<typeof addEnrolmentsAnswerSchema>

/**
 * One person after `learners.lookUp`: known ones of the own subtree by id, unknown ones with their details (`new`), one
 * of another organisation with the proof of `learners.prove`, which transfers them.
 */
export const addPersonSchema = z.object({
  planId: idSchema,
  subjectIds: subjectIdsSchema,
  person: z.union([
    z.strictObject({ learnerId: idSchema }),
    z.strictObject({ new: createLearnerSchema }),
    z.strictObject({ proof: z.string().max(600), organisationId: idSchema, post: postSchema.default('') }),
  ]),
})
export type AddPersonInput = z.infer<typeof addPersonSchema>
export const addPersonAnswerSchema = z.object({
  /** They were in the plan before: nothing was changed, `enrolment` is what they are. */
  already: z.boolean(),
  /** Null where another organisation enrolled them, whose enrolment is none of the actor's business. */
  enrolment: enrolmentViewSchema.nullable(),
})
export type AddPersonAnswer = z.infer<typeof addPersonAnswerSchema>

// --- Changing many -----------------------------------------------------------------------------------------------

export const pickSchema = z.object({ id: idSchema, version: z.number().int() })
export type Pick = z.infer<typeof pickSchema>

/**
 * Ticked ones with the version that the page showed (another now: `conflict`), or all that a filter finds, as many as
 * the page said (`enrolments.counts`; otherwise `selectionChanged`).
 */
export const enrolmentSelectionSchema = z.union([
  z.strictObject({ picks: z.array(pickSchema).min(1).max(mostEnrolmentsAtOnce) }),
  z.strictObject({
    filter: enrolmentFilterSchema,
    expectedCount: z.number().int().min(0).max(mostEnrolmentsAtOnce),
  }),
])
export type EnrolmentSelection = z.infer<typeof enrolmentSelectionSchema>

export const setSubjectsSchema = z.object({
  planId: idSchema,
  selection: enrolmentSelectionSchema,
  /** All that they take from now on. */
  subjectIds: subjectIdsSchema,
})
export type SetSubjectsInput = z.infer<typeof setSubjectsSchema>

export const changeEnrolmentsSchema = z.object({ selection: enrolmentSelectionSchema })
export type ChangeEnrolmentsInput = z.infer<typeof changeEnrolmentsSchema>
export const changedSchema = z.object({ changed: count })
export type Changed = z.infer<typeof changedSchema>

export const submitEnrolmentsSchema = z.object({ planId: idSchema, selection: enrolmentSelectionSchema })
export type SubmitEnrolmentsInput = z.infer<typeof submitEnrolmentsSchema>

/** What keeps one person from being submitted; each code is an ErrorCode and has its sentence there. */
export const submitProblemCodes = [
  'enrolmentSubjectsMissing',
  'enrolmentSubjectRetired',
  'learnerDisabled',
  'learnerElsewhere',
] as const
export const submitProblemSchema = z.object({
  enrolmentId: idSchema,
  name: z.string(),
  idNumberMasked: z.string(),
  code: z.enum(submitProblemCodes),
})
export type SubmitProblem = z.infer<typeof submitProblemSchema>

/** All or nothing: with problems nothing was submitted. At most 200 problems are listed. */
export const submitAnswerSchema = z.discriminatedUnion('submitted', [
  z.object({ submitted: z.literal(true), count, feeFen: z.number().int(), dueAt: z.iso.datetime() }),
  z.object({ submitted: z.literal(false), problemCount: count, problems: z.array(submitProblemSchema) }),
])
export type SubmitAnswer = z.infer<typeof submitAnswerSchema>

// --- Review ------------------------------------------------------------------------------------------------------

export const reviewGroupsSchema = pageSchema.extend({
  planId: idSchema.optional(),
  /** Part of an organisation's name. */
  search: z.string().trim().max(60).optional(),
})
export type ReviewGroupsInput = z.infer<typeof reviewGroupsSchema>
/** What waits of one registered organisation (all its units together) in one plan; the earliest due first. */
export const reviewGroupSchema = z.object({
  plan: z.object({ id: idSchema, number: z.string(), name: z.string(), capacity: z.number().int().nullable() }),
  organisation: z.object({ id: idSchema, name: z.string() }),
  count,
  feeFen: z.number().int(),
  /** The earliest of them. */
  dueAt: z.iso.datetime(),
  submittedAt: z.iso.datetime(),
})
export type ReviewGroup = z.infer<typeof reviewGroupSchema>

/** `counts.submitted` and `counts.overdue` for the desk's rail. */
export const reviewCountsSchema = z.object({ submitted: count, overdue: count })
export type ReviewCounts = z.infer<typeof reviewCountsSchema>

/** What waits for review one by one, by due time. */
export const reviewQueueSchema = pageSchema.extend({
  planId: idSchema.optional(),
  organisationId: idSchema.optional(),
  search: z.string().trim().max(60).optional(),
})
export type ReviewQueueInput = z.infer<typeof reviewQueueSchema>

/**
 * Confirms and rejects in one go, all or nothing; rejections each with their reason. Or everything that waits of a plan
 * and organisation, as many as the page said.
 */
export const decideEnrolmentsSchema = z.union([
  z.strictObject({
    confirm: z.array(pickSchema).max(mostEnrolmentsAtOnce),
    reject: z.array(pickSchema.extend({ reason: enrolmentReasonSchema })).max(mostEnrolmentsAtOnce),
  }),
  z.strictObject({
    all: z.object({ planId: idSchema, organisationId: idSchema }),
    expectedCount: z.number().int().min(1).max(mostEnrolmentsAtOnce),
    verdict: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('confirm') }),
      z.object({ kind: z.literal('reject'), reason: enrolmentReasonSchema }),
    ]),
  }),
])
export type DecideEnrolmentsInput = z.infer<typeof decideEnrolmentsSchema>
export const decidedSchema = z.object({ confirmed: count, rejected: count })
export type Decided = z.infer<typeof decidedSchema>

export const revokeEnrolmentsSchema = z.object({
  picks: z.array(pickSchema).min(1).max(500),
  reason: enrolmentReasonSchema,
})
export type RevokeEnrolmentsInput = z.infer<typeof revokeEnrolmentsSchema>
