import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { learner, organisation, plan } from './notice-parts.schema.ts'

const certificate = { certificateId: idSchema, certificateNumber: z.string(), planName: z.string() }

/** About certificates 证书. */
export const certificateAnnouncements = [
  /** To the learner. */
  z.object({
    kind: z.literal('certificateIssued'),
    ...learner,
    ...certificate,
    /** Hundredths of an hour. */
    hours: z.number().int(),
    /** `2026-05-02` */
    issuedOn: z.string(),
    /** The number of the revoked one whose place it takes. */
    replacesNumber: z.string().nullable(),
    /** Where anybody can check it. */
    checkUrl: z.string(),
  }),
  /** To the organisation: all that were issued to its people together. */
  z.object({
    kind: z.literal('certificatesIssued'),
    ...organisation,
    ...plan,
    /** The first ones. */
    names: z.array(z.string()),
    count: z.number().int(),
    /** ISO: what was issued at one moment is one event. */
    issuedAt: z.string(),
  }),
  /** To the learner. */
  z.object({
    kind: z.literal('certificateRevoked'),
    ...learner,
    ...certificate,
    reason: z.string(),
  }),
  /** The same to the organisation. */
  z.object({
    kind: z.literal('learnerCertificateRevoked'),
    ...organisation,
    ...certificate,
    learnerId: idSchema,
    learnerName: z.string(),
    reason: z.string(),
  }),
] as const
