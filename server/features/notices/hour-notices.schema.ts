import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { learner, organisation, plan, toStaff } from './notice-parts.schema.ts'

/** What was decided at one moment is one event. */
const decided = { decidedAt: z.string() }
/** Hundredths of an hour, and what it was for: the first three titles. */
const trainings = { hours: z.number().int(), trainings: z.array(z.string()).max(3) }
const people = { count: z.number().int().positive(), names: z.array(z.string()).max(5) }

/** The admin who recorded them; nothing is mailed to them. */
const recorder = { accountId: idSchema, personName: z.string(), email: z.string() }

/** About hours 学时. */
export const hourAnnouncements = [
  /** To the learner: all that was approved of a plan at once. */
  z.object({ kind: z.literal('hoursApproved'), ...learner, ...plan, ...trainings, ...decided }),
  z.object({ kind: z.literal('hoursRejected'), ...learner, ...plan, ...trainings, reason: z.string(), ...decided }),
  /** To whoever recorded them: one for each decision, whatever it was about. */
  z.object({
    kind: z.literal('recordedHoursApproved'),
    ...organisation,
    ...plan,
    ...people,
    ...recorder,
    hours: z.number().int(),
    ...decided,
  }),
  z.object({
    kind: z.literal('recordedHoursRejected'),
    ...organisation,
    ...plan,
    ...people,
    ...recorder,
    hours: z.number().int(),
    reason: z.string(),
    ...decided,
  }),
  /** To reviewers: hours were taken away, and valid certificates have too few now. */
  z.object({
    kind: z.literal('certificatesShort'),
    ...toStaff,
    ...plan,
    ...people,
    /** The first of them. */
    certificateNumber: z.string(),
    changedAt: z.string(),
  }),
] as const
