import { accountForgotten } from '../features/accounts/accounts.queues.ts'
import { auditSeal } from '../features/audit/audit.queues.ts'
import {
  certificatesIssue,
  certificatesSweep,
  certificatesTell,
  certificatesTellOrganisations,
} from '../features/certificates/certificates.queues.ts'
import { lettersTell } from '../features/documents/letters.queues.ts'
import { enrolmentsClosing, enrolmentsRemind } from '../features/enrolments/enrolments.queues.ts'
import { hoursSettle, hoursSweep } from '../features/hours/hours.queues.ts'
import { importsCommit, importsRead, importsSweep, importsTidy } from '../features/imports/imports.queues.ts'
import { inboxRead } from '../features/invoices/inbox.queues.ts'
import { invoiceIssue, invoicesCompare, invoicesSweep } from '../features/invoices/invoices.queues.ts'
import { learningTakeUp } from '../features/learning-platforms/learning-platforms.queues.ts'
import { ledgerProve } from '../features/ledger/ledger.queues.ts'
import { noticeMail } from '../features/notices/notices.queues.ts'
import { ordersExpire, ordersRemind } from '../features/orders/orders.queues.ts'
import { paymentQuery, paymentsSweep } from '../features/payments/payments.queues.ts'
import { privacyRemoveFiles, privacyRetain } from '../features/privacy/privacy.queues.ts'
import { refundSend, refundsQuery } from '../features/refunds/refunds.queues.ts'
import {
  registrationCheck,
  registrationCompress,
  registrationRead,
  registrationsForget,
  registrationsRemind,
  registrationTidy,
} from '../features/registrations/registrations.queues.ts'
import { statementsMatch, statementsRead } from '../features/statements/statements.queues.ts'
import { cardsEnd, cardsRun, cardsSweep, cardsTell } from '../features/study-cards/study-cards.queues.ts'
import {
  orderCheckAmount,
  voucherAddLine,
  voucherCompress,
  voucherRead,
  voucherSettle,
  voucherTidy,
} from '../features/vouchers/vouchers.queues.ts'

/** Every queue, by name. The worker's handlers are typed by these keys: a queue without a handler does not compile. */
export const allQueues = {
  'voucher.compress': voucherCompress,
  'voucher.read': voucherRead,
  'voucher.add-line': voucherAddLine,
  'order.check-amount': orderCheckAmount,
  'voucher.settle': voucherSettle,
  'voucher.tidy': voucherTidy,
  'orders.expire': ordersExpire,
  'orders.remind': ordersRemind,
  'payment.query': paymentQuery,
  'payments.sweep': paymentsSweep,
  'refund.send': refundSend,
  'refunds.query': refundsQuery,
  'registration.compress': registrationCompress,
  'registration.read': registrationRead,
  'registration.check': registrationCheck,
  'registration.tidy': registrationTidy,
  'registrations.remind': registrationsRemind,
  'registrations.forget': registrationsForget,
  'enrolments.remind': enrolmentsRemind,
  'enrolments.closing': enrolmentsClosing,
  'imports.read': importsRead,
  'imports.commit': importsCommit,
  'imports.sweep': importsSweep,
  'imports.tidy': importsTidy,
  'cards.run': cardsRun,
  'cards.sweep': cardsSweep,
  'cards.tell': cardsTell,
  'cards.end': cardsEnd,
  'statements.read': statementsRead,
  'reconciliation.match': statementsMatch,
  'invoice.issue': invoiceIssue,
  'invoices.sweep': invoicesSweep,
  'invoices.compare': invoicesCompare,
  'invoices.inbox': inboxRead,
  'learning.take-up': learningTakeUp,
  'notice.mail': noticeMail,
  'account.forgotten': accountForgotten,
  'certificates.issue': certificatesIssue,
  'certificates.sweep': certificatesSweep,
  'certificates.tell': certificatesTell,
  'certificates.tell-organisations': certificatesTellOrganisations,
  'hours.settle': hoursSettle,
  'hours.sweep': hoursSweep,
  'letters.tell': lettersTell,
  'privacy.retain': privacyRetain,
  'privacy.remove-files': privacyRemoveFiles,
  'audit.seal': auditSeal,
  'ledger.prove': ledgerProve,
} as const

export type QueueName = keyof typeof allQueues
