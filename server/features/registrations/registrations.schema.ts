import { z } from 'zod'
import { idSchema, normaliseMobile } from '../../core/ids.ts'
import { mailAddressSchema } from '../../core/mail-address.ts'
import { pageSchema } from '../../core/page.ts'
import { photoFileView } from '../files/files.schema.ts'
import { readFieldSchema } from '../files/reading.schema.ts'

export const registrationStates = ['draft', 'pending', 'approved', 'rejected'] as const
export const registrationStateSchema = z.enum(registrationStates)
export type RegistrationState = z.infer<typeof registrationStateSchema>

/** 统一社会信用代码, 组织机构代码, or a member number that the centre gave. */
export const codeKinds = ['creditCode', 'organisationCode', 'memberNo'] as const
export const codeKindSchema = z.enum(codeKinds)
export type CodeKind = z.infer<typeof codeKindSchema>

export const filePurposes = ['licence', 'qualification'] as const
export const filePurposeSchema = z.enum(filePurposes)
export type FilePurpose = z.infer<typeof filePurposeSchema>

/** Front and back of a licence and one taken again; qualifications come in several sheets. */
export const mostFiles: Readonly<Record<FilePurpose, number>> = { licence: 3, qualification: 5 }

const line = (most: number) => z.string().trim().max(most)

const mobileSchema = line(30).transform((typed, context) => {
  const mobile = normaliseMobile(typed)
  if (mobile) return mobile
  context.addIssue({ code: 'custom', message: 'not a mobile number' })
  return z.NEVER
})

// --- What applicants say -----------------------------------------------------------------------------------------

/** A form that is still being filled in may have gaps; what stands in it already has its shape. */
export const registrationFormSchema = z.object({
  /** Exactly as on the licence. */
  name: line(120).default(''),
  contactName: line(60).default(''),
  mobile: mobileSchema,
  email: z.union([z.literal(''), mailAddressSchema]).default(''),
  address: line(200).default(''),
})
export type RegistrationForm = z.infer<typeof registrationFormSchema>

const typedCodeSchema = line(40).min(1)

export const checkCodeInput = z.object({ code: typedCodeSchema })
export const beginRegistrationInput = z.object({ id: idSchema, code: typedCodeSchema, mobile: mobileSchema })
export const registrationIdInput = z.object({ id: idSchema })
export const saveFormInput = z.object({
  id: idSchema,
  version: z.number().int().min(1),
  form: registrationFormSchema,
})
export const submitRegistrationInput = saveFormInput
export const removeRegistrationFileInput = z.object({ id: idSchema, fileId: idSchema })
export const resumeInput = z.object({ code: typedCodeSchema, mobile: mobileSchema })
export const sendResumeCodeInput = resumeInput.extend({ id: idSchema })
export const confirmResumeInput = sendResumeCodeInput.extend({ digits: line(20).min(1) })

// --- What reviewers decide ---------------------------------------------------------------------------------------

export const queueRegistrationsInput = pageSchema.extend({
  state: z.enum(['pending', 'approved', 'rejected']).default('pending'),
  /** Part of a name, a contact or an address; a code or a mobile from its start. */
  search: line(80).default(''),
})
export type QueueRegistrationsInput = z.infer<typeof queueRegistrationsInput>

const decisionBase = { id: idSchema, version: z.number().int().min(1) }
export const approveRegistrationInput = z.object({
  ...decisionBase,
  /** For staff; also says why something doubtful was let through. */
  note: line(500).default(''),
  /** A number of the centre's, unique; one more name to log in with. */
  memberNo: line(20).default(''),
  /** For who registered with another code than this one: invoices need it. */
  creditCode: line(40).default(''),
})
export type ApproveRegistrationInput = z.infer<typeof approveRegistrationInput>
export const rejectRegistrationInput = z.object({ ...decisionBase, reason: line(500).min(2) })
export type RejectRegistrationInput = z.infer<typeof rejectRegistrationInput>

// --- What is shown -----------------------------------------------------------------------------------------------

export const checkCodeOutput = z.object({
  /** Normalised: what will be registered and logged in with. */
  code: z.string(),
  kind: codeKindSchema,
  /** The check character is wrong: goes on, staff look closer. */
  doubtful: z.boolean(),
  /** Already registered: log in, or have the password reset. */
  registered: z.boolean(),
  /** Somebody has sent an application with this code that is not decided yet: its state can be asked for. */
  inProgress: z.boolean(),
  /** This device's own application with this code, to go on with at once. */
  mine: z.object({ id: idSchema, state: registrationStateSchema }).nullable(),
})
export type CheckedCode = z.infer<typeof checkCodeOutput>

export const registrationCheckVerdicts = ['pass', 'warn', 'fail', 'pending'] as const

export const registrationCheckCodes = [
  'licenceCode',
  'licenceName',
  'licenceValid',
  'codeCharacter',
  'codeTaken',
  'nameSimilar',
  'fileSeen',
  'contactSeen',
] as const
export const registrationCheckCodeSchema = z.enum(registrationCheckCodes)
export type RegistrationCheckCode = z.infer<typeof registrationCheckCodeSchema>

/** Every sentence that a check can say; the client's texts are typed by these. */
export const registrationFindings = [
  // of both licence checks
  'licenceMissing',
  'licenceInReading',
  'licenceUnreadable',
  // licenceCode: found = on the licence, expected = typed
  'codeAgrees',
  /** The older organisation code that was typed stands within the credit code of the licence. */
  'codeContained',
  /** One character differs: misread or mistyped; details.differs = positions, comma-separated, from 0. */
  'codeNear',
  'codeDiffers',
  'codeNotRead',
  /** Registered with a member number: found = the code on the licence, for staff to enter. */
  'codeOfMember',
  // licenceName
  'nameAgrees',
  /** details.differs = positions in `expected` that differ, comma-separated, from 0; score 0..1 */
  'nameNear',
  'nameDiffers',
  'nameNotRead',
  'nameMissing',
  // licenceValid: found = last day or `longTerm`
  'licenceInForce',
  'licenceEndsSoon',
  'licenceExpired',
  'licenceEndNotShown',
  // codeCharacter: expected = the character or code that would be right
  'characterRight',
  'characterWrong',
  // codeTaken
  'codeFree',
  'codeRegistered',
  'codeAlsoApplied',
  // nameSimilar: found = the most similar name; details.count, details.score
  'nameUnlike',
  'nameSimilar',
  'nameRegistered',
  // fileSeen
  'fileNew',
  'fileUsedElsewhere',
  // contactSeen: details.fields = 'mobile', 'email' or 'mobile,email'; found = the other organisation's name
  'contactNew',
  'contactUsedElsewhere',
] as const
export const registrationFindingSchema = z.enum(registrationFindings)
export type RegistrationFinding = z.infer<typeof registrationFindingSchema>

export const registrationCheckSchema = z.object({
  code: registrationCheckCodeSchema,
  verdict: z.enum(registrationCheckVerdicts),
  finding: registrationFindingSchema,
  /** The two values that were compared. */
  found: z.string().nullable(),
  expected: z.string().nullable(),
  /** Always there for what was read: `fileId`, and `field` (a LicenceFieldName) for the box on the picture. */
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type RegistrationCheck = z.infer<typeof registrationCheckSchema>

export const registrationFileViewSchema = z.object({
  ...photoFileView,
  purpose: filePurposeSchema,
  /** What was read on a licence; empty for qualifications. */
  fields: z.array(readFieldSchema),
})
export type RegistrationFileView = z.infer<typeof registrationFileViewSchema>

/** What still has to be filled in before it can be sent. */
export const missingParts = ['name', 'contactName', 'email', 'address', 'licence'] as const
export type MissingPart = (typeof missingParts)[number]

export const registrationViewSchema = z.object({
  id: idSchema,
  version: z.number().int(),
  code: z.string(),
  codeKind: codeKindSchema,
  codeDoubtful: z.boolean(),
  form: z.object({
    name: z.string(),
    contactName: z.string(),
    mobile: z.string(),
    email: z.string(),
    address: z.string(),
  }),
  state: registrationStateSchema,
  stateSince: z.string(),
  createdAt: z.string(),
  submittedAt: z.string().nullable(),
  /** By when staff answer. */
  dueAt: z.string().nullable(),
  decidedAt: z.string().nullable(),
  rejectedReason: z.string().nullable(),
  missing: z.array(z.enum(missingParts)),
  files: z.array(registrationFileViewSchema),
  /** For applicants: licenceCode, licenceName, licenceValid and codeCharacter. Reviewers see all. */
  checks: z.array(registrationCheckSchema),
  /** False while a file is still being worked on or the checks have not run over the present version. */
  checked: z.boolean(),
})
export type RegistrationView = z.infer<typeof registrationViewSchema>

export const resumeRowSchema = z.object({
  id: idSchema,
  code: z.string(),
  name: z.string(),
  state: registrationStateSchema,
  stateSince: z.string(),
  submittedAt: z.string().nullable(),
  dueAt: z.string().nullable(),
  rejectedReason: z.string().nullable(),
  /** This device made it: go on at /register/:id. */
  mine: z.boolean(),
  /** Where a code to go on with would be mailed, `z***@corp.cn`; null when no address was typed yet. */
  mailTo: z.string().nullable(),
})
export type ResumeRow = z.infer<typeof resumeRowSchema>

/** An organisation or another application that this one may be the same as. */
export const duplicateSchema = z.object({
  type: z.enum(['organisation', 'registration']),
  id: idSchema,
  name: z.string(),
  /** Credit code, organisation code or member number. */
  code: z.string().nullable(),
  contactName: z.string(),
  mobile: z.string(),
  email: z.string(),
  /** An organisation's `enabled` or `disabled`; a registration's own state. */
  state: z.enum(['enabled', 'disabled', ...registrationStates]),
  since: z.string(),
  /** Likeness of the names, 0..1. */
  score: z.number(),
  /** What it shares with this one. */
  shares: z.array(z.enum(['code', 'name', 'file', 'mobile', 'email'])),
})
export type Duplicate = z.infer<typeof duplicateSchema>

export const reviewRegistrationSchema = registrationViewSchema.extend({
  duplicates: z.array(duplicateSchema),
  decidedByName: z.string().nullable(),
  approvalNote: z.string().nullable(),
  /** What approval made; null before. */
  organisationId: idSchema.nullable(),
  /** The credit code to approve with where the applicant registered with another one: as read, null when not read. */
  readCreditCode: z.string().nullable(),
  /** Whether approving needs `creditCode` to be entered: registered with a member number. */
  creditCodeNeeded: z.boolean(),
  trail: z.array(
    z.object({
      at: z.string(),
      action: z.string(),
      actorName: z.string(),
      actorKind: z.string(),
      details: z.record(z.string(), z.unknown()),
    }),
  ),
})
export type ReviewRegistration = z.infer<typeof reviewRegistrationSchema>

export const registrationQueueRowSchema = z.object({
  id: idSchema,
  version: z.number().int(),
  state: registrationStateSchema,
  code: z.string(),
  codeKind: codeKindSchema,
  codeDoubtful: z.boolean(),
  name: z.string(),
  contactName: z.string(),
  mobile: z.string(),
  submittedAt: z.string(),
  dueAt: z.string(),
  decidedAt: z.string().nullable(),
  decidedByName: z.string().nullable(),
  rejectedReason: z.string().nullable(),
  /** The worst check, to say in a line what is wrong. */
  worst: registrationCheckSchema
    .pick({ code: true, verdict: true, finding: true, found: true, expected: true, details: true })
    .nullable(),
  checksPassed: z.number().int(),
  checked: z.boolean(),
})
export type RegistrationQueueRow = z.infer<typeof registrationQueueRowSchema>

export const registrationCountsSchema = z.object({
  pending: z.number().int(),
  /** Due within two working hours. */
  dueSoon: z.number().int(),
  overdue: z.number().int(),
})
export type RegistrationCounts = z.infer<typeof registrationCountsSchema>

export const approvedSchema = z.object({
  organisationId: idSchema,
  accountId: idSchema,
  /** What the organisation logs in with, the code first. */
  logInNames: z.array(z.string()),
  /** Shown once, to be read out; the activation link was mailed besides. */
  oneTimePassword: z.string(),
  mailedTo: z.string(),
})
export type ApprovedRegistration = z.infer<typeof approvedSchema>
