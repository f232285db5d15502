import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { pageSchema } from '../../core/page.ts'

export const certificateStates = ['valid', 'revoked'] as const
export type CertificateState = (typeof certificateStates)[number]

/** Why a valid one would not be issued today: approved hours were corrected below the need, or the place is no longer paid. */
export const certificateDoubts = ['hours', 'payment'] as const
export type CertificateDoubt = (typeof certificateDoubts)[number]

// --- Lists ---------------------------------------------------------------------------------------------------------

export const certificateFilterSchema = z.object({
  planId: idSchema.optional(),
  /** A unit with all that is below it: the one that the learner belonged to when it was issued. */
  organisationId: idSchema.optional(),
  state: z.enum(certificateStates).optional(),
  /** Part of a name, the beginning or the end of a number, or a whole ID number. */
  search: z.string().trim().max(60).optional(),
  /** Days in Shanghai, both included: when it was issued. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
})
export type CertificateFilter = z.output<typeof certificateFilterSchema>

export const deskCertificateFilterSchema = certificateFilterSchema.extend({
  /** Only valid ones that would not be issued today. */
  doubtful: z.boolean().default(false),
})
export type DeskCertificateFilter = z.output<typeof deskCertificateFilterSchema>

const idPage = pageSchema.extend({ cursor: idSchema.nullish() })
export const listCertificatesSchema = certificateFilterSchema.extend(idPage.shape)
export const listAllCertificatesSchema = deskCertificateFilterSchema.extend(idPage.shape)

const otherSchema = z.object({ id: idSchema, number: z.string() })

/** What stands on it as it was issued, and what has become of it. */
export const certificateRowSchema = z.object({
  id: idSchema,
  /** `XS2026000123` */
  number: z.string(),
  state: z.enum(certificateStates),
  learnerId: idSchema,
  learnerName: z.string(),
  idNumberMasked: z.string(),
  planId: idSchema,
  planNumber: z.string(),
  planName: z.string(),
  publisher: z.string(),
  year: z.number().int(),
  title: z.string(),
  /** Hundredths of an hour, those that counted. */
  hours: z.number().int(),
  compulsoryHours: z.number().int(),
  electiveHours: z.number().int(),
  organisationId: idSchema,
  organisationName: z.string(),
  centreName: z.string(),
  issuedOn: z.iso.date(),
  issuedAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
  revokedReason: z.string().nullable(),
  /** The revoked one in whose place it was issued. */
  replaces: otherSchema.nullable(),
  /** The one that took its place. */
  replacedBy: otherSchema.nullable(),
})
export type CertificateRow = z.infer<typeof certificateRowSchema>

export const deskCertificateRowSchema = certificateRowSchema.extend({
  doubt: z.enum(certificateDoubts).nullable(),
})
export type DeskCertificateRow = z.infer<typeof deskCertificateRowSchema>

export const certificateTotalsSchema = z.object({ valid: z.number().int(), revoked: z.number().int() })
export type CertificateTotals = z.infer<typeof certificateTotalsSchema>
export const deskCertificateTotalsSchema = certificateTotalsSchema.extend({ doubtful: z.number().int() })
export type DeskCertificateTotals = z.infer<typeof deskCertificateTotalsSchema>

/** The plans that have certificates within what somebody may see, for the filter. */
export const certifiedPlanSchema = z.object({
  id: idSchema,
  name: z.string(),
  year: z.number().int(),
  count: z.number().int(),
})
export type CertifiedPlan = z.infer<typeof certifiedPlanSchema>

// --- One -----------------------------------------------------------------------------------------------------------

export const certificateIdSchema = z.object({ id: idSchema })

export const certificateViewSchema = certificateRowSchema.extend({
  /** The 12 characters of its QR code, for the page that anybody checks it on: `/c/<code>`. */
  code: z.string(),
  checkUrl: z.string(),
})
export type CertificateView = z.infer<typeof certificateViewSchema>

/** For staff: who revoked it, and what a new one in its place would say today. */
export const deskCertificateSchema = certificateViewSchema.extend({
  doubt: z.enum(certificateDoubts).nullable(),
  revokedByName: z.string(),
  now: z.object({
    learnerName: z.string(),
    idNumberMasked: z.string(),
    organisationName: z.string(),
    hours: z.number().int(),
    requiredHours: z.number().int(),
    /** Why no new one can be issued now; `erased`: the learner's name is no longer kept, `off`: the plan gives none. */
    refusal: z.enum([...certificateDoubts, 'off', 'erased']).nullable(),
  }),
})
export type DeskCertificate = z.infer<typeof deskCertificateSchema>
export type IssueRefusal = NonNullable<DeskCertificate['now']['refusal']>

const reasonSchema = z.string().trim().min(2).max(200)

export const revokeCertificateSchema = z.object({ id: idSchema, reason: reasonSchema })
export type RevokeCertificateInput = z.output<typeof revokeCertificateSchema>

export const reissueCertificateSchema = z.object({
  /** The new one's, made by the client: sent twice, it is issued once. */
  id: idSchema,
  /** The one whose place it takes; a valid one is revoked with the same reason. */
  certificateId: idSchema,
  reason: reasonSchema,
})
export type ReissueCertificateInput = z.output<typeof reissueCertificateSchema>

// --- Files ---------------------------------------------------------------------------------------------------------

export const exportCertificatesSchema = z.object({
  /** The own subtree, for an organisation's admin; the whole centre, for staff. */
  of: z.enum(['own', 'centre']),
  filter: deskCertificateFilterSchema,
  locale: z.enum(['zh-CN', 'en']).default('zh-CN'),
})
export type ExportCertificatesInput = z.output<typeof exportCertificatesSchema>

/** How many PDFs one archive holds at most: some minutes of setting them. */
export const mostInArchive = 5000

/** What an archive is asked for by, in its address; it holds the valid ones only. */
export const packCertificatesSchema = certificateFilterSchema.omit({ state: true }).extend({
  of: z.enum(['own', 'centre']),
})
export type PackCertificatesInput = z.output<typeof packCertificatesSchema>

// --- What anybody may ask ------------------------------------------------------------------------------------------

/** By the code alone, or by the number and the whole name that stand on the paper. */
export const checkCertificateSchema = z.union([
  z.object({ code: z.string().trim().min(1).max(300) }),
  z.object({ number: z.string().trim().min(1).max(40), name: z.string().trim().min(1).max(80) }),
])
export type CheckCertificateInput = z.output<typeof checkCertificateSchema>

/** All that strangers are told; null: there is no such certificate. */
export const checkedCertificateSchema = z.object({
  state: z.enum(certificateStates),
  nameMasked: z.string(),
  planName: z.string(),
  /** Hundredths of an hour. */
  hours: z.number().int(),
  centreName: z.string(),
  issuedOn: z.iso.date(),
  revokedOn: z.iso.date().nullable(),
  /** Whether another one took its place. Which, its owner knows. */
  replaced: z.boolean(),
})
export type CheckedCertificate = z.infer<typeof checkedCertificateSchema>
