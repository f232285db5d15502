import { enrolmentForm, enrolmentForms } from './document-files.ts'
import { health, metrics } from './health.ts'
import { enrolmentTemplate, importReport, importTemplate, uploadImport } from './import-files.ts'
import { droppedFile, uploadDroppedFile } from './inbox-files.ts'
import { invoiceCallback } from './invoice-callbacks.ts'
import { invoiceFile, uploadInvoiceFile } from './invoice-files.ts'
import { learnersExport, learnersFirstPasswords } from './learner-files.ts'
import { gatewayNotice, paymentCashier, paymentReturn, paymentReturnByForm } from './payment-pages.ts'
import { reconciliationExport } from './reconciliation-files.ts'
import {
  registrationOriginal,
  registrationPicture,
  registrationThumbnail,
  uploadRegistrationFile,
} from './registration-files.ts'
import type { Route } from './route.ts'
import { statementFile, statementLines, uploadStatement } from './statement-files.ts'
import { uploadVoucherFile, voucherOriginal, voucherPicture, voucherThumbnail } from './voucher-files.ts'

/** Everything that is not RPC, in one list: app.ts mounts it, the permission test walks it. */
export const routes: readonly Route[] = [
  health,
  metrics,
  uploadVoucherFile,
  voucherPicture,
  voucherThumbnail,
  voucherOriginal,
  uploadRegistrationFile,
  registrationPicture,
  registrationThumbnail,
  registrationOriginal,
  uploadInvoiceFile,
  invoiceFile,
  uploadDroppedFile,
  droppedFile,
  uploadStatement,
  statementFile,
  statementLines,
  learnersExport,
  learnersFirstPasswords,
  reconciliationExport,
  uploadImport,
  importTemplate,
  enrolmentTemplate,
  importReport,
  enrolmentForm,
  enrolmentForms,
  paymentCashier,
  paymentReturn,
  paymentReturnByForm,
  gatewayNotice,
  invoiceCallback,
]
