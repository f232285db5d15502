import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { mailAddressSchema } from '../../core/mail-address.ts'
import { fenSchema } from '../../core/money.ts'
import { pageSchema } from '../../core/page.ts'
import { cardAnnouncements } from './card-notices.schema.ts'
import { certificateAnnouncements } from './certificate-notices.schema.ts'
import { enrolmentAnnouncements } from './enrolment-notices.schema.ts'
import { hourAnnouncements } from './hour-notices.schema.ts'
import { invoiceAnnouncements } from './invoice-notices.schema.ts'
import { letterAnnouncements } from './letter-notices.schema.ts'
import { order, organisation, toStaff } from './notice-parts.schema.ts'
import { paymentAnnouncements } from './payment-notices.schema.ts'

/** What is told to one person about their own account; the organisation is the one it concerns, if any. */
const person = {
  organisationId: idSchema.nullable(),
  organisationName: z.string(),
  accountId: idSchema,
  personName: z.string(),
  /** Where it is mailed; empty: the person has no address. */
  email: z.string(),
}
/** A mail with a link or code holds the id of it alone: the secret is derived when the mail is sent. */
const secret = { secretId: idSchema, expiresAt: z.string() }
/** What is told to somebody who registers an organisation that is none of ours yet. */
const applicant = {
  registrationId: idSchema,
  organisationId: z.null(),
  organisationName: z.string(),
  email: z.string(),
}

/**
 * Everything that is announced to people, one member a kind. A later capability adds a member here, a plan
 * (notices.rules.ts) and a template for each language; what is missing does not compile. Announcements are stored, so
 * fields are only ever added, with defaults.
 */
export const announcementSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('voucherApproved'),
    voucherId: idSchema,
    ...order,
    ...organisation,
    /** What was confirmed as received. */
    amountFen: fenSchema,
    /** What of it went to the organisation's credit 预存款. */
    creditFen: fenSchema,
    /** What the order still lacks. */
    outstandingFen: fenSchema,
  }),
  z.object({
    kind: z.literal('voucherRejected'),
    voucherId: idSchema,
    ...order,
    ...organisation,
    amountFen: fenSchema.nullable(),
    reasonCode: z.string(),
    reasonNote: z.string().nullable(),
    /** The voucher's version that was rejected: each rejection is an event of its own. */
    version: z.number().int(),
  }),
  z.object({ kind: z.literal('activation'), ...person, ...secret, logInNames: z.array(z.string()) }),
  z.object({ kind: z.literal('passwordReset'), ...person, ...secret }),
  z.object({ kind: z.literal('passwordChanged'), ...person, changedAt: z.string() }),
  z.object({ kind: z.literal('mobileCode'), ...person, ...secret, mobileMasked: z.string() }),
  z.object({ kind: z.literal('mobileChanged'), ...person, changedAt: z.string(), mobileMasked: z.string() }),
  z.object({
    kind: z.literal('learnerMobileChanged'),
    ...organisation,
    learnerId: idSchema,
    learnerName: z.string(),
    mobileMasked: z.string(),
    changedAt: z.string(),
  }),
  /** Another organisation has taken the person over; told to the one that they left. */
  z.object({
    kind: z.literal('learnerTransferred'),
    ...organisation,
    learnerId: idSchema,
    learnerName: z.string(),
    idNumberMasked: z.string(),
    transferredAt: z.string(),
  }),
  /** 单位注册 was approved: the first admin's account is there, and the mail holds the link that opens it. */
  z.object({
    kind: z.literal('registrationApproved'),
    ...person,
    ...organisation,
    ...secret,
    registrationId: idSchema,
    logInNames: z.array(z.string()),
  }),
  z.object({ kind: z.literal('registrationRejected'), ...applicant, reason: z.string(), rejectedAt: z.string() }),
  /** Digits with which the applicant goes on in another browser. */
  z.object({ kind: z.literal('registrationCode'), ...applicant, ...secret }),
  /** To reviewers: it is due soon, or overdue. */
  z.object({
    kind: z.literal('registrationDue'),
    registrationId: idSchema,
    ...toStaff,
    code: z.string(),
    dueAt: z.string(),
    overdue: z.boolean(),
  }),
  z.object({ kind: z.literal('emailChanged'), ...person, changedAt: z.string(), emailMasked: z.string() }),
  z.object({ kind: z.literal('adminAdded'), ...person, byName: z.string(), addedAt: z.string() }),
  /** Mail to this address of theirs does not arrive; told in the app, where it can be put right. */
  z.object({ kind: z.literal('mailBounced'), ...organisation, address: z.string(), bouncedAt: z.string() }),
  ...enrolmentAnnouncements,
  ...paymentAnnouncements,
  ...invoiceAnnouncements,
  ...letterAnnouncements,
  ...certificateAnnouncements,
  ...hourAnnouncements,
  ...cardAnnouncements,
])
export type Announcement = z.output<typeof announcementSchema>
export type NoticeKind = Announcement['kind']
export type AnnouncementOf<K extends NoticeKind> = Extract<Announcement, { kind: K }>

export const noticeKinds = announcementSchema.options.map((option) => option.shape.kind.value) as readonly NoticeKind[]

// --- What pages ask for and get ----------------------------------------------------------------------------------

export const noticeLocales = ['zh-CN', 'en'] as const
export type NoticeLocale = (typeof noticeLocales)[number]

export const noticeStates = ['queued', 'sent', 'retrying', 'failed'] as const
export type NoticeState = (typeof noticeStates)[number]

const noticeKindSchema = z.enum(noticeKinds as [NoticeKind, ...NoticeKind[]])
/** What notices are about. `account`: the reader's own. */
export const noticeSubjects = [
  'voucher',
  'invoiceRequest',
  'account',
  'learner',
  'registration',
  'plan',
  'enrolment',
  'enrolments',
  'order',
  'payment',
  'gatewayNotice',
  'refund',
  'statementFile',
  'organisation',
  'certificate',
  'letter',
  'cardBatch',
  'cardOperation',
] as const
const subjectTypeSchema = z.enum(noticeSubjects)
const timeSchema = z.string()

/** Pages are cut by id: ids are made in the order of time. */
const idPageSchema = pageSchema.extend({ cursor: idSchema.nullish() })

export const listNoticesInput = idPageSchema.extend({
  locale: z.enum(noticeLocales).default('zh-CN'),
  unreadOnly: z.boolean().default(false),
})
export const noticeRowSchema = z.object({
  id: idSchema,
  kind: noticeKindSchema,
  title: z.string(),
  sentence: z.string(),
  organisationId: idSchema.nullable(),
  organisationName: z.string(),
  subjectType: subjectTypeSchema,
  subjectId: idSchema,
  /** Where it is looked at, a path of ours; null: nowhere. */
  page: z.string().nullable(),
  createdAt: timeSchema,
  readAt: timeSchema.nullable(),
})
export type NoticeRow = z.infer<typeof noticeRowSchema>

/** Where counting stops: nobody needs to know whether 150 or 151 are unread. */
export const mostUnread = 100

/** Those named, or all up to the newest one that the page shows: what came in since stays unread. */
export const markReadInput = z.union([
  z.object({ ids: z.array(idSchema).min(1).max(100) }),
  z.object({ upToId: idSchema }),
])
export type MarkReadInput = z.infer<typeof markReadInput>

export const listMailInput = idPageSchema.extend({
  state: z.enum(noticeStates).nullish(),
  kind: noticeKindSchema.nullish(),
  /** Part of an address or of an organisation's name. */
  search: z.string().trim().max(80).default(''),
  /** A whole address: all that was ever written to it. */
  address: z.string().trim().max(254).nullish(),
  organisationId: idSchema.nullish(),
})
export const mailRowSchema = z.object({
  id: idSchema,
  kind: noticeKindSchema,
  recipient: z.string(),
  subject: z.string(),
  organisationId: idSchema.nullable(),
  organisationName: z.string(),
  state: z.enum(noticeStates),
  stateSince: timeSchema,
  attempts: z.number().int(),
  /** The server's own words, or `addressInvalid`, `addressBounced`, `attachmentMissing`, `senderMissing`. */
  lastError: z.string().nullable(),
  sentAt: timeSchema.nullable(),
  createdAt: timeSchema,
  attachmentCount: z.number().int(),
  /** When it was refused for good, or came back. */
  bouncedAt: timeSchema.nullable(),
})
export type MailRow = z.infer<typeof mailRowSchema>

/**
 * How a try went. `sending`: going on. `interrupted`: the worker died in it; whether the mail left is not known, and it
 * goes again under the same Message-ID. `resent`: staff asked for it again, or the address changed. `givenUp`: no more tries
 * follow. `returned`: it came back later.
 */
export const tryOutcomes = [
  'sending',
  'sent',
  'refused',
  'unavailable',
  'interrupted',
  'resent',
  'givenUp',
  'returned',
] as const
export type TryOutcome = (typeof tryOutcomes)[number]

export const getMailInput = z.object({ id: idSchema })
export const mailViewSchema = mailRowSchema.extend({
  from: z.string(),
  text: z.string(),
  /** A whole page without scripts, pictures or links: for an `<iframe sandbox srcdoc>`. */
  html: z.string(),
  messageId: z.string(),
  attachments: z.array(z.object({ fileId: idSchema, name: z.string(), contentType: z.string() })),
  tries: z.array(z.object({ at: timeSchema, outcome: z.enum(tryOutcomes), detail: z.string() })),
  subjectType: subjectTypeSchema,
  subjectId: idSchema,
  /** The mark of its address: nothing is sent there by itself. */
  bounce: z.object({ id: idSchema, bouncedAt: timeSchema, detail: z.string() }).nullable(),
})
export type MailView = z.infer<typeof mailViewSchema>

export const resendNoticeInput = z.object({
  id: idSchema,
  /** Made by the client: asking twice with it sends once. */
  resendId: idSchema,
  to: mailAddressSchema.nullish(),
})
export type ResendNoticeInput = z.infer<typeof resendNoticeInput>
