import { accountsRouter } from '../features/accounts/accounts.router.ts'
import { attendanceRouter } from '../features/attendance/attendance.router.ts'
import { auditRouter } from '../features/audit/audit.router.ts'
import { centreRouter } from '../features/centre/centre.router.ts'
import { certificatesRouter } from '../features/certificates/certificates.router.ts'
import { creditRouter } from '../features/credit/credit.router.ts'
import { lettersRouter } from '../features/documents/letters.router.ts'
import { enrolmentsRouter } from '../features/enrolments/enrolments.router.ts'
import { financeRouter } from '../features/finance/finance.router.ts'
import { hoursRouter } from '../features/hours/hours.router.ts'
import { importsRouter } from '../features/imports/imports.router.ts'
import { inboxRouter } from '../features/invoices/inbox.router.ts'
import { invoicesRouter } from '../features/invoices/invoices.router.ts'
import { jobsRouter } from '../features/jobs/jobs.router.ts'
import { learnersRouter } from '../features/learners/learners.router.ts'
import { learningPlatformsRouter } from '../features/learning-platforms/learning-platforms.router.ts'
import { ledgerRouter } from '../features/ledger/ledger.router.ts'
import { noticesRouter } from '../features/notices/notices.router.ts'
import { templatesRouter } from '../features/notices/templates.router.ts'
import { ordersRouter } from '../features/orders/orders.router.ts'
import { organisationsRouter } from '../features/organisations/organisations.router.ts'
import { paymentsRouter } from '../features/payments/payments.router.ts'
import { plansRouter } from '../features/plans/plans.router.ts'
import { privacyRouter } from '../features/privacy/privacy.router.ts'
import { matchingDeskRouter } from '../features/reconciliation/matching-desk.router.ts'
import { reconciliationOverviewRouter } from '../features/reconciliation/overview.router.ts'
import { reconciliationRouter } from '../features/reconciliation/reconciliation.router.ts'
import { refundsRouter } from '../features/refunds/refunds.router.ts'
import { registrationsRouter } from '../features/registrations/registrations.router.ts'
import { reportsRouter } from '../features/reports/reports.router.ts'
import { statementsRouter } from '../features/statements/statements.router.ts'
import { studyRouter } from '../features/study/study.router.ts'
import { studyCardsRouter } from '../features/study-cards/study-cards.router.ts'
import { vouchersRouter } from '../features/vouchers/vouchers.router.ts'
import { t } from './init.ts'

export const appRouter = t.router({
  accounts: accountsRouter,
  attendance: attendanceRouter,
  audit: auditRouter,
  centre: centreRouter,
  certificates: certificatesRouter,
  plans: plansRouter,
  organisations: organisationsRouter,
  orders: ordersRouter,
  credit: creditRouter,
  payments: paymentsRouter,
  learners: learnersRouter,
  ledger: ledgerRouter,
  learningPlatforms: learningPlatformsRouter,
  study: studyRouter,
  vouchers: vouchersRouter,
  jobs: jobsRouter,
  invoices: invoicesRouter,
  inbox: inboxRouter,
  enrolments: enrolmentsRouter,
  finance: financeRouter,
  hours: hoursRouter,
  imports: importsRouter,
  letters: lettersRouter,
  matching: matchingDeskRouter,
  notices: noticesRouter,
  templates: templatesRouter,
  privacy: privacyRouter,
  reconciliation: reconciliationRouter,
  reconciliationOverview: reconciliationOverviewRouter,
  refunds: refundsRouter,
  registrations: registrationsRouter,
  reports: reportsRouter,
  statements: statementsRouter,
  studyCards: studyCardsRouter,
})

export type AppRouter = typeof appRouter
