import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { fenSchema, positiveFenSchema } from '../../core/money.ts'
import { pageSchema } from '../../core/page.ts'

/** Why something is done to value that is others': a sentence that an auditor can do something with. */
const reasonSchema = z
  .string()
  .trim()
  .min(4)
  .max(200)
  .regex(/^\P{Cc}*$/u)
const daySchema = z.iso.date()
const timeSchema = z.iso.datetime()
const named = z.object({ id: idSchema, name: z.string() })
const planOf = z.object({ id: idSchema, number: z.string(), name: z.string() })
/** Sums of many amounts. */
const sumSchema = z.number().int()
const countSchema = z.number().int()

// --- Batches 学习卡批次 ------------------------------------------------------------------------------------------------

/** `expiring`: within the days that the centre warns before. `expired`: its last day is over. */
export const batchStates = ['usable', 'expiring', 'expired'] as const
export type BatchState = (typeof batchStates)[number]

export const batchFilterSchema = z.object({
  /** This unit and everything below it. */
  organisationId: idSchema.optional(),
  planId: idSchema.optional(),
  /** `spendable`: usable or expiring. */
  state: z.enum([...batchStates, 'spendable']).optional(),
  /** Only those that have something left. */
  withValue: z.boolean().default(false),
  /** Part of an order number, of a unit's or a plan's name. */
  search: z.string().trim().max(60).optional(),
})
export type BatchFilter = z.output<typeof batchFilterSchema>

/** The newest first. */
export const listBatchesInput = batchFilterSchema.extend(pageSchema.shape).extend({ cursor: idSchema.nullish() })
export type ListBatchesInput = z.output<typeof listBatchesInput>

export const batchRowSchema = z.object({
  id: idSchema,
  order: z.object({ id: idSchema, number: z.string() }),
  /** 缴费机构: who bought it. */
  organisation: named,
  plan: planOf,
  /** What it was given: paid, less what was taken back because money was. valueFen = rechargedFen + leftFen + expiredFen. */
  valueFen: sumSchema,
  /** 已充值: what learners got of it, less what was taken back from them. */
  rechargedFen: sumSchema,
  /** What can still be given to learners. */
  leftFen: sumSchema,
  /** What ran out in it; not what ran out with learners. */
  expiredFen: sumSchema,
  /** The last day on which it can be spent, in Shanghai. */
  expiresOn: daySchema,
  state: z.enum(batchStates),
  createdAt: timeSchema,
})
export type BatchRow = z.infer<typeof batchRowSchema>

export const batchTotalsSchema = z.object({
  count: countSchema,
  valueFen: sumSchema,
  rechargedFen: sumSchema,
  leftFen: sumSchema,
  expiredFen: sumSchema,
})
export type BatchTotals = z.infer<typeof batchTotalsSchema>

export const batchIdInput = z.object({ id: idSchema })

export const batchViewSchema = batchRowSchema.extend({
  /** How many learners were ever given something of it. */
  people: countSchema,
  /** Of what learners got: still with them, spent on courses, run out with them. */
  heldFen: sumSchema,
  spentFen: sumSchema,
  expiredWithLearnersFen: sumSchema,
  warnedAt: timeSchema.nullable(),
  expiredAt: timeSchema.nullable(),
  may: z.object({ recharge: z.boolean(), takeBack: z.boolean(), prolong: z.boolean() }),
})
export type BatchView = z.infer<typeof batchViewSchema>

export const prolongBatchInput = z.object({
  id: idSchema,
  /** The last day as the page showed it: another one by now is a `conflict`. */
  seenExpiresOn: daySchema,
  /** The new last day: later than the old one, and not over. */
  expiresOn: daySchema,
  reason: reasonSchema,
})
export type ProlongBatchInput = z.output<typeof prolongBatchInput>

// --- Plans whose courses and cards there are --------------------------------------------------------------------------

/** Why a plan cannot be opened at all. `noPrice`: it has subjects, and nobody set a price for opening it. */
export const notOpenableReasons = ['notPublished', 'over', 'noPrice'] as const
export type NotOpenable = (typeof notOpenableReasons)[number]

/** Plans that the actor's subtree has batches or wallets of, and those that can be opened. */
export const cardPlanSchema = planOf.extend({
  endsAt: timeSchema,
  /** What opening it takes; null where it cannot be opened. */
  openingFeeFen: fenSchema.nullable(),
  notOpenable: z.enum(notOpenableReasons).nullable(),
  /** Left in batches that can still be given out. */
  leftFen: sumSchema,
})
export type CardPlan = z.infer<typeof cardPlanSchema>

// --- 学员缴费: people with what they have --------------------------------------------------------------------------------

export const peopleFilterSchema = z.object({
  /** This unit and everything below it. */
  organisationId: idSchema.optional(),
  /** As in the list of learners. */
  search: z.string().trim().max(60).optional(),
  enabled: z.boolean().optional(),
  /** What `balance`, `opened` and the shown balance are about; absent: all plans together. */
  planId: idSchema.optional(),
  /** The same of one batch alone: what can be taken back into it. */
  batchId: idSchema.optional(),
  balance: z.enum(['none', 'some']).optional(),
  /** Whether the plan is opened for them; needs `planId`. */
  opened: z.boolean().optional(),
})
export type PeopleFilter = z.output<typeof peopleFilterSchema>

export const listPeopleInput = peopleFilterSchema
  .extend(pageSchema.shape)
  .extend({ cursor: z.string().max(2000).nullish() })
export type ListPeopleInput = z.output<typeof listPeopleInput>

export const personRowSchema = z.object({
  id: idSchema,
  /** 用户名: the mobile or the masked ID number that they log in with; null: no account yet. */
  logInName: z.string().nullable(),
  name: z.string(),
  idNumberMasked: z.string(),
  mobile: z.string(),
  enabled: z.boolean(),
  /** 组织机构; `names` from the reader's own organisation (for staff: the topmost) down to this one. */
  organisation: z.object({ id: idSchema, name: z.string(), names: z.array(z.string()) }),
  /** 缴费机构: whose batches they hold or held value of, of the plan if one is asked for. */
  payers: z.array(z.string()),
  /** 账户余额: of the batch or the plan if one is asked for, else of all. */
  balanceFen: sumSchema,
  /** Whether the plan that is asked for is opened; null where none is. */
  opened: z.boolean().nullable(),
})
export type PersonRow = z.infer<typeof personRowSchema>

/** `capped`: there are more than `count`. `exact` counts on to what one operation takes. */
export const countPeopleInput = peopleFilterSchema.extend({ exact: z.boolean().default(false) })
export type CountPeopleInput = z.output<typeof countPeopleInput>
export const peopleCountSchema = z.object({ count: countSchema, capped: z.boolean() })
export type PeopleCount = z.infer<typeof peopleCountSchema>

/** The most people that one operation takes. */
export const mostInOperation = 20_000

// --- Operations: recharge, take-back, opening for several -------------------------------------------------------------

export const operationKinds = ['recharge', 'takeBack', 'open'] as const
export type OperationKind = (typeof operationKinds)[number]
export const operationStates = ['waiting', 'running', 'done', 'failed'] as const
export type OperationState = (typeof operationStates)[number]

/** Ticked ones, or all that a filter finds and how many the person saw that to be (`countPeople` with `exact`). */
export const peopleSelectionSchema = z.union([
  z.strictObject({ ids: z.array(idSchema).min(1).max(mostInOperation) }),
  z.strictObject({ filter: peopleFilterSchema, expectedCount: z.number().int().min(1).max(mostInOperation) }),
])
export type PeopleSelection = z.output<typeof peopleSelectionSchema>

/** The same for everybody, or one for each of `people.ids`, in their order (two lists: 20,000 pairs are too long to send). */
export const amountSchema = z.union([
  z.strictObject({ eachFen: positiveFenSchema }),
  z.strictObject({ listFen: z.array(positiveFenSchema).min(1).max(mostInOperation) }),
])
export type AmountInput = z.output<typeof amountSchema>

const asked = {
  people: peopleSelectionSchema,
  /** Leave out whom the check refuses, and do the others. */
  leaveOut: z.boolean().default(false),
}
const recharge = { kind: z.literal('recharge'), batchId: idSchema, amount: amountSchema, ...asked }
/** `all`: whatever each still has of this batch; who has nothing is refused. */
const takeBack = {
  kind: z.literal('takeBack'),
  batchId: idSchema,
  amount: z.union([amountSchema, z.literal('all')]),
  ...asked,
}
/** The price is the plan's; each pays from what they have of it. */
const open = { kind: z.literal('open'), planId: idSchema, ...asked }

/** What would be done. A query; send it as POST, the selection is long. */
export const checkOperationInput = z.discriminatedUnion('kind', [
  z.object(recharge),
  z.object(takeBack),
  z.object(open),
])
export type CheckOperationInput = z.output<typeof checkOperationInput>

/** What the check showed; anything else by now is `selectionChanged`. */
const seen = { id: idSchema, expected: z.object({ people: z.number().int().min(1), totalFen: fenSchema }) }

/** `id` is made by the client: sent again, it is the same operation. */
export const startOperationInput = z.discriminatedUnion('kind', [
  z.object({ ...recharge, ...seen }),
  z.object({ ...takeBack, ...seen, reason: reasonSchema }),
  z.object({ ...open, ...seen }),
])
export type StartOperationInput = z.output<typeof startOperationInput>

/**
 * Why somebody is left out.
 * `unknown`: not among the people that the actor may see. `disabled`. `nothingHeld`: nothing left of this batch.
 * `holdsLess`: { heldFen } unspent of this batch. `alreadyOpen`. `enrolled`: takes part by an enrolment that is paid.
 * `balanceTooLow`: { balanceFen, missingFen } of the plan.
 */
export const refusals = [
  'unknown',
  'disabled',
  'nothingHeld',
  'holdsLess',
  'alreadyOpen',
  'enrolled',
  'balanceTooLow',
] as const
export type Refusal = (typeof refusals)[number]

export const mostRefusedShown = 100

export const operationCheckSchema = z.object({
  /** Who would be dealt with, and with how much. */
  people: countSchema,
  totalFen: sumSchema,
  batch: z
    .object({
      id: idSchema,
      orderNumber: z.string(),
      organisation: named,
      plan: planOf,
      expiresOn: daySchema,
      leftFen: sumSchema,
      /** Negative where the batch has too little: then nothing can be done. */
      leftAfterFen: sumSchema,
    })
    .nullable(),
  /** Of an opening: the price for each. */
  feeFen: fenSchema.nullable(),
  refusedCount: countSchema,
  /** How many for which reason. */
  refusedBy: z.array(z.object({ why: z.enum(refusals), count: countSchema })),
  /** The first hundred, those named that the actor may see. */
  refused: z.array(
    z.object({
      learnerId: idSchema,
      name: z.string().nullable(),
      idNumberMasked: z.string().nullable(),
      why: z.enum(refusals),
      heldFen: sumSchema.nullable(),
      missingFen: sumSchema.nullable(),
    }),
  ),
  /** What stands in the way of all of it, as `startOperation` would throw; null: it can be started (with `leaveOut` where somebody is refused). */
  blocked: z.object({ code: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
})
export type OperationCheck = z.infer<typeof operationCheckSchema>

export const operationIdInput = z.object({ id: idSchema })
export const operationSchema = z.object({
  id: idSchema,
  kind: z.enum(operationKinds),
  state: z.enum(operationStates),
  stateSince: timeSchema,
  people: countSchema,
  totalFen: sumSchema,
  /** How many the worker has prepared; nothing counts before the state is `done`. */
  done: countSchema,
  batch: z.object({ id: idSchema, orderNumber: z.string() }).nullable(),
  plan: planOf,
  organisation: named,
  reason: z.string().nullable(),
  importId: idSchema.nullable(),
  /** Why nothing of it was done: a code of core/app-error.ts. */
  error: z.object({ code: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
  createdByName: z.string(),
  createdAt: timeSchema,
})
export type Operation = z.infer<typeof operationSchema>

export const listOperationsInput = pageSchema.extend({
  cursor: idSchema.nullish(),
  kind: z.enum(operationKinds).optional(),
  state: z.enum(operationStates).optional(),
  batchId: idSchema.optional(),
  planId: idSchema.optional(),
})
export type ListOperationsInput = z.output<typeof listOperationsInput>

export const operationLinesInput = pageSchema.extend({ id: idSchema, cursor: z.string().max(20).nullish() })
export type OperationLinesInput = z.output<typeof operationLinesInput>
export const operationLineSchema = z.object({
  learnerId: idSchema,
  name: z.string(),
  idNumberMasked: z.string(),
  /** Null where it is none of the reader's. */
  organisationName: z.string().nullable(),
  amountFen: fenSchema,
})
export type OperationLine = z.infer<typeof operationLineSchema>

// --- 开通课程 ----------------------------------------------------------------------------------------------------------

export const openingSchema = z.object({
  id: idSchema,
  learner: z.object({ id: idSchema, name: z.string(), idNumberMasked: z.string() }),
  /** The learner's organisation when it was opened. */
  organisation: named,
  plan: planOf,
  amountFen: fenSchema,
  operationId: idSchema.nullable(),
  openedByName: z.string(),
  openedAt: timeSchema,
  closedAt: timeSchema.nullable(),
  closedReason: z.string().nullable(),
})
export type Opening = z.infer<typeof openingSchema>

export const closeCourseInput = z.object({ id: idSchema, reason: reasonSchema })
export type CloseCourseInput = z.output<typeof closeCourseInput>

/** Why this learner cannot open the plan; null: they can. */
export const openingRefusals = [...notOpenableReasons, 'alreadyOpen', 'enrolled', 'balanceTooLow', 'disabled'] as const
export type OpeningRefusal = (typeof openingRefusals)[number]

export const learnerCardsSchema = z.object({
  balanceFen: sumSchema,
  /** Every plan that they have or had value of, or that is opened for them, or that can be opened for nothing. */
  plans: z.array(
    z.object({
      plan: planOf.extend({ endsAt: timeSchema }),
      balanceFen: sumSchema,
      /** Those with value first spent first. */
      wallets: z.array(
        z.object({
          batchId: idSchema,
          /** 缴费机构 */
          organisationName: z.string(),
          balanceFen: sumSchema,
          expiresOn: daySchema,
          state: z.enum(batchStates),
        }),
      ),
      /** The one that is open, if any. */
      opening: z.object({ id: idSchema, openedAt: timeSchema, amountFen: fenSchema }).nullable(),
      feeFen: fenSchema.nullable(),
      refusal: z.enum(openingRefusals).nullable(),
      /** What is missing for the fee. */
      missingFen: sumSchema,
    }),
  ),
})
export type LearnerCards = z.infer<typeof learnerCardsSchema>

export const learnerCardsInput = z.object({ learnerId: idSchema })

export const openMineInput = z.object({
  /** Made by the client: sent again, it is the same opening. */
  id: idSchema,
  planId: idSchema,
  /** The price as the page showed it: another one by now is `courseFeeChanged`. */
  feeFen: fenSchema,
})
export type OpenMineInput = z.output<typeof openMineInput>
