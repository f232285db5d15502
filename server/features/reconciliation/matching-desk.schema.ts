import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { fenSchema, positiveFenSchema } from '../../core/money.ts'
import { pageSchema } from '../../core/page.ts'
import { lineCategorySchema, lineDirectionSchema } from '../statements/statement-reading.schema.ts'
import { reasonSchema, strengths, targetSchema } from './matching.schema.ts'

/** What the matching desk 流水对账 asks for and shows. Days are `2026-05-02` and times `10:17:00` of Asia/Shanghai. */

export const lineStates = ['unmatched', 'suggested', 'matched', 'ignored'] as const
export const lineStateSchema = z.enum(lineStates)
export type LineState = z.infer<typeof lineStateSchema>

/** A tie is kept beside its lines so that the desk can say between what; it suggests nothing. */
export const deskStrengths = [...strengths, 'tie'] as const
export type DeskStrength = (typeof deskStrengths)[number]

const daySchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((text) => !Number.isNaN(Date.parse(text)))

// --- What is asked ------------------------------------------------------------------------------------------------

const lineFilters = {
  accountId: idSchema.optional(),
  from: daySchema.optional(),
  to: daySchema.optional(),
  leastFen: positiveFenSchema.optional(),
  mostFen: positiveFenSchema.optional(),
  category: lineCategorySchema.optional(),
  strength: z.enum(deskStrengths).optional(),
  /** Any field: the payer's name or account, what was said, the serial, an amount in yuan, an order's number, a file. */
  search: z.string().trim().max(80).default(''),
}
export const matchLinesInput = pageSchema.extend({ state: lineStateSchema.optional(), ...lineFilters })
export type MatchLinesInput = z.output<typeof matchLinesInput>
export const matchTotalsInput = z.object(lineFilters)
export type MatchTotalsInput = z.output<typeof matchTotalsInput>
export const matchLineInput = z.object({ id: idSchema })
export const findOrdersInput = z.object({
  /** The line that wants an order; without words, orders that may be meant are answered. */
  lineId: idSchema,
  /** An order's number or a part of it, an organisation's name, or an amount in yuan. */
  search: z.string().trim().max(80).default(''),
})
export type FindOrdersInput = z.output<typeof findOrdersInput>
export const automaticInput = pageSchema.extend({
  /** Only those that stand, or only those that were taken back. */
  undone: z.boolean().optional(),
  search: z.string().trim().max(80).default(''),
})
export type AutomaticInput = z.output<typeof automaticInput>

// --- What is shown ------------------------------------------------------------------------------------------------

export const orderStateSchema = z.enum(['open', 'paid', 'expired', 'cancelled'])

/** An order as a row of the desk names it. */
export const namedOrderSchema = z.object({ id: idSchema, number: z.string(), organisationName: z.string() })
export type NamedOrder = z.infer<typeof namedOrderSchema>

export const suggestedSchema = z.object({
  id: idSchema,
  /** Sent back with a confirmation: what was seen is what is settled. */
  key: z.string(),
  strength: z.enum(deskStrengths),
  /** 0 to 1000. */
  score: z.number().int(),
  automatic: z.boolean(),
  /** The order was paid already: all of it would become credit. */
  double: z.boolean(),
  /** How many lines it joins, this one among them. */
  lineCount: z.number().int(),
  /** How many allocations a confirmation makes. */
  partCount: z.number().int(),
  /** The first few orders, and how many there are. */
  orders: z.array(namedOrderSchema),
  orderCount: z.number().int(),
  toCreditFen: fenSchema,
  reasons: z.array(reasonSchema),
  /** Score of what was thought of second. */
  runnerUpScore: z.number().int().nullable(),
})
export type Suggested = z.infer<typeof suggestedSchema>

export const matchLineRowSchema = z.object({
  id: idSchema,
  day: z.string(),
  time: z.string().nullable(),
  /** The row of its sheet, from 1. */
  row: z.number().int(),
  amountFen: fenSchema,
  /** What no allocation has taken. */
  leftFen: fenSchema,
  counterpartyName: z.string(),
  counterpartyAccount: z.string(),
  remark: z.string(),
  serial: z.string().nullable(),
  category: lineCategorySchema,
  state: lineStateSchema,
  stateSince: z.string(),
  ignoredReason: z.string().nullable(),
  ignoredByName: z.string().nullable(),
  suggestion: suggestedSchema.nullable(),
  /** The orders that its live allocations pay: the first few, and how many there are. */
  paid: z
    .object({ orders: z.array(namedOrderSchema), orderCount: z.number().int(), automatic: z.boolean() })
    .nullable(),
})
export type MatchLineRow = z.infer<typeof matchLineRowSchema>

const sumSchema = z.object({ count: z.number().int(), amountFen: fenSchema })
export const matchTotalsSchema = z.object({
  states: z.object({ unmatched: sumSchema, suggested: sumSchema, matched: sumSchema, ignored: sumSchema }),
  /** Automatic decisions that stand, of all lines. */
  automatic: sumSchema,
  /** The switch 自动对账 of the centre's settings. */
  autoSettle: z.boolean(),
  /** Our accounts that statements were imported for. */
  accounts: z.array(z.object({ id: idSchema, bank: z.string(), account: z.string() })),
})
export type MatchTotals = z.infer<typeof matchTotalsSchema>

/** An order that a line may be allocated to. */
export const orderChoiceSchema = z.object({
  id: idSchema,
  number: z.string(),
  state: orderStateSchema,
  organisationId: idSchema,
  organisationName: z.string(),
  planName: z.string(),
  amountFen: fenSchema,
  /** What can still be paid; of an expired order what it lacked. */
  outstandingFen: fenSchema,
  createdAt: z.string(),
  /** It names another account of ours than the one that the money came to. */
  otherAccount: z.boolean(),
  /** Transfers that were confirmed for it and that no statement has shown: a part of just this sum shows one of them. */
  unseenFen: z.array(fenSchema),
  /** Its slip that waits for review, or was approved last. */
  voucher: z.object({ id: idSchema, state: z.string() }).nullable(),
})
export type OrderChoice = z.infer<typeof orderChoiceSchema>

export const choicePartSchema = z.object({
  lineId: idSchema,
  target: targetSchema,
  amountFen: fenSchema,
  order: orderChoiceSchema.nullable(),
})

/** One explanation of a line: what is suggested, the runner-up, or one side of a tie. */
export const matchChoiceSchema = z.object({
  score: z.number().int(),
  parts: z.array(choicePartSchema),
  /** How many allocations confirming it makes: what is over may be one of its own. */
  partCount: z.number().int(),
  toCreditFen: fenSchema,
  creditOrder: orderChoiceSchema.nullable(),
  reasons: z.array(reasonSchema),
})
export type MatchChoice = z.infer<typeof matchChoiceSchema>

export const lineBesideSchema = z.object({
  id: idSchema,
  day: z.string(),
  time: z.string().nullable(),
  direction: lineDirectionSchema,
  amountFen: fenSchema,
  counterpartyName: z.string(),
  remark: z.string(),
  category: lineCategorySchema,
  state: lineStateSchema,
})
export type LineBeside = z.infer<typeof lineBesideSchema>

export const allocationViewSchema = z.object({
  id: idSchema,
  lineId: idSchema,
  orderId: idSchema,
  orderNumber: z.string(),
  organisationName: z.string(),
  paymentId: idSchema,
  amountFen: fenSchema,
  /** The payment was made by it and is taken back with it; else it was there and is only shown. */
  settled: z.boolean(),
  automatic: z.boolean(),
  score: z.number().int().nullable(),
  reasons: z.array(reasonSchema),
  decidedByName: z.string(),
  createdAt: z.string(),
  undoneAt: z.string().nullable(),
  undoneByName: z.string().nullable(),
  undoneReason: z.string().nullable(),
})
export type AllocationView = z.infer<typeof allocationViewSchema>

export const matchLineSchema = matchLineRowSchema.extend({
  direction: lineDirectionSchema,
  balanceFen: fenSchema.nullable(),
  fileId: idSchema,
  fileName: z.string(),
  account: z.object({ id: idSchema, name: z.string(), bank: z.string(), account: z.string() }),
  /** Live ones first, then those that were undone, the latest first. */
  allocations: z.array(allocationViewSchema),
  /** What is suggested and its runner-up, or the sides of a tie; empty where nothing is thought. */
  choices: z.array(matchChoiceSchema),
  /** Of a tie: whether the line cannot tell orders apart, or several lines want the same order. */
  between: z.enum(['targets', 'lines']).nullable(),
  /** The other lines of its suggestion. */
  joined: z.array(lineBesideSchema),
  /** Lines around it on the account, in the order of the statement. */
  before: z.array(lineBesideSchema),
  after: z.array(lineBesideSchema),
  /** Orders that may be meant where nothing is suggested, the likeliest first. */
  nearest: z.array(orderChoiceSchema),
  /** How this payer's money was allocated before, the latest first. */
  history: z.array(
    z.object({
      lineId: idSchema,
      day: z.string(),
      amountFen: fenSchema,
      orderCount: z.number().int(),
      organisations: z.array(z.string()),
      decidedByName: z.string(),
      automatic: z.boolean(),
    }),
  ),
})
export type MatchLine = z.infer<typeof matchLineSchema>

export const automaticRowSchema = allocationViewSchema.extend({
  day: z.string(),
  time: z.string().nullable(),
  counterpartyName: z.string(),
  remark: z.string(),
  lineAmountFen: fenSchema,
})
export type AutomaticRow = z.infer<typeof automaticRowSchema>
