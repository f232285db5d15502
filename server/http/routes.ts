import { certificateArchive, certificatePdf, certificatesExport } from './certificate-files.ts'
import {
  enrolmentForm,
  enrolmentForms,
  hoursStatement,
  letterFile,
  myHoursStatement,
  peopleList,
  rechargeList,
} from './document-files.ts'
import { health, metrics } from './health.ts'
import { hoursExport } from './hour-files.ts'
import {
  enrolmentTemplate,
  hourTemplate,
  importReport,
  importTemplate,
  rechargeTemplate,
  uploadImport,
} from './import-files.ts'
import { droppedFile, uploadDroppedFile } from './inbox-files.ts'
import { invoiceCallback } from './invoice-callbacks.ts'
import { invoiceFile, uploadInvoiceFile } from './invoice-files.ts'
import { learnersExport, learnersFirstPasswords } from './learner-files.ts'
import { ledgerExport } from './ledger-files.ts'
import { gatewayNotice, paymentCashier, paymentReturn, paymentReturnByForm } from './payment-pages.ts'
import { personalDataExport } from './privacy-files.ts'
import { reconciliationExport } from './reconciliation-files.ts'
import {
  registrationOriginal,
  registrationPicture,
  registrationThumbnail,
  uploadRegistrationFile,
} from './registration-files.ts'
import { reportExport } from './report-files.ts'
import type { Route } from './route.ts'
import { statementFile, statementLines, uploadStatement } from './statement-files.ts'
import { studyCardsExport } from './study-card-files.ts'
import { uploadVoucherFile, voucherOriginal, voucherPicture, voucherThumbnail } from './voucher-files.ts'
import { xapiAbout, xapiGet, xapiPost, xapiPut } from './xapi.ts'

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
  studyCardsExport,
  ledgerExport,
  reportExport,
  personalDataExport,
  uploadImport,
  importTemplate,
  enrolmentTemplate,
  hourTemplate,
  hoursExport,
  rechargeTemplate,
  importReport,
  enrolmentForm,
  enrolmentForms,
  letterFile,
  peopleList,
  rechargeList,
  myHoursStatement,
  hoursStatement,
  certificatePdf,
  certificateArchive,
  certificatesExport,
  paymentCashier,
  paymentReturn,
  paymentReturnByForm,
  gatewayNotice,
  invoiceCallback,
  xapiAbout,
  xapiGet,
  xapiPut,
  xapiPost,
]
