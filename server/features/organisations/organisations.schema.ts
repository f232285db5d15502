import { z } from 'zod'
import { idSchema, normaliseCode, normaliseMobile } from '../../core/ids.ts'
import { mailAddressSchema } from '../../core/mail-address.ts'
import { pageSchema } from '../../core/page.ts'

/** One line: what stands here is printed on invoices and in mail. */
export const textLine = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^\P{Cc}*$/u)

export const organisationKindSchema = z.enum(['organisation', 'department'])
export const invoiceKindSchema = z.enum(['normal', 'special'])

export const organisationIdSchema = z.object({ id: idSchema })

export const treeNodeSchema = z.object({
  id: idSchema,
  /** Null for the root, also where something stands above it that the reader may not see. */
  parentId: idSchema.nullable(),
  /** 0 for the organisation that the admin acts for. */
  depth: z.number().int(),
  kind: organisationKindSchema,
  name: z.string(),
  creditCode: z.string().nullable(),
  enabled: z.boolean(),
  /** Whether neither it nor anything above it is disabled. */
  open: z.boolean(),
  /** Learners of the unit itself, and those among them that are disabled. */
  people: z.number().int(),
  disabledPeople: z.number().int(),
  /** The same of the unit and everything below it. */
  peopleBelow: z.number().int(),
  disabledPeopleBelow: z.number().int(),
  /** Units below it. */
  unitsBelow: z.number().int(),
  /** Its own admins. */
  admins: z.number().int(),
})
export type TreeNode = z.infer<typeof treeNodeSchema>

export const searchOrganisationsSchema = pageSchema.extend({
  cursor: idSchema.nullish(),
  /** Part of a name, or the beginning of a credit code, organisation code or member number. */
  text: z.string().trim().max(100).optional(),
  enabled: z.boolean().optional(),
})
export type SearchOrganisationsInput = z.infer<typeof searchOrganisationsSchema>

export const foundOrganisationSchema = z.object({
  id: idSchema,
  name: z.string(),
  kind: organisationKindSchema,
  creditCode: z.string().nullable(),
  organisationCode: z.string().nullable(),
  memberNo: z.string().nullable(),
  enabled: z.boolean(),
  parentName: z.string().nullable(),
  createdAt: z.iso.datetime(),
})
export type FoundOrganisation = z.infer<typeof foundOrganisationSchema>

/** 开票信息 as the manual's second step asks for it; forms that fill it in use the same rules. */
export const billingFieldsSchema = z.object({
  invoiceKind: invoiceKindSchema,
  title: textLine(100).min(1),
  taxNumber: z
    .string()
    .transform(normaliseCode)
    .pipe(z.string().regex(/^[0-9A-Z]{15,20}$/)),
  registeredAddress: textLine(200),
  registeredTelephone: textLine(40),
  bank: textLine(100),
  bankAccount: z
    .string()
    .transform((typed) => typed.normalize('NFKC').replace(/[\s-]/g, ''))
    .pipe(z.string().regex(/^\d{0,32}$/)),
  email: mailAddressSchema,
  mobile: z
    .string()
    .transform((typed) => normaliseMobile(typed) ?? '')
    .pipe(z.string().length(11)),
})
export type BillingFields = z.infer<typeof billingFieldsSchema>

export const saveBillingSchema = billingFieldsSchema.extend({ organisationId: idSchema })
export type SaveBillingInput = z.infer<typeof saveBillingSchema>

export const allowBillingExceptionSchema = saveBillingSchema.extend({ note: textLine(500).min(1) })
export type AllowBillingExceptionInput = z.infer<typeof allowBillingExceptionSchema>

export const getBillingSchema = z.object({ organisationId: idSchema })

export const billingSchema = z.object({
  /** Whose profile it is: a department's is its organisation's. */
  organisationId: idSchema,
  organisationName: z.string(),
  creditCode: z.string().nullable(),
  canEdit: z.boolean(),
  profile: billingFieldsSchema.nullable(),
  complete: z.boolean(),
  missing: z.array(z.string()),
  /** What no longer says what the registration says, since that was changed: no order until it is put right. */
  outdated: z.array(z.enum(['title', 'taxNumber'])),
  /** Why staff let title or tax number differ from the registration. */
  exceptionNote: z.string().nullable(),
})
export type BillingView = z.infer<typeof billingSchema>

export const organisationSchema = z.object({
  id: idSchema,
  /** Null at the top, and where the reader may not see what is above. */
  parentId: idSchema.nullable(),
  kind: organisationKindSchema,
  name: z.string(),
  creditCode: z.string().nullable(),
  organisationCode: z.string().nullable(),
  memberNo: z.string().nullable(),
  contactName: z.string(),
  telephone: z.string(),
  mobile: z.string(),
  email: z.string(),
  address: z.string(),
  enabled: z.boolean(),
  createdAt: z.iso.datetime(),
  /** Whether neither it nor anything above it is disabled. */
  open: z.boolean(),
  /** A name and code that staff approved: it has a billing profile of its own, and only staff rename it. */
  registered: z.boolean(),
  /** What the reader may do with it. */
  may: z.object({
    addUnits: z.boolean(),
    rename: z.boolean(),
    move: z.boolean(),
    setEnabled: z.boolean(),
    remove: z.boolean(),
    editContact: z.boolean(),
    manageAdmins: z.boolean(),
  }),
  /** For staff: the application that it came of. */
  registrationId: idSchema.nullable(),
  reach: z.object({ units: z.number().int(), people: z.number().int(), admins: z.number().int() }),
  /** From the root down to its parent; empty for what the reader may not see. */
  ancestors: z.array(z.object({ id: idSchema, name: z.string() })),
  billing: z.object({ complete: z.boolean(), missing: z.array(z.string()) }),
})
export type OrganisationView = z.infer<typeof organisationSchema>

const aboutOrder = {
  orderId: idSchema,
  orderNumber: z.string(),
  planName: z.string(),
  organisationId: idSchema,
  organisationName: z.string(),
}
const orderMoney = { amountFen: z.number().int(), paidFen: z.number().int(), outstandingFen: z.number().int() }

const aboutEnrolments = {
  planId: idSchema,
  planName: z.string(),
  /** People of the whole subtree. */
  count: z.number().int(),
  since: z.iso.datetime(),
}

/** What waits for the organisation admin. `since` is when it began to wait. */
export const homeTaskSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('voucherRejected'),
    ...aboutOrder,
    ...orderMoney,
    voucherId: idSchema,
    since: z.iso.datetime(),
    /** A code of vouchers.rules.ts, or `other`; the note says what now. */
    rejectedCode: z.string().nullable(),
    rejectedNote: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('invoiceRejected'),
    ...aboutOrder,
    amountFen: z.number().int(),
    invoiceRequestId: idSchema,
    since: z.iso.datetime(),
    rejectedReason: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('billingIncomplete'),
    organisationId: idSchema,
    organisationName: z.string(),
    since: z.iso.datetime(),
  }),
  z.object({
    kind: z.literal('voucherDraft'),
    ...aboutOrder,
    ...orderMoney,
    voucherId: idSchema,
    fileCount: z.number().int(),
    since: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  }),
  z.object({
    /** 先开票后付款: the invoice is approved or out, and the money is awaited. */
    kind: z.literal('orderInvoiced'),
    ...aboutOrder,
    ...orderMoney,
    issued: z.boolean(),
    since: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  }),
  z.object({
    kind: z.literal('orderOpen'),
    ...aboutOrder,
    ...orderMoney,
    since: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  }),
  z.object({
    kind: z.literal('enrolmentsRejected'),
    ...aboutEnrolments,
    /** The latest three. */
    people: z.array(z.object({ name: z.string(), reason: z.string() })),
  }),
  z.object({ kind: z.literal('enrolmentsDraft'), ...aboutEnrolments, closesAt: z.iso.datetime() }),
  z.object({
    /** What other admins recorded and this one, as the second, approves. */
    kind: z.literal('hoursToReview'),
    /** Records, and of how many trainings. */
    count: z.number().int(),
    trainings: z.number().int(),
    /** The training that is due first. */
    title: z.string(),
    since: z.iso.datetime(),
    dueAt: z.iso.datetime(),
  }),
  z.object({ kind: z.literal('enrolmentsPayable'), ...aboutEnrolments, amountFen: z.number().int() }),
])
export type HomeTask = z.infer<typeof homeTaskSchema>

export const homeSchema = z.object({
  /** The most urgent first, at most 50. */
  tasks: z.array(homeTaskSchema),
  /** All of them, also those that are not listed. */
  taskCount: z.number().int(),
  /** What the centre is working on. */
  atCentre: z.object({ enrolments: z.number().int(), vouchers: z.number().int(), invoices: z.number().int() }),
})
export type Home = z.infer<typeof homeSchema>
