import type { NoticeKind } from '../../../server/features/notices/notices.schema.ts'
import { t } from '../../texts/desk-mail.zh-CN.ts'

const kindWords = {
  voucherApproved: 'kindVoucherApproved',
  voucherRejected: 'kindVoucherRejected',
  invoiceIssued: 'kindInvoiceIssued',
  invoicesIssued: 'kindInvoicesIssued',
  invoiceRejected: 'kindInvoiceRejected',
  invoiceApproved: 'kindInvoiceApproved',
  invoiceRedFlushed: 'kindInvoiceRedFlushed',
  paymentReversed: 'kindPaymentReversed',
  statementTrouble: 'kindStatementTrouble',
  invoiceTrouble: 'kindInvoiceTrouble',
  activation: 'kindActivation',
  passwordReset: 'kindPasswordReset',
  passwordChanged: 'kindPasswordChanged',
  mobileCode: 'kindMobileCode',
  mobileChanged: 'kindMobileChanged',
  learnerMobileChanged: 'kindLearnerMobileChanged',
  learnerTransferred: 'kindLearnerTransferred',
  registrationApproved: 'kindRegistrationApproved',
  registrationRejected: 'kindRegistrationRejected',
  registrationCode: 'kindRegistrationCode',
  registrationDue: 'kindRegistrationDue',
  emailChanged: 'kindEmailChanged',
  adminAdded: 'kindAdminAdded',
  mailBounced: 'kindMailBounced',
  enrolmentsConfirmed: 'kindEnrolmentsConfirmed',
  enrolmentsRejected: 'kindEnrolmentsRejected',
  enrolmentRevoked: 'kindEnrolmentRevoked',
  enrolmentsDue: 'kindEnrolmentsDue',
  enrolmentClosing: 'kindEnrolmentClosing',
  orderExpiring: 'kindOrderExpiring',
  orderExpired: 'kindOrderExpired',
  paymentReceived: 'kindPaymentReceived',
  paymentOdd: 'kindPaymentOdd',
  refundRequested: 'kindRefundRequested',
  refundDecided: 'kindRefundDecided',
  refundDone: 'kindRefundDone',
  refundFailed: 'kindRefundFailed',
  refundFailedStaff: 'kindRefundFailedStaff',
} as const satisfies Record<NoticeKind, string>
export const noticeKinds = Object.keys(kindWords) as readonly NoticeKind[]

/** What a notice is about, in a word. */
export function noticeKindWord(kind: NoticeKind): string {
  return t(kindWords[kind])
}
