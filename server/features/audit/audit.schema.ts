import { z } from 'zod'
import { type AuditNoun, auditNouns } from '../../core/audit-actions.ts'
import { idSchema } from '../../core/ids.ts'
import { pageSchema } from '../../core/page.ts'

const daySchema = z.iso.date()
const textSchema = z.string().trim().max(60).default('')
/** An entry's number; it exceeds what JSON numbers hold exactly. */
const entryIdSchema = z.string().regex(/^[1-9]\d{0,17}$/)

export const searchAuditInput = pageSchema.extend({
  cursor: z
    .string()
    .regex(/^\d{1,15}-[1-9]\d{0,17}$/)
    .nullish(),
  /** Part of the name of who did it: staff, organisation admins and learners by their present names. */
  actor: textSchema,
  actorId: idSchema.nullish(),
  noun: z.enum(auditNouns as [AuditNoun, ...AuditNoun[]]).nullish(),
  /** One action, `voucher.approved`. */
  action: z
    .string()
    .regex(/^[a-zA-Z]+\.[a-zA-Z]+$/)
    .nullish(),
  /** Everything that happened to one thing; both or neither. */
  subjectType: z
    .string()
    .regex(/^[a-zA-Z]{1,40}$/)
    .nullish(),
  subjectId: idSchema.nullish(),
  /** Part of an organisation's name; what happened below it counts as well. */
  organisation: textSchema,
  organisationId: idSchema.nullish(),
  /** Days in Asia/Shanghai, both included. */
  from: daySchema.nullish(),
  to: daySchema.nullish(),
})
export type SearchAuditInput = z.output<typeof searchAuditInput>

export const auditRoles = [
  'systemAdmin',
  'reviewer',
  'finance',
  'organisationAdmin',
  'learner',
  'applicant',
  'system',
  'unknown',
] as const
export type AuditRole = (typeof auditRoles)[number]

export const auditRowSchema = z.object({
  id: z.string(),
  at: z.string(),
  action: z.string(),
  subjectType: z.string(),
  subjectId: z.string(),
  /** What the thing is called, where the entry says so. */
  subjectName: z.string().nullable(),
  organisationId: z.string().nullable(),
  organisationName: z.string().nullable(),
  actorId: z.string().nullable(),
  /** As it was then; of the system, the name of the job. */
  actorName: z.string(),
  /** What they are now. */
  actorRole: z.enum(auditRoles),
  /** Null for the system, and for staff where an organisation looks: its admins see the role instead. */
  ip: z.string().nullable(),
  /** Its place in the hash chain; null while it is not sealed yet. */
  position: z.string().nullable(),
})
export type AuditRow = z.infer<typeof auditRowSchema>

/** One value of an entry that was there before, after, or both; as JSON text where it is no plain value. */
export const auditChangeSchema = z.object({
  /** The value's name, with a dot for each level: `details.title`. */
  key: z.string(),
  before: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  after: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  kind: z.enum(['added', 'removed', 'changed', 'same']),
})
export type AuditChange = z.infer<typeof auditChangeSchema>

export const getAuditEntryInput = z.object({ id: entryIdSchema })
export const auditEntrySchema = auditRowSchema.extend({
  changes: z.array(auditChangeSchema),
  sealedAt: z.string().nullable(),
  /** SHA-256 of the chain up to and with this entry, in hexadecimal. */
  hash: z.string().nullable(),
})
export type AuditEntryView = z.infer<typeof auditEntrySchema>

export const chainFaults = ['changed', 'deleted', 'inserted', 'sealMissing', 'reordered'] as const
export type ChainFault = (typeof chainFaults)[number]

export const auditVerdictSchema = z.object({
  /** How many entries were walked, from which place in the chain to which. */
  checked: z.number().int(),
  /** Of these, from how many an erasure took somebody's name, as its own entry vouches for. */
  redacted: z.number().int(),
  from: z.string(),
  to: z.string(),
  /** The hash of the last one that fits, in hexadecimal; null on an empty chain. */
  head: z.string().nullable(),
  sealedAt: z.string().nullable(),
  /** Entries that are too young to be sealed. */
  waiting: z.number().int(),
  broken: z.object({ position: z.string(), entryId: z.string().nullable(), fault: z.enum(chainFaults) }).nullable(),
})
export type AuditVerdict = z.infer<typeof auditVerdictSchema>
