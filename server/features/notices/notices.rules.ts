import type { SecretName } from '../accounts/one-time-secrets.rules.ts'
import { cardNoticePlans } from './card-notices.rules.ts'
import { certificateNoticePlans } from './certificate-notices.rules.ts'
import { enrolmentNoticePlans } from './enrolment-notices.rules.ts'
import { hourNoticePlans } from './hour-notices.rules.ts'
import { invoiceNoticePlans } from './invoice-notices.rules.ts'
import { letterNoticePlans } from './letter-notices.rules.ts'
import type { Announcement, AnnouncementOf, NoticeKind, noticeSubjects } from './notices.schema.ts'
import { paymentNoticePlans } from './payment-notices.rules.ts'

/**
 * Who is told what, and how, in one table.
 *
 * | kind            | in the app                       | e-mail                                    |
 * |-----------------|----------------------------------|-------------------------------------------|
 * | voucherApproved | admins of the organisation       | none: the invoice's mail follows          |
 * | voucherRejected | admins of the organisation       | the organisation's: it has to do something |
 * | invoiceIssued   | admins of the organisation       | the billing address, with the files       |
 * | invoicesIssued  | admins of the organisation       | the billing address, one mail with all files |
 * | invoiceRejected | admins of the organisation       | the organisation's: it has to do something |
 * | invoiceApproved | admins of the organisation       | none: the invoice's mail follows          |
 * | invoiceRedFlushed | admins of the organisation     | the billing address, with the red files   |
 * | paymentReversed | admins of the organisation       | the organisation's: it has to do something |
 * | statementTrouble | finance                         | each one's own                            |
 * | invoiceTrouble  | finance                          | each one's own                            |
 *
 * | activation      | nobody: it opens the account     | the person's, with the link               |
 * | passwordReset   | nobody: they cannot log in       | the person's, with the link               |
 * | passwordChanged | the person                       | the person's                              |
 * | mobileCode      | nobody: it proves the mailbox    | the person's, with the code               |
 * | mobileChanged   | the person                       | the person's                              |
 * | learnerMobileChanged | admins of the organisation  | none: the learner has no address           |
 * | learnerTransferred | admins of the one they left    | the organisation's: it may have to object |
 * | registrationApproved | the first admin             | the applicant's, with the activation link |
 * | registrationRejected | nobody: they cannot log in  | the applicant's, with the way to correct it |
 * | registrationCode | nobody: it proves the mailbox   | the applicant's, with the code            |
 * | registrationDue | reviewers                        | each reviewer's own                       |
 * | emailChanged    | the person                       | the address of before                     |
 * | adminAdded      | the person                       | the person's                              |
 * | mailBounced     | admins of the organisation       | none: mail is what does not arrive        |
 *
 * | enrolmentsConfirmed | admins of the organisation   | none: the status page shows it, the order's mails follow |
 * | enrolmentsRejected | admins of the organisation    | the organisation's: it has to do something |
 * | enrolmentRevoked | admins of the organisation      | the organisation's                        |
 * | enrolmentsDue   | reviewers                        | each reviewer's own                       |
 * | enrolmentClosing | admins of the organisation      | the organisation's: it has to do something |
 * | orderExpiring   | admins of the organisation       | the organisation's: it has to do something |
 * | orderExpired    | admins of the organisation       | none: the one before said it              |
 * | paymentReceived | admins of the organisation       | the organisation's, where not exactly what was asked for came |
 * | paymentOdd      | finance                          | each one's own                            |
 * | refundRequested | finance                          | each one's own                            |
 * | refundDecided   | admins of the organisation       | the organisation's                        |
 * | refundDone      | admins of the organisation       | the organisation's                        |
 * | refundFailed    | admins of the organisation       | none: finance finds another way, the refund's page says so |
 * | refundFailedStaff | finance                        | each one's own                            |
 *
 * | certificateIssued | the learner                     | the learner's                             |
 * | certificatesIssued | admins of the organisation     | none: the learners have theirs            |
 * | certificateRevoked | the learner                    | the learner's                             |
 * | learnerCertificateRevoked | admins of the organisation | none                                   |
 * | hoursApproved   | the learner                      | none: it happens often                    |
 * | hoursRejected   | the learner                      | none                                      |
 * | recordedHoursApproved | whoever recorded them      | none                                      |
 * | recordedHoursRejected | whoever recorded them      | none                                      |
 * | certificatesShort | reviewers                      | none: certificates stay valid             |
 *
 * | letterReceived  | admins of the organisation       | none: they see it on the letter's page    |
 *
 * | recharged       | the learner                      | the learner's                             |
 * | cardsEndingForLearner | the learner                | none: the app says it                     |
 * | cardOperationEnded | admins of the organisation    | none: they see it on its page             |
 * | cardsEnding     | admins of the organisation       | the organisation's: it has to do something |
 *
 * A learner without an account is told by mail alone, one without an address in the app alone.
 * An organisation without admins (or without an e-mail address) of its own is told through the nearest one above it.
 */
export type NoticePlan<K extends NoticeKind> = {
  /** Names the event: for one event nobody is told twice over one channel. */
  readonly eventKey: (announcement: AnnouncementOf<K>) => string
  readonly subject: (announcement: AnnouncementOf<K>) => {
    readonly type: (typeof noticeSubjects)[number]
    readonly id: string
  }
  /**
   * `organisation`: its own address; `readers`: the own one of each who reads it in the app; a function: the address
   * that the announcement names; null: no mail.
   */
  readonly email: 'organisation' | 'readers' | ((announcement: AnnouncementOf<K>) => string) | null
  /** Whether this one is mailed at all; every one unless it says otherwise. */
  readonly mailed?: (announcement: AnnouncementOf<K>) => boolean
  /** Who reads it in the app: the organisation's admins unless it says otherwise. */
  readonly app?: NoticeReaders
  /** The link (to this page) or the code that the mail carries. Such a mail goes to its own address and to no other. */
  readonly secret?: (announcement: AnnouncementOf<K>) => SecretName & { readonly page: string | null }
  /**
   * Where it is looked at: where the notice in the app leads to, and the mail, if its template says so and it carries
   * no secret.
   */
  readonly page?: (announcement: AnnouncementOf<K>) => string
}

/** Who reads a notice in the app where it is not an organisation's admins. */
export type NoticeReaders = 'person' | 'reviewers' | 'finance' | 'nobody'

type PersonKind = Extract<Announcement, { accountId: string }>['kind']

const aboutOwnAccount = {
  subject: (a: AnnouncementOf<PersonKind>) => ({ type: 'account' as const, id: a.accountId }),
  email: (a: AnnouncementOf<PersonKind>) => a.email,
  page: () => '/me/profile',
}

const aboutRegistration = {
  subject: (a: { readonly registrationId: string }) => ({ type: 'registration' as const, id: a.registrationId }),
}

export const noticePlans: { readonly [K in NoticeKind]: NoticePlan<K> } = {
  voucherApproved: {
    eventKey: (a) => `voucherApproved:${a.voucherId}`,
    subject: (a) => ({ type: 'voucher', id: a.voucherId }),
    email: null,
    page: (a) => `/vouchers/${a.voucherId}`,
  },
  voucherRejected: {
    eventKey: (a) => `voucherRejected:${a.voucherId}:${a.version}`,
    subject: (a) => ({ type: 'voucher', id: a.voucherId }),
    email: 'organisation',
    page: (a) => `/vouchers/${a.voucherId}`,
  },
  activation: {
    ...aboutOwnAccount,
    app: 'nobody',
    eventKey: (a) => `activation:${a.secretId}`,
    secret: (a) => ({ purpose: 'activation', id: a.secretId, page: '/activate' }),
  },
  passwordReset: {
    ...aboutOwnAccount,
    app: 'nobody',
    eventKey: (a) => `passwordReset:${a.secretId}`,
    secret: (a) => ({ purpose: 'passwordReset', id: a.secretId, page: '/reset-password' }),
  },
  passwordChanged: {
    ...aboutOwnAccount,
    app: 'person',
    eventKey: (a) => `passwordChanged:${a.accountId}:${a.changedAt}`,
  },
  mobileCode: {
    ...aboutOwnAccount,
    app: 'nobody',
    eventKey: (a) => `mobileCode:${a.secretId}`,
    secret: (a) => ({ purpose: 'mobileChange', id: a.secretId, page: null }),
  },
  mobileChanged: {
    ...aboutOwnAccount,
    app: 'person',
    eventKey: (a) => `mobileChanged:${a.accountId}:${a.changedAt}`,
  },
  learnerMobileChanged: {
    eventKey: (a) => `learnerMobileChanged:${a.learnerId}:${a.changedAt}`,
    subject: (a) => ({ type: 'learner', id: a.learnerId }),
    email: null,
    page: (a) => `/learners/${a.learnerId}`,
  },
  learnerTransferred: {
    eventKey: (a) => `learnerTransferred:${a.learnerId}:${a.transferredAt}`,
    subject: (a) => ({ type: 'learner', id: a.learnerId }),
    email: 'organisation',
  },
  registrationApproved: {
    ...aboutOwnAccount,
    app: 'person',
    eventKey: (a) => `registrationApproved:${a.registrationId}`,
    secret: (a) => ({ purpose: 'activation', id: a.secretId, page: '/activate' }),
  },
  registrationRejected: {
    ...aboutRegistration,
    app: 'nobody',
    eventKey: (a) => `registrationRejected:${a.registrationId}:${a.rejectedAt}`,
    email: (a) => a.email,
    page: (a) => `/register/${a.registrationId}`,
  },
  registrationCode: {
    ...aboutRegistration,
    app: 'nobody',
    eventKey: (a) => `registrationCode:${a.secretId}`,
    email: (a) => a.email,
    secret: (a) => ({ purpose: 'registrationResume', id: a.secretId, page: null }),
  },
  registrationDue: {
    ...aboutRegistration,
    app: 'reviewers',
    eventKey: (a) => `registrationDue:${a.registrationId}:${a.dueAt}:${a.overdue ? 'overdue' : 'soon'}`,
    email: 'readers',
    page: (a) => `/desk/registrations/${a.registrationId}`,
  },
  emailChanged: {
    ...aboutOwnAccount,
    app: 'person',
    eventKey: (a) => `emailChanged:${a.accountId}:${a.changedAt}`,
  },
  adminAdded: {
    ...aboutOwnAccount,
    app: 'person',
    eventKey: (a) => `adminAdded:${a.organisationId}:${a.accountId}:${a.addedAt}`,
  },
  mailBounced: {
    eventKey: (a) => `mailBounced:${a.organisationId}:${a.address}:${a.bouncedAt}`,
    subject: (a) => ({ type: 'organisation', id: a.organisationId }),
    email: null,
    page: () => '/notices/mail',
  },
  ...enrolmentNoticePlans,
  ...paymentNoticePlans,
  ...invoiceNoticePlans,
  ...letterNoticePlans,
  ...certificateNoticePlans,
  ...hourNoticePlans,
  ...cardNoticePlans,
}

export function planOf<K extends NoticeKind>(announcement: AnnouncementOf<K>): NoticePlan<K> {
  return noticePlans[announcement.kind] as NoticePlan<K>
}
