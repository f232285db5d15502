import { accountsRouter } from '../features/accounts/accounts.router.ts'
import { centreRouter } from '../features/centre/centre.router.ts'
import { invoicesRouter } from '../features/invoices/invoices.router.ts'
import { jobsRouter } from '../features/jobs/jobs.router.ts'
import { noticesRouter } from '../features/notices/notices.router.ts'
import { ordersRouter } from '../features/orders/orders.router.ts'
import { organisationsRouter } from '../features/organisations/organisations.router.ts'
import { plansRouter } from '../features/plans/plans.router.ts'
import { vouchersRouter } from '../features/vouchers/vouchers.router.ts'
import { t } from './init.ts'

export const appRouter = t.router({
  accounts: accountsRouter,
  centre: centreRouter,
  plans: plansRouter,
  organisations: organisationsRouter,
  orders: ordersRouter,
  vouchers: vouchersRouter,
  jobs: jobsRouter,
  invoices: invoicesRouter,
  notices: noticesRouter,
})

export type AppRouter = typeof appRouter
