import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { type Fen, positiveFenSchema } from '../../core/money.ts'
import { pageSchema } from '../../core/page.ts'
import { problemCodes } from './ledger-proof.rules.ts'

/** In the order in which the page lists them. */
export const accountKinds = [
  'bank',
  'gateway',
  'organisationCredit',
  'order',
  'refund',
  'cardIssue',
  'cardBatch',
  'wallet',
  'cardUse',
  'cardExpired',
] as const
export const accountKindSchema = z.enum(accountKinds)

export const moneyKinds = ['bank', 'gateway', 'organisationCredit', 'order', 'refund'] as const
export const cardKinds = ['cardIssue', 'cardBatch', 'wallet', 'cardUse', 'cardExpired'] as const

export const transferKinds = [
  'paymentReceived',
  'overpaymentToCredit',
  'creditToOrder',
  'refundFromOrder',
  'refundFromCredit',
  'refundPaid',
  'refundToCredit',
  'refundToOrder',
  'refundReturned',
  'paymentReversed',
  'creditReversed',
  'cardsIssued',
  'cardsTakenBack',
  'recharged',
  'rechargeTakenBack',
  'courseOpened',
  'courseClosed',
  'cardsExpired',
  'cardsRevived',
  'correction',
] as const
export const transferKindSchema = z.enum(transferKinds)

/** A sum of any number of transfers: above what one of them may be. */
const sumSchema = z
  .number()
  .int()
  .transform((value) => value as Fen)
const daySchema = z.iso.date()

export const accountRefSchema = z.object({ kind: accountKindSchema, ownerId: idSchema })

/** What an account is called: of an order its number, of a wallet its learner. Names and numbers, in no language. */
const named = {
  ...accountRefSchema.shape,
  name: z.string(),
  /** What tells it from others of the same name: the organisation of an order, the bank of an account. */
  note: z.string(),
}

export const accountRowSchema = z.object({
  id: idSchema,
  ...named,
  /** As people say it: of a bank account what is in it. */
  balanceFen: sumSchema,
})
export type AccountRow = z.infer<typeof accountRowSchema>

export const listAccountsSchema = pageSchema.extend({
  of: z.enum(['all', 'money', 'cards']).default('all'),
  kind: accountKindSchema.optional(),
  /** Order, refund, organisation, learner, plan, or bank account. */
  search: z.string().trim().max(100).optional(),
})
export type ListAccountsInput = z.output<typeof listAccountsSchema>
export const accountPageSchema = z.object({ rows: z.array(accountRowSchema), nextCursor: z.string().nullable() })

/** Where the pages of what owns an account are. */
const linksSchema = z.object({
  orderId: idSchema.nullable(),
  organisationId: idSchema.nullable(),
  refundId: idSchema.nullable(),
  planId: idSchema.nullable(),
  learnerId: idSchema.nullable(),
  batchId: idSchema.nullable(),
})

export const accountViewSchema = accountRowSchema.extend({
  links: linksSchema,
  entries: z.number().int(),
  inFen: sumSchema,
  outFen: sumSchema,
  openedAt: z.iso.datetime(),
  /** Whether finance can correct it at all: orders and refunds have ways of their own. */
  correctable: z.boolean(),
})
export type AccountView = z.infer<typeof accountViewSchema>

export const entryFilterSchema = z.object({
  accountId: idSchema,
  /** Days of the books, both in it. */
  from: daySchema.optional(),
  to: daySchema.optional(),
  kinds: z.array(transferKindSchema).max(transferKinds.length).optional(),
})
export type EntryFilter = z.output<typeof entryFilterSchema>
export const listEntriesSchema = pageSchema.extend(entryFilterSchema.shape)
export type ListEntriesInput = z.output<typeof listEntriesSchema>

export const entrySchema = z.object({
  /** The transfer's. */
  id: idSchema,
  at: z.iso.datetime(),
  /** The day of the books. */
  bookedOn: daySchema,
  kind: transferKindSchema,
  /** Above 0: the account holds more by it. */
  amountFen: sumSchema,
  /** What it held then, as it was written. */
  balanceFen: sumSchema,
  other: z.object({ id: idSchema, ...named }),
  cause: z.object({
    type: z.string(),
    id: idSchema,
    /** The order, refund or file that it is known by; empty where it has no name. */
    label: z.string(),
    /** The order of a payment, the batch's order. */
    orderId: idSchema.nullable(),
    learnerId: idSchema.nullable(),
  }),
  reason: z.string().nullable(),
  /** Null: the product itself. */
  by: z.string().nullable(),
})
export type LedgerEntry = z.infer<typeof entrySchema>
export const entryPageSchema = z.object({ rows: z.array(entrySchema), nextCursor: z.string().nullable() })

export const exportLedgerSchema = entryFilterSchema.extend({ locale: z.enum(['zh-CN', 'en']).default('zh-CN') })
export type ExportLedgerInput = z.output<typeof exportLedgerSchema>

/** The other side of a correction, by name; also owners that nothing was booked for yet. */
export const counterpartsSchema = accountRefSchema.extend({
  search: z.string().trim().max(100).default(''),
})
export type CounterpartsInput = z.output<typeof counterpartsSchema>
export const counterpartSchema = z.object({ ...named, balanceFen: sumSchema })
export type Counterpart = z.infer<typeof counterpartSchema>

export const correctLedgerSchema = z.object({
  /** Made by the client: sent again, it is the same correction. */
  id: idSchema,
  debit: accountRefSchema,
  credit: accountRefSchema,
  amountFen: positiveFenSchema,
  reason: z.string().trim().min(5).max(500),
  /** A day of an open month; today where it is left out. */
  bookedOn: daySchema.optional(),
})
export type CorrectLedgerInput = z.output<typeof correctLedgerSchema>
export const correctionSchema = z.object({
  id: idSchema,
  debitAccountId: idSchema,
  creditAccountId: idSchema,
  bookedOn: daySchema,
})
export type Correction = z.infer<typeof correctionSchema>

export const problemSchema = z.object({
  code: z.enum(problemCodes),
  /** Of the thing that is wrong; `2026-10` for a month. */
  id: z.string(),
  /** What it is known by: an order's number, an account's kind. */
  label: z.string(),
  /** Fen, hundredths of an hour, or words of the ledger, by the code. */
  expected: z.string(),
  found: z.string(),
  /** Where its page is. */
  orderId: idSchema.nullish(),
  accountId: idSchema.nullish(),
  learnerId: idSchema.nullish(),
})
export type Problem = z.infer<typeof problemSchema>

export const proofRowSchema = z.object({
  id: idSchema,
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  accounts: z.number().int(),
  transfers: z.number().int(),
  problemCount: z.number().int(),
  /** Who asked for it; null: the night's own. */
  askedBy: z.string().nullable(),
})
export type ProofRow = z.infer<typeof proofRowSchema>
export const proofPageSchema = z.object({ rows: z.array(proofRowSchema), nextCursor: z.string().nullable() })
export const proofSchema = proofRowSchema.extend({ problems: z.array(problemSchema) })
export type Proof = z.infer<typeof proofSchema>

/** Made by the client: the proof's id, so that asking again asks once. */
export const askForProofSchema = z.object({ id: idSchema })
export const proofIdSchema = z.object({ id: idSchema })

export const alarmSchema = z.object({
  /** `late`: none for 36 hours. `none`: a centre that is younger than that. */
  state: z.enum(['holds', 'problems', 'late', 'none']),
  lastAt: z.iso.datetime().nullable(),
  proofId: idSchema.nullable(),
  problemCount: z.number().int(),
  /** For the rail: what wants somebody to look. */
  count: z.number().int(),
})
export type LedgerAlarm = z.infer<typeof alarmSchema>
