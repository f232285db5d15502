import { accountsRouter } from '../features/accounts/accounts.router.ts'
import { attendanceRouter } from '../features/attendance/attendance.router.ts'
import { auditRouter } from '../features/audit/audit.router.ts'
import { centreRouter } from '../features/centre/centre.router.ts'
import { creditRouter } from '../features/credit/credit.router.ts'
import { enrolmentsRouter } from '../features/enrolments/enrolments.router.ts'
import { financeRouter } from '../features/finance/finance.router.ts'
import { importsRouter } from '../features/imports/imports.router.ts'
import { inboxRouter } from '../features/invoices/inbox.router.ts'
import { invoicesRouter } from '../features/invoices/invoices.router.ts'
import { jobsRouter } from '../features/jobs/jobs.router.ts'
import { learnersRouter } from '../features/learners/learners.router.ts'
import { noticesRouter } from '../features/notices/notices.router.ts'
import { templatesRouter } from '../features/notices/templates.router.ts'
import { ordersRouter } from '../features/orders/orders.router.ts'
import { organisationsRouter } from '../features/organisations/organisations.router.ts'
import { paymentsRouter } from '../features/payments/payments.router.ts'
import { plansRouter } from '../features/plans/plans.router.ts'
import { matchingDeskRouter } from '../features/reconciliation/matching-desk.router.ts'
import { reconciliationOverviewRouter } from '../features/reconciliation/overview.router.ts'
import { reconciliationRouter } from '../features/reconciliation/reconciliation.router.ts'
import { refundsRouter } from '../features/refunds/refunds.router.ts'
import { registrationsRouter } from '../features/registrations/registrations.router.ts'
import { statementsRouter } from '../features/statements/statements.router.ts'
import { vouchersRouter } from '../features/vouchers/vouchers.router.ts'
import { t } from './init.ts'

export const appRouter = t.router({
  accounts: accountsRouter,
  attendance: attendanceRouter,
  audit: auditRouter,
  centre: centreRouter,
  plans: plansRouter,
  organisations: organisationsRouter,
  orders: ordersRouter,
  credit: creditRouter,
  payments: paymentsRouter,
  learners: learnersRouter,
  vouchers: vouchersRouter,
  jobs: jobsRouter,
  invoices: invoicesRouter,
  inbox: inboxRouter,
  enrolments: enrolmentsRouter,
  finance: financeRouter,
  imports: importsRouter,
  matching: matchingDeskRouter,
  notices: noticesRouter,
  templates: templatesRouter,
  reconciliation: reconciliationRouter,
  reconciliationOverview: reconciliationOverviewRouter,
  refunds: refundsRouter,
  registrations: registrationsRouter,
  statements: statementsRouter,
})

export type AppRouter = typeof appRouter
