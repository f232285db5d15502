import { z } from 'zod'
import { idSchema, normaliseMobile } from '../../core/ids.ts'
import { pageSchema } from '../../core/page.ts'
import { staffRoles } from '../../core/roles.ts'
import { sessionGates } from './accounts.rules.ts'

/** The longest thing that is a name to log in with is a staff name; a person's name may have rare characters. */
const nameSchema = z.string().trim().min(1).max(60)
/** Long enough for every passphrase that password.rules.ts takes; more would only keep the hash busy. */
const typedPasswordSchema = z.string().min(1).max(512)
const codeSchema = z.string().trim().min(1).max(40)
const emailSchema = z.email().max(200)
const mobileSchema = z
  .string()
  .trim()
  .max(30)
  .transform((typed, context) => {
    const mobile = normaliseMobile(typed)
    if (mobile) return mobile
    context.addIssue({ code: 'custom', message: 'not a mobile number' })
    return z.NEVER
  })
const localeSchema = z.enum(['zh-CN', 'en'])
const roleSchema = z.enum(staffRoles)
/** At least one, in the order of core/roles.ts. */
const rolesSchema = z
  .array(roleSchema)
  .min(1)
  .transform((roles) => staffRoles.filter((role) => roles.includes(role)))
const gateSchema = z.enum(sessionGates)
const namedSchema = z.object({ id: idSchema, name: z.string() })

export const meSchema = z.object({
  accountId: idSchema,
  name: z.string(),
  locale: localeSchema,
  gate: gateSchema,
  staffRoles: z.array(roleSchema),
  /** Whom they act for now; null for who administers none. */
  organisation: namedSchema.nullable(),
  /** All that they may act for. */
  organisations: z.array(namedSchema),
  learner: namedSchema.nullable(),
  /** Null until the second factor is there. */
  profile: z
    .object({ mobile: z.string(), email: z.string(), missing: z.array(z.enum(['mobile', 'email'])) })
    .nullable(),
  secondFactor: z.object({ enabled: z.boolean(), required: z.boolean(), recoveryCodesLeft: z.number().int() }),
})
export type Me = z.infer<typeof meSchema>

const enteredSchema = z.object({ next: gateSchema, me: meSchema })
export type Entered = z.infer<typeof enteredSchema>

export const logInSchema = {
  input: z.object({ name: z.string().trim().min(1).max(100), password: typedPasswordSchema }),
  output: enteredSchema,
}
export type LogInInput = z.infer<typeof logInSchema.input>

export const changePasswordSchema = {
  input: z.object({
    current: typedPasswordSchema.optional(),
    next: typedPasswordSchema,
    profile: z.object({ mobile: mobileSchema.optional(), email: emailSchema.optional() }).optional(),
  }),
  output: enteredSchema,
}
export type ChangePasswordInput = z.infer<typeof changePasswordSchema.input>

// --- Links that were mailed ---------------------------------------------------------------------------------------

const linkSchema = z.object({
  purpose: z.enum(['activation', 'passwordReset']),
  /** What stands behind `#` in the address. */
  token: z.string().max(200),
})
export type LinkInput = z.infer<typeof linkSchema>

export const lookAtLinkSchema = {
  input: linkSchema,
  output: z.object({
    name: z.string(),
    /** Whose account it is: what they administer, or learn for. */
    organisation: z.string().nullable(),
    /** What they log in with; ID numbers stand here as nothing. */
    logInNames: z.array(z.string()),
    missing: z.array(z.enum(['mobile', 'email'])),
    locale: localeSchema,
  }),
}
export type LinkView = z.infer<typeof lookAtLinkSchema.output>

export const setPasswordByLinkSchema = {
  input: linkSchema.extend({
    next: typedPasswordSchema,
    profile: z.object({ mobile: mobileSchema.optional(), email: emailSchema.optional() }).optional(),
  }),
  output: enteredSchema,
}
export type SetPasswordByLinkInput = z.infer<typeof setPasswordByLinkSchema.input>

export const forgottenSchema = {
  input: z.object({ name: z.string().trim().min(1).max(100) }),
  /** Whether the centre can send mail at all; the same for every name. */
  output: z.object({ mailLeaves: z.boolean() }),
}
export type ForgottenInput = z.infer<typeof forgottenSchema.input>

export const resendActivationSchema = {
  input: z.object({ accountId: idSchema }),
  output: z.object({ mailedTo: z.string() }),
}
export type ResendActivationInput = z.infer<typeof resendActivationSchema.input>

// --- One's own mobile and e-mail ----------------------------------------------------------------------------------

const mobileChangedSchema = z.object({
  /** False: somebody else logs in with that number; it is stored for being reached by. */
  logsIn: z.boolean(),
  me: meSchema,
})
export type MobileChanged = z.infer<typeof mobileChangedSchema>

export const beginMobileChangeSchema = {
  input: z.object({ mobile: mobileSchema, password: typedPasswordSchema }),
  /** Either digits were mailed (`z***@corp.cn`), or, where no address is known, it is changed. */
  output: z.object({
    mailedTo: z.string().nullable(),
    expiresAt: z.iso.datetime().nullable(),
    changed: mobileChangedSchema.nullable(),
  }),
}
export type BeginMobileChangeInput = z.infer<typeof beginMobileChangeSchema.input>
export type MobileChange = z.infer<typeof beginMobileChangeSchema.output>

export const confirmMobileChangeSchema = { input: z.object({ digits: codeSchema }), output: mobileChangedSchema }

export const changeEmailSchema = {
  input: z.object({ email: emailSchema, password: typedPasswordSchema }),
  output: meSchema,
}
export type ChangeEmailInput = z.infer<typeof changeEmailSchema.input>

export const setLocaleSchema = { input: z.object({ locale: localeSchema }) }
export const switchOrganisationSchema = { input: z.object({ organisationId: idSchema }), output: meSchema }
export const endSessionSchema = { input: z.object({ sessionId: idSchema }) }
export const logOutEverywhereSchema = { output: z.object({ ended: z.number().int() }) }

export const listSessionsSchema = {
  output: z.object({
    sessions: z.array(
      z.object({
        id: idSchema,
        current: z.boolean(),
        device: z.enum(['phone', 'computer', 'unknown']),
        browser: z.string(),
        system: z.string(),
        ip: z.string(),
        signedInAt: z.iso.datetime(),
        lastSeenAt: z.iso.datetime(),
      }),
    ),
  }),
}
export type SessionList = z.infer<typeof listSessionsSchema.output>

export const beginSecondFactorSchema = {
  output: z.object({
    /** In groups of four, to type by hand. */
    secret: z.string(),
    otpauthUrl: z.string(),
    /** One SVG path in a square of `size`, the quiet zone included. */
    qr: z.object({ size: z.number().int(), path: z.string() }),
  }),
}
export type SecondFactorOffer = z.infer<typeof beginSecondFactorSchema.output>

export const confirmSecondFactorSchema = {
  input: z.object({ code: codeSchema }),
  output: enteredSchema.extend({ recoveryCodes: z.array(z.string()) }),
}
export const enterSecondFactorSchema = {
  input: z.object({ code: codeSchema }),
  output: enteredSchema.extend({ usedRecoveryCode: z.boolean() }),
}
export const removeSecondFactorSchema = { input: z.object({ password: typedPasswordSchema }), output: meSchema }

export const renewRecoveryCodesSchema = {
  input: z.object({ password: typedPasswordSchema }),
  output: z.object({ recoveryCodes: z.array(z.string()) }),
}

export const setEnabledSchema = {
  input: z.object({ accountId: idSchema, enabled: z.boolean(), reason: z.string().trim().min(1).max(200) }),
}
export type SetEnabledInput = z.infer<typeof setEnabledSchema.input>

export const resetPasswordSchema = {
  input: z.object({ accountId: idSchema, removeSecondFactor: z.boolean().default(false) }),
  output: z.object({ oneTimePassword: z.string() }),
}
export type ResetPasswordInput = z.infer<typeof resetPasswordSchema.input>

export const createStaffSchema = {
  input: z.object({
    id: idSchema,
    name: nameSchema,
    logInName: z.string().trim().min(2).max(60),
    mobile: mobileSchema.optional(),
    email: emailSchema.optional(),
    staffRoles: rolesSchema,
  }),
  output: z.object({ accountId: idSchema, oneTimePassword: z.string() }),
}
export type CreateStaffInput = z.infer<typeof createStaffSchema.input>

export const setStaffRolesSchema = {
  input: z.object({
    accountId: idSchema,
    /** The roles that were seen: changed by somebody else meanwhile is a `conflict`. */
    expected: rolesSchema,
    staffRoles: rolesSchema,
    reason: z.string().trim().min(1).max(200),
  }),
}
export type SetStaffRolesInput = z.infer<typeof setStaffRolesSchema.input>

export const listAccountsSchema = {
  input: pageSchema.extend({
    search: z.string().trim().max(60).optional(),
    kind: z.enum(['staff', 'organisation', 'learner']).optional(),
    enabled: z.boolean().optional(),
    cursor: idSchema.nullish(),
  }),
  output: z.object({
    rows: z.array(
      z.object({
        id: idSchema,
        name: z.string(),
        mobile: z.string(),
        email: z.string(),
        staffRoles: z.array(roleSchema),
        enabled: z.boolean(),
        mustChangePassword: z.boolean(),
        secondFactor: z.boolean(),
        lastSeenAt: z.iso.datetime().nullable(),
        createdAt: z.iso.datetime(),
        organisations: z.array(z.string()),
        isLearner: z.boolean(),
        /** What they log in with; ID numbers stand here as nothing. */
        logInNames: z.array(z.string()),
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
}
export type ListAccountsInput = z.infer<typeof listAccountsSchema.input>
export type AccountPage = z.infer<typeof listAccountsSchema.output>
