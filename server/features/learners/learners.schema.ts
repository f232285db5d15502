import { z } from 'zod'
import { idSchema, normaliseIdNumber, normaliseMobile } from '../../core/ids.ts'
import { mailAddressSchema } from '../../core/mail-address.ts'
import { pageSchema } from '../../core/page.ts'

/** One line: what stands here is printed on certificates and in workbooks. */
const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^\P{Cc}*$/u)

export const idTypes = ['residentId', 'passport', 'hkMacauPermit', 'taiwanPermit'] as const
export const idTypeSchema = z.enum(idTypes)
export type IdType = z.infer<typeof idTypeSchema>

/** As typed; its shape is judged by `judgeIdNumber`, so that each mistake gets its own sentence (`idNumberInvalid`). */
export const idNumberSchema = z.string().transform(normaliseIdNumber).pipe(z.string().min(1).max(30))
/** Empty, or a mainland mobile as its 11 digits. */
export const optionalMobileSchema = z
  .string()
  .transform((typed) => (typed.trim() === '' ? '' : (normaliseMobile(typed) ?? 'none')))
  .pipe(z.string().regex(/^(?:\d{11})?$/))
const mobileSchema = z
  .string()
  .transform((typed) => normaliseMobile(typed) ?? '')
  .pipe(z.string().length(11))
export const optionalMailSchema = z.union([z.string().trim().length(0), mailAddressSchema])
export const learnerNameSchema = line(50).min(1)
export const postSchema = line(50)
export const educationSchema = line(50)
/** Why somebody sees a whole ID number or changes one: a sentence that an auditor can do something with. */
export const reasonSchema = line(200).min(4)

/** `none`: nobody gave out a password; `given`: not used yet; `active`: chose their own. */
export const accountStates = ['none', 'given', 'active'] as const
export const accountStateSchema = z.enum(accountStates)
export type AccountState = z.infer<typeof accountStateSchema>

// --- What lists are cut by ---------------------------------------------------------------------------------------

export const learnerFilterSchema = z.object({
  /** This organisation and everything below it; has to be within the own subtree. */
  organisationId: idSchema.optional(),
  enabled: z.boolean().optional(),
  account: accountStateSchema.optional(),
  /**
   * Part of a name (from two characters; one is a beginning), the beginning or the last four digits of a mobile, an ID
   * number whole, masked as lists show it, or its last four characters.
   */
  search: z.string().trim().max(60).optional(),
})
export type LearnerFilter = z.infer<typeof learnerFilterSchema>

export const listLearnersSchema = pageSchema.extend({
  ...learnerFilterSchema.shape,
  cursor: z.string().max(2000).nullish(),
})
export type ListLearnersInput = z.infer<typeof listLearnersSchema>

/** `exact` counts on to what a bulk operation takes; otherwise counting stops early, for headings. */
export const countLearnersSchema = learnerFilterSchema.extend({ exact: z.boolean().default(false) })
export type CountLearnersInput = z.infer<typeof countLearnersSchema>
/** `capped`: there are more than `count`. */
export const learnerCountSchema = z.object({ count: z.number().int(), capped: z.boolean() })
export type LearnerCount = z.infer<typeof learnerCountSchema>

/** Where counting for a heading stops. */
export const mostCounted = 10_000
/** The most people that one bulk operation changes. */
export const mostInBulk = 50_000
/** The most that are ticked one by one. */
export const mostTicked = 1000
/** The most first passwords in one workbook. */
export const mostFirstPasswords = 5000

/** Ticked ones, or all that a filter finds and how many the person saw that to be (`learners.count` with `exact`). */
export const selectionSchema = z.union([
  z.strictObject({ ids: z.array(idSchema).min(1).max(mostTicked) }),
  z.strictObject({ filter: learnerFilterSchema, expectedCount: z.number().int().min(0).max(mostInBulk) }),
])
export type Selection = z.infer<typeof selectionSchema>

// --- Rows --------------------------------------------------------------------------------------------------------

export const learnerOrganisationSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** From the reader's own organisation (for staff: the topmost) down to this one. */
  names: z.array(z.string()),
})

export const learnerRowSchema = z.object({
  id: idSchema,
  name: z.string(),
  idType: idTypeSchema,
  /** `110101********1234` */
  idNumberMasked: z.string(),
  mobile: z.string(),
  email: z.string(),
  post: z.string(),
  education: z.string(),
  enabled: z.boolean(),
  organisation: learnerOrganisationSchema,
  account: accountStateSchema,
  lastSeenAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  /** What a change has to name, so that two people do not overwrite each other. */
  updatedAt: z.iso.datetime(),
})
export type LearnerRow = z.infer<typeof learnerRowSchema>

export const learnerViewSchema = learnerRowSchema.extend({
  /** What they log in with: their ID number always does, once they have an account. */
  mobileLogsIn: z.boolean(),
  /** The account also belongs to staff or to an organisation's admin: passwords are theirs or the system admin's to set. */
  accountIsShared: z.boolean(),
  may: z.object({ unmask: z.boolean(), changeIdNumber: z.boolean() }),
})
export type LearnerView = z.infer<typeof learnerViewSchema>

/** What the actor may do beyond the ordinary, for pages that show the buttons. */
export const learnerRightsSchema = z.object({ unmask: z.boolean(), changeIdNumber: z.boolean() })
export type LearnerRights = z.infer<typeof learnerRightsSchema>

// --- One person --------------------------------------------------------------------------------------------------

export const learnerIdSchema = z.object({ id: idSchema })

export const lookUpSchema = z.object({ idType: idTypeSchema, idNumber: idNumberSchema })
export type LookUpInput = z.infer<typeof lookUpSchema>
export const lookUpAnswerSchema = z.union([
  z.object({ known: z.literal(false) }),
  z.object({ known: z.literal(true), elsewhere: z.literal(false), learner: learnerRowSchema }),
  /** Somebody of an organisation that the actor may not see: `learners.prove` goes on. */
  z.object({ known: z.literal(true), elsewhere: z.literal(true) }),
])
export type LookUpAnswer = z.infer<typeof lookUpAnswerSchema>

export const proveSchema = z.object({ idNumber: idNumberSchema, name: learnerNameSchema, mobile: mobileSchema })
export type ProveInput = z.infer<typeof proveSchema>
export const provenSchema = z.object({
  /** For `learners.transfer`, good until `expiresAt`, for this account only. */
  proof: z.string(),
  expiresAt: z.iso.datetime(),
  learner: z.object({
    name: z.string(),
    idType: idTypeSchema,
    idNumberMasked: z.string(),
    mobile: z.string(),
    email: z.string(),
    education: z.string(),
    enabled: z.boolean(),
  }),
})
export type Proven = z.infer<typeof provenSchema>

export const transferSchema = z.object({
  proof: z.string().max(600),
  /** Where to, within the own subtree. */
  organisationId: idSchema,
  post: postSchema.default(''),
})
export type TransferInput = z.infer<typeof transferSchema>

const details = {
  name: learnerNameSchema,
  mobile: optionalMobileSchema,
  email: optionalMailSchema,
  post: postSchema,
  education: educationSchema,
}

export const createLearnerSchema = z.object({
  /** Made by the client: sending the same again gives the same learner. */
  id: idSchema,
  organisationId: idSchema,
  idType: idTypeSchema,
  idNumber: idNumberSchema,
  ...details,
})
export type CreateLearnerInput = z.infer<typeof createLearnerSchema>

export const updateLearnerSchema = z.object({
  id: idSchema,
  /** As the page showed it; somebody else's change since then is a `conflict`. */
  updatedAt: z.iso.datetime(),
  organisationId: idSchema,
  ...details,
})
export type UpdateLearnerInput = z.infer<typeof updateLearnerSchema>

export const changeIdNumberSchema = z.object({
  id: idSchema,
  updatedAt: z.iso.datetime(),
  idType: idTypeSchema,
  idNumber: idNumberSchema,
  reason: reasonSchema,
})
export type ChangeIdNumberInput = z.infer<typeof changeIdNumberSchema>

export const unmaskSchema = z.object({ id: idSchema, reason: reasonSchema })
export type UnmaskInput = z.infer<typeof unmaskSchema>

export const givePasswordSchema = z.object({ id: idSchema })
export const givenPasswordSchema = z.object({
  /** `K7MP-3QXW-9FTR`: shown once, stored nowhere. */
  oneTimePassword: z.string(),
  /** What they can type into the log-in field besides the ID number; empty: only that. */
  mobile: z.string(),
})
export type GivenPassword = z.infer<typeof givenPasswordSchema>

// --- Many at once ------------------------------------------------------------------------------------------------

export const setLearnersEnabledSchema = z.object({
  selection: selectionSchema,
  enabled: z.boolean(),
  reason: line(200).default(''),
})
export type SetLearnersEnabledInput = z.infer<typeof setLearnersEnabledSchema>

export const moveLearnersSchema = z.object({
  selection: selectionSchema,
  /** Where to, within the own subtree. */
  organisationId: idSchema,
  /** Where all of them were seen: a person who has been moved meanwhile is a `conflict`. Pages of one person send it. */
  from: idSchema.optional(),
})
export type MoveLearnersInput = z.infer<typeof moveLearnersSchema>

export const bulkAnswerSchema = z.object({ changed: z.number().int(), unchanged: z.number().int() })
export type BulkAnswer = z.infer<typeof bulkAnswerSchema>

/** POST /api/learners/first-passwords → .xlsx */
export const firstPasswordsSchema = z.object({
  selection: selectionSchema,
  /** Whoever chose a password already keeps it, unless this is true. */
  alsoActive: z.boolean().default(false),
  locale: z.enum(['zh-CN', 'en']).default('zh-CN'),
})
export type FirstPasswordsInput = z.infer<typeof firstPasswordsSchema>

/** POST /api/learners/export → .xlsx */
export const exportLearnersSchema = z
  .object({
    filter: learnerFilterSchema,
    /** Whole ID numbers: needs the right and a reason. */
    whole: z.boolean().default(false),
    reason: reasonSchema.optional(),
    locale: z.enum(['zh-CN', 'en']).default('zh-CN'),
  })
  .refine(({ whole, reason }) => !whole || reason !== undefined, { path: ['reason'] })
export type ExportLearnersInput = z.infer<typeof exportLearnersSchema>

// --- The learner's own page --------------------------------------------------------------------------------------

export const myLearnerSchema = z.object({
  id: idSchema,
  name: z.string(),
  idType: idTypeSchema,
  idNumberMasked: z.string(),
  mobile: z.string(),
  email: z.string(),
  post: z.string(),
  education: z.string(),
  organisation: learnerOrganisationSchema,
  updatedAt: z.iso.datetime(),
})
export type MyLearner = z.infer<typeof myLearnerSchema>

export const updateMineSchema = z.object({
  updatedAt: z.iso.datetime(),
  education: educationSchema,
})
export type UpdateMineInput = z.infer<typeof updateMineSchema>
