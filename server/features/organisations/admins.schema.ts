import { z } from 'zod'
import { idSchema, normaliseMobile } from '../../core/ids.ts'
import { mailAddressSchema } from '../../core/mail-address.ts'
import { textLine } from './organisations.schema.ts'

export const listAdminsSchema = z.object({ organisationId: idSchema })

export const adminSchema = z.object({
  accountId: idSchema,
  name: z.string(),
  mobile: z.string(),
  email: z.string(),
  /** Whose admin they are: the organisation that was asked for, or one above it that the reader may see. */
  organisationId: idSchema,
  organisationName: z.string(),
  direct: z.boolean(),
  mayUnmask: z.boolean(),
  enabled: z.boolean(),
  /** Has a one-time password that was never used. */
  neverLoggedIn: z.boolean(),
  lastSeenAt: z.iso.datetime().nullable(),
  isMyself: z.boolean(),
  /** What the reader may do; all false for those above. */
  may: z.object({ remove: z.boolean(), resetPassword: z.boolean(), setMayUnmask: z.boolean() }),
})
export type AdminView = z.infer<typeof adminSchema>

export const addAdminSchema = z.object({
  /** Of the account to make, where the mobile is not known yet; sent again, it gives the same answer. */
  id: idSchema,
  organisationId: idSchema,
  name: textLine(60).min(1),
  mobile: z
    .string()
    .transform((typed) => normaliseMobile(typed) ?? '')
    .pipe(z.string().length(11)),
  email: z.union([z.literal(''), mailAddressSchema]).default(''),
})
export type AddAdminInput = z.infer<typeof addAdminSchema>

export const addedAdminSchema = z.object({
  accountId: idSchema,
  /** To be read out or copied, shown once; null for somebody who has an account already: they are told by a notice. */
  oneTimePassword: z.string().nullable(),
})
export type AddedAdmin = z.infer<typeof addedAdminSchema>

export const namedAdminSchema = z.object({ organisationId: idSchema, accountId: idSchema })
export type NamedAdmin = z.infer<typeof namedAdminSchema>

export const setMayUnmaskSchema = namedAdminSchema.extend({ mayUnmask: z.boolean() })
export type SetMayUnmaskInput = z.infer<typeof setMayUnmaskSchema>
