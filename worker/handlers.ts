import type { z } from 'zod'
import { systemActor } from '../server/core/actor.ts'
import { sendResetLink } from '../server/features/accounts/forgotten-password.ts'
import { sealAudit } from '../server/features/audit/seal-audit.ts'
import { issueCertificates, sweepCertificates } from '../server/features/certificates/issue-certificates.ts'
import { tellLearners, tellOrganisations } from '../server/features/certificates/tell-of-certificates.ts'
import { tellOfLetters } from '../server/features/documents/receive-letters.ts'
import { remindOfClosing, remindReviewers } from '../server/features/enrolments/remind-enrolments.ts'
import { settleHours, sweepHourDecisions } from '../server/features/hours/settle-hours.ts'
import { commitImport } from '../server/features/imports/commit-import.ts'
import { readImport } from '../server/features/imports/read-import.ts'
import { sweepImports } from '../server/features/imports/sweep-imports.ts'
import { askForInvoice } from '../server/features/invoices/ask-for-invoice.ts'
import { readInbox } from '../server/features/invoices/read-inbox.ts'
import { recordInvoiceDelivery } from '../server/features/invoices/record-delivery.ts'
import { compareWithProvider, sweepIssuing } from '../server/features/invoices/sweep-issuing.ts'
import { takeUpMended } from '../server/features/learning-platforms/take-up.ts'
import { proveLedgerByJob } from '../server/features/ledger/prove-ledger.ts'
import { sendNoticeMail } from '../server/features/notices/send-notice-mail.ts'
import { expireOrders } from '../server/features/orders/expire-orders.ts'
import { remindOrders } from '../server/features/orders/remind-orders.ts'
import { queryPayment } from '../server/features/payments/ask-provider.ts'
import { sweepPayments } from '../server/features/payments/sweep-payments.ts'
import { removeErasedFiles } from '../server/features/privacy/remove-erased-files.ts'
import { runRetention } from '../server/features/privacy/run-retention.ts'
import { matchStatements } from '../server/features/reconciliation/run-matching.ts'
import { sendRefund } from '../server/features/refunds/ask-provider.ts'
import { queryRefunds } from '../server/features/refunds/query-refunds.ts'
import { checkRegistration } from '../server/features/registrations/check-registration.ts'
import { forgetDrafts } from '../server/features/registrations/forget-drafts.ts'
import { remindRegistrations } from '../server/features/registrations/remind-registrations.ts'
import {
  compressRegistrationFile,
  readRegistrationFile,
  tidyRegistration,
} from '../server/features/registrations/work-registration-files.ts'
import { readStatementFile } from '../server/features/statements/read-statement-file.ts'
import { endBatches } from '../server/features/study-cards/end-batches.ts'
import { runOperation } from '../server/features/study-cards/run-operation.ts'
import { sweepOperations } from '../server/features/study-cards/sweep-operations.ts'
import { tellCardHolders } from '../server/features/study-cards/tell-card-holders.ts'
import { checkVoucher } from '../server/features/vouchers/check-voucher.ts'
import { drawLine } from '../server/features/vouchers/draw-line.ts'
import { settleDecision } from '../server/features/vouchers/settle-decision.ts'
import { compressFile, readFile, tidyVoucher } from '../server/features/vouchers/work-voucher-files.ts'
import type { allQueues, QueueName } from '../server/platform/all-queues.ts'
import type { WorkerDeps } from './deps.ts'

export type Handlers = {
  readonly [Name in QueueName]: (
    deps: WorkerDeps,
    payload: z.output<(typeof allQueues)[Name]['payload']>,
  ) => Promise<unknown>
}

/** Queue -> use-case; a queue that is missing here does not compile. */
export const handlers: Handlers = {
  'voucher.compress': compressFile,
  'voucher.read': readFile,
  'voucher.add-line': drawLine,
  'order.check-amount': checkVoucher,
  'voucher.settle': settleDecision,
  'voucher.tidy': tidyVoucher,
  'orders.expire': (deps) => expireOrders(deps, systemActor('orders.expire')),
  'orders.remind': remindOrders,
  'payment.query': queryPayment,
  'payments.sweep': sweepPayments,
  'refund.send': sendRefund,
  'refunds.query': (deps) => queryRefunds(deps, systemActor('refunds.query')),
  'registration.compress': compressRegistrationFile,
  'registration.read': readRegistrationFile,
  'registration.check': checkRegistration,
  'registration.tidy': tidyRegistration,
  'registrations.remind': remindRegistrations,
  'registrations.forget': forgetDrafts,
  'enrolments.remind': remindReviewers,
  'enrolments.closing': remindOfClosing,
  'imports.read': readImport,
  'imports.commit': commitImport,
  'imports.sweep': sweepImports,
  'imports.tidy': (deps) => runRetention(deps, ['importFiles']),
  'cards.run': runOperation,
  'cards.sweep': sweepOperations,
  'cards.tell': tellCardHolders,
  'cards.end': (deps) => endBatches(deps),
  'reconciliation.match': (deps) => matchStatements(deps),
  'statements.read': readStatementFile,
  'invoice.issue': askForInvoice,
  'invoices.sweep': sweepIssuing,
  'invoices.compare': compareWithProvider,
  'invoices.inbox': (deps) => readInbox(deps),
  'learning.take-up': takeUpMended,
  'notice.mail': (deps, payload) => sendNoticeMail({ ...deps, afterSent: recordInvoiceDelivery }, payload),
  'account.forgotten': sendResetLink,
  'letters.tell': tellOfLetters,
  'hours.settle': settleHours,
  'hours.sweep': (deps) => sweepHourDecisions(deps),
  'certificates.issue': issueCertificates,
  'certificates.sweep': sweepCertificates,
  'certificates.tell': tellLearners,
  'certificates.tell-organisations': tellOrganisations,
  'privacy.retain': (deps) => runRetention(deps),
  'privacy.remove-files': removeErasedFiles,
  'audit.seal': sealAudit,
  'ledger.prove': proveLedgerByJob,
}
