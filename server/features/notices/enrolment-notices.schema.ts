import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { fenSchema } from '../../core/money.ts'
import { organisation, plan, toStaff } from './notice-parts.schema.ts'

/** Some of the people that a decision was about: the first five. */
const people = { count: z.number().int().positive(), names: z.array(z.string()).max(5) }

export const enrolmentAnnouncements = [
  z.object({
    kind: z.literal('enrolmentsConfirmed'),
    ...organisation,
    ...plan,
    ...people,
    /** What their fees come to. */
    feeFen: fenSchema,
    /** ISO: each decision is an event of its own. */
    decidedAt: z.string(),
  }),
  z.object({
    kind: z.literal('enrolmentsRejected'),
    ...organisation,
    ...plan,
    ...people,
    reason: z.string(),
    decidedAt: z.string(),
  }),
  /** By staff, with a reason, of somebody who had been confirmed. */
  z.object({
    kind: z.literal('enrolmentRevoked'),
    ...organisation,
    ...plan,
    enrolmentId: idSchema,
    learnerName: z.string(),
    reason: z.string(),
  }),
  /** To reviewers, once a day: so many are due soon, or overdue. */
  z.object({
    kind: z.literal('enrolmentsDue'),
    ...toStaff,
    reminderId: idSchema,
    /** `2026-05-08` in Shanghai */
    day: z.string(),
    count: z.number().int().positive(),
    /** When the first of them is, or was, due. */
    dueAt: z.string(),
    overdue: z.boolean(),
  }),
  /** The enrolment window closes, and the organisation still has people in it that were not submitted. */
  z.object({
    kind: z.literal('enrolmentClosing'),
    ...organisation,
    ...plan,
    closesAt: z.string(),
    draftCount: z.number().int().positive(),
  }),
] as const
