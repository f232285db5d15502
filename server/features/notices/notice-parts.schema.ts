import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'

/** Whom an announcement concerns: what the schemas of the single kinds are put together from. */
export const organisation = { organisationId: idSchema, organisationName: z.string() }

/** A learner: told in the app where they have an account, and by mail where an address is known. */
export const learner = {
  ...organisation,
  learnerId: idSchema,
  accountId: idSchema.nullable(),
  personName: z.string(),
  email: z.string(),
}

/** What is told to staff: it concerns an organisation, or none (empty), but is not told to it. */
export const toStaff = { organisationId: z.null(), organisationName: z.string() }

export const order = { orderId: idSchema, orderNumber: z.string() }
export const plan = { planId: idSchema, planName: z.string() }
