import { z } from 'zod'
import { idSchema, normaliseCode, normaliseMobile } from '../../core/ids.ts'
import { mailAddressSchema } from '../../core/mail-address.ts'
import { organisationKindSchema, textLine } from './organisations.schema.ts'

/** 组织机构: what is done to the units of the tree. Every change names what its maker saw, so that the second of two loses nothing unseen. */

const nameSchema = textLine(100).min(1)
/** Why staff do what an organisation's admins cannot; at least a word. */
const reasonSchema = textLine(500).min(4)

const optionalMail = z.union([z.literal(''), mailAddressSchema])
const optionalMobile = z
  .string()
  .trim()
  .transform((typed, context) => {
    if (typed === '') return ''
    const mobile = normaliseMobile(typed)
    if (mobile) return mobile
    context.addIssue({ code: 'custom', message: 'not a mobile number' })
    return z.NEVER
  })

export const contactFieldsSchema = z.object({
  contactName: textLine(60),
  telephone: textLine(40),
  mobile: optionalMobile,
  email: optionalMail,
  address: textLine(200),
})
export type ContactFields = z.infer<typeof contactFieldsSchema>

export const createUnitSchema = z.object({
  /** Made by the client: sent again, it gives the same answer. */
  id: idSchema,
  parentId: idSchema,
  kind: organisationKindSchema,
  name: nameSchema,
  /** Staff only, for a subsidiary whose licence they saw: it then has a billing profile of its own. */
  creditCode: z.string().max(40).transform(normaliseCode).optional(),
  contact: contactFieldsSchema.partial().optional(),
})
export type CreateUnitInput = z.infer<typeof createUnitSchema>

export const renameUnitSchema = z.object({
  id: idSchema,
  expectedName: z.string(),
  name: nameSchema,
  /** Needed for a registered name, which invoices say. */
  reason: reasonSchema.optional(),
})
export type RenameUnitInput = z.infer<typeof renameUnitSchema>

export const moveUnitSchema = z.object({
  id: idSchema,
  expectedParentId: idSchema.nullable(),
  /** Null puts a registered organisation at the top: staff only. */
  parentId: idSchema.nullable(),
  /** Needed where the top organisation becomes another one. */
  reason: reasonSchema.optional(),
})
export type MoveUnitInput = z.infer<typeof moveUnitSchema>

export const movedUnitSchema = z.object({
  id: idSchema,
  parentId: idSchema.nullable(),
  previousParentId: idSchema.nullable(),
  /** What went with it, itself included. */
  units: z.number().int(),
  people: z.number().int(),
})
export type MovedUnit = z.infer<typeof movedUnitSchema>

export const setUnitEnabledSchema = z.object({
  id: idSchema,
  enabled: z.boolean(),
  /** Needed of staff for a registered organisation. */
  reason: reasonSchema.optional(),
})
export type SetUnitEnabledInput = z.infer<typeof setUnitEnabledSchema>

export const editContactSchema = z.object({
  id: idSchema,
  /** As they stood when the form was opened. */
  expected: z.object({
    contactName: z.string(),
    telephone: z.string(),
    mobile: z.string(),
    email: z.string(),
    address: z.string(),
  }),
  contact: contactFieldsSchema,
})
export type EditContactInput = z.infer<typeof editContactSchema>

export const removeUnitSchema = z.object({ id: idSchema })
