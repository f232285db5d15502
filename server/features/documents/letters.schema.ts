import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { pageSchema } from '../../core/page.ts'
import { enrolmentStates, paymentStatuses } from '../enrolments/enrolments.schema.ts'
import { mostReceived, readLetterCode } from './letters.rules.ts'

/** 确认书 is printed here, posted, and marked received when it has arrived; or given up by its organisation. */
export const letterStates = ['printed', 'received', 'cancelled'] as const
export const letterStateSchema = z.enum(letterStates)
export type LetterState = z.infer<typeof letterStateSchema>

const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^\P{Cc}*$/u)

const count = z.number().int()
const fen = z.number().int()

/** The most people whose list is printed at once: a recharge of a whole centre. */
export const mostPeople = 20_000

/** Somebody of the annex. The id is not printed: it finds who asked to be forgotten. */
export const letterPersonSchema = z.object({
  learnerId: idSchema,
  name: z.string(),
  idNumberMasked: z.string(),
  unit: z.string(),
  subjects: z.array(z.string()),
  state: z.enum(enrolmentStates),
  paymentStatus: z.enum(paymentStatuses),
})
export type LetterPerson = z.infer<typeof letterPersonSchema>

export const letterOrderSchema = z.object({
  number: z.string(),
  kind: z.enum(['enrolments', 'studyCards']),
  state: z.enum(['open', 'paid']),
  /** Of the plan that the letter confirms. */
  amountFen: fen,
  /** What was paid of that, refunds taken off; of an order across several plans that is not paid in full: nothing yet. */
  paidFen: fen,
  /** `2026-05-02` */
  createdOn: z.string(),
  /** An organisation above placed it; empty where it is the letter's own. */
  payer: z.string(),
})
export type LetterOrder = z.infer<typeof letterOrderSchema>

/**
 * What a letter says, kept with it, so that printing it again gives the same whatever changes meanwhile. Stored: fields
 * are only ever added, with defaults.
 */
export const letterFactsSchema = z.object({
  centre: z.object({ name: z.string(), postalAddress: z.string(), recipient: z.string(), telephone: z.string() }),
  organisation: z.object({
    /** The registered organisation whose seal it bears. */
    name: z.string(),
    creditCode: z.string(),
    /** The department or unit that was chosen below it; empty: the organisation itself. */
    unit: z.string(),
    address: z.string(),
  }),
  contactName: z.string(),
  telephone: z.string(),
  plan: z.object({
    number: z.string(),
    name: z.string(),
    publisher: z.string(),
    year: z.number().int(),
    mode: z.enum(['online', 'offline']),
    /** Hundredths of an hour. */
    requiredHours: z.number().int(),
    /** `2026-05-02` */
    startsOn: z.string(),
    endsOn: z.string(),
    place: z.string(),
  }),
  people: z.object({ submitted: count, confirmed: count, paid: count, due: count }),
  orders: z.array(letterOrderSchema),
  ordersFen: fen,
  paidFen: fen,
  /** The annex; null: not asked for. */
  list: z.array(letterPersonSchema).nullable(),
  /** `2026-05-02`, in Shanghai. */
  printedOn: z.string(),
})
export type LetterFacts = z.infer<typeof letterFactsSchema>

export const letterPreviewInput = z.object({
  planId: idSchema,
  /** The organisation or a unit of it; left out: the one that the admin acts for. */
  organisationId: idSchema.optional(),
})
export type LetterPreviewInput = z.infer<typeof letterPreviewInput>

export const letterPreviewSchema = letterFactsSchema.omit({ list: true }).extend({
  organisationId: idSchema,
  /** Nobody is enrolled and nothing ordered: there is nothing to confirm. */
  empty: z.boolean(),
  /** One of the same plan and unit that is on its way: printing another is possible, and seldom meant. */
  underWay: z.object({ id: idSchema, createdAt: z.iso.datetime() }).nullable(),
})
export type LetterPreview = z.infer<typeof letterPreviewSchema>

export const printLetterSchema = z.object({
  /** Made by the client: the same again gives the same letter. */
  id: idSchema,
  planId: idSchema,
  organisationId: idSchema,
  contactName: line(40),
  telephone: line(40),
  withList: z.boolean(),
})
export type PrintLetterInput = z.infer<typeof printLetterSchema>

export const listLettersSchema = pageSchema.extend({
  cursor: idSchema.nullish(),
  state: letterStateSchema.optional(),
  planId: idSchema.optional(),
  /** This unit and everything below it. */
  organisationId: idSchema.optional(),
  /** A code, or part of the name of an organisation or plan. */
  search: z.string().trim().max(300).optional(),
})
export type ListLettersInput = z.infer<typeof listLettersSchema>

/** What the tabs count: everything of a list's filter but the state. */
export const countLettersSchema = listLettersSchema.pick({ planId: true, organisationId: true, search: true })
export type CountLettersInput = z.infer<typeof countLettersSchema>
export const letterCountsSchema = z.object({ printed: count, received: count, cancelled: count })
export type LetterCounts = z.infer<typeof letterCountsSchema>

export const letterRowSchema = z.object({
  id: idSchema,
  code: z.string(),
  state: letterStateSchema,
  stateSince: z.iso.datetime(),
  organisation: z.object({ id: idSchema, name: z.string(), unit: z.string() }),
  plan: z.object({ id: idSchema, number: z.string(), name: z.string() }),
  contactName: z.string(),
  telephone: z.string(),
  confirmed: count,
  /** How many the annex lists; null: there is none. */
  listed: count.nullable(),
  ordersFen: fen,
  paidFen: fen,
  /** What staff noted when it arrived. */
  note: z.string(),
  /** Who opened it; organisations read the centre's name only. */
  receivedByName: z.string(),
  createdByName: z.string(),
  createdAt: z.iso.datetime(),
})
export type LetterRow = z.infer<typeof letterRowSchema>

export const letterViewSchema = letterRowSchema.extend({
  facts: letterFactsSchema.omit({ list: true }),
  may: z.object({ receive: z.boolean(), putBack: z.boolean(), cancel: z.boolean() }),
})
export type LetterView = z.infer<typeof letterViewSchema>

export const letterIdSchema = z.object({ id: idSchema })

/** Ten characters of the alphabet of order numbers, as scanned (the link that the code holds) or as typed. */
export const letterCodeSchema = z
  .string()
  .max(300)
  .transform((typed) => readLetterCode(typed))
  .pipe(z.string().regex(/^[23456789ABCDEFGHJKMNPQRSTUVWXYZ]{10}$/))

export const findLetterSchema = z.object({ code: letterCodeSchema })

export const receiveLettersSchema = z.object({
  ids: z.array(idSchema).min(1).max(mostReceived),
  note: line(200).default(''),
})
export type ReceiveLettersInput = z.infer<typeof receiveLettersSchema>

/** Those that were received or cancelled already are no error: they are named. */
export const receivedLettersSchema = z.object({
  received: z.array(letterRowSchema),
  skipped: z.array(letterRowSchema),
})
export type ReceivedLetters = z.infer<typeof receivedLettersSchema>

/** Where letters are sent to: the centre's settings. */
export const letterAddressSchema = z.object({
  centreName: z.string(),
  postalAddress: z.string(),
  recipient: z.string(),
  telephone: z.string(),
})
export type LetterAddress = z.infer<typeof letterAddressSchema>
