import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { pageSchema } from '../../core/page.ts'
import { reportScopeSchema } from './reports.schema.ts'

/**
 * 学习档案, how far somebody is: `certified` holds a valid certificate; `reached` has the hours; `waiting` would have to
 * have hours approved first; `missing` has to study.
 */
export const archiveStates = ['certified', 'reached', 'waiting', 'missing'] as const
export type ArchiveState = (typeof archiveStates)[number]

/**
 * What the list is cut by. `reached`: everybody who has the hours, with or without a certificate; `notReached` everybody
 * else; `waiting`: of these, who has hours under review; `certified`: who holds a valid certificate; `uncertified`: who has
 * the hours and none.
 */
export const archiveFilters = ['reached', 'notReached', 'waiting', 'certified', 'uncertified'] as const
export type ArchiveFilterState = (typeof archiveFilters)[number]

/** How somebody takes part: by an enrolment that is paid, or not yet paid, by opening it from the wallet, or not (yet). */
export const archiveWays = ['enrolment', 'unpaid', 'opening', 'none'] as const
export type ArchiveWay = (typeof archiveWays)[number]

export const archiveFilterSchema = z.object({
  of: reportScopeSchema,
  planId: idSchema.optional(),
  year: z.number().int().min(2000).max(2100).optional(),
  /** A unit with all that is below it, by where learners are now. */
  organisationId: idSchema.optional(),
  state: z.enum(archiveFilters).optional(),
  /** Name, ID number or mobile, as the list of learners finds them. */
  search: z.string().trim().max(60).optional(),
})
export type ArchiveFilter = z.output<typeof archiveFilterSchema>

/** The cursor holds a path of the tree. */
export const listArchiveSchema = archiveFilterSchema.extend({
  ...pageSchema.shape,
  cursor: z.string().max(2400).nullish(),
})
export type ListArchiveInput = z.output<typeof listArchiveSchema>

const hundredths = z.number().int()

export const archiveRowSchema = z.object({
  /** `learner:plan` */
  id: z.string(),
  learner: z.object({ id: idSchema, name: z.string(), idNumberMasked: z.string() }),
  /**
   * Where the learner is now; `names` tell it from others for this reader: from the nearest organisation down, the reader's
   * own left out where there is more to say.
   */
  organisation: z.object({ id: idSchema, name: z.string(), names: z.array(z.string()) }),
  plan: z.object({ id: idSchema, number: z.string(), name: z.string(), year: z.number().int() }),
  way: z.enum(archiveWays),
  compulsoryApproved: hundredths,
  electiveApproved: hundredths,
  compulsoryPending: hundredths,
  electivePending: hundredths,
  /** What of the approved hours counts, with the plan's caps. */
  counted: hundredths,
  required: hundredths,
  /** The fewest hours that are still to be approved until it is enough. */
  missing: hundredths,
  state: z.enum(archiveStates),
  certificate: z
    .object({ id: idSchema, number: z.string(), state: z.enum(['valid', 'revoked']), issuedOn: z.iso.date() })
    .nullable(),
})
export type ArchiveRow = z.infer<typeof archiveRowSchema>

export const archiveTotalsSchema = z.object({
  /** Learner × plan. */
  count: z.number().int(),
  certified: z.number().int(),
  /** With or without a certificate. */
  reached: z.number().int(),
  waiting: z.number().int(),
  /** Sums of hundredths. */
  counted: z.number().int(),
  pending: z.number().int(),
})
export type ArchiveTotals = z.infer<typeof archiveTotalsSchema>
