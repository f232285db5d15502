import type { RouteDefinition } from '@solidjs/router'
import { page } from './page.ts'

/** Every page of the staff, one line each, as `page.ts` and `routes.ts` have everybody's: phones never load this table. */
export const deskRoutes: RouteDefinition = {
  path: '/desk',
  component: page(() => import('./features/shell/desk-frame.tsx')),
  children: [
    { path: '/', component: page(() => import('./features/shell/desk-home.tsx')) },
    { path: '/today', component: page(() => import('./features/shell/desk-today-page.tsx')) },
    { path: '/vouchers/:id?', component: page(() => import('./features/vouchers/desk-review-page.tsx')) },
    {
      path: '/registrations/:id?',
      component: page(() => import('./features/registrations/desk-registrations-page.tsx')),
    },
    { path: '/payments/:id?', component: page(() => import('./features/payments/desk-payments-page.tsx')) },
    { path: '/enrolments/:id?', component: page(() => import('./features/enrolments/desk-enrolments-page.tsx')) },
    { path: '/statements/:id?', component: page(() => import('./features/statements/desk-statements-page.tsx')) },
    { path: '/matching/:id?', component: page(() => import('./features/reconciliation/desk-matching-page.tsx')) },
    { path: '/invoices/:id?', component: page(() => import('./features/invoices/desk-invoices-page.tsx')) },
    { path: '/inbox/:id?', component: page(() => import('./features/invoices/desk-inbox-page.tsx')) },
    { path: '/orders/:id?', component: page(() => import('./features/orders/desk-orders-page.tsx')) },
    {
      path: '/reconciliation/:id?',
      component: page(() => import('./features/reconciliation/desk-overview-page.tsx')),
    },
    { path: '/refunds/new', component: page(() => import('./features/refunds/desk-new-refund-page.tsx')) },
    { path: '/refunds/:id?', component: page(() => import('./features/refunds/desk-refunds-page.tsx')) },
    { path: '/mail/:id?', component: page(() => import('./features/notices/desk-mail-page.tsx')) },
    { path: '/templates/:kind?', component: page(() => import('./features/notices/desk-templates-page.tsx')) },
    { path: '/plans/:id?', component: page(() => import('./features/plans/desk-plans-page.tsx')) },
    {
      path: '/organisations/:id?',
      component: page(() => import('./features/organisations/desk-organisations-page.tsx')),
    },
    { path: '/accounts/:id?', component: page(() => import('./features/accounts/desk-accounts-page.tsx')) },
    { path: '/learners/:id?', component: page(() => import('./features/learners/desk-learners-page.tsx')) },
    { path: '/imports/:id?', component: page(() => import('./features/imports/desk-imports-page.tsx')) },
    { path: '/hours/:id?', component: page(() => import('./features/hours/desk-hours-page.tsx')) },
    { path: '/cards/history', component: page(() => import('./features/study-cards/desk-cards-history-page.tsx')) },
    {
      path: '/cards/recharge',
      component: page(() => import('./features/study-cards/desk-cards-recharge-page.tsx')),
    },
    {
      path: '/cards/recharge/import',
      component: page(() => import('./features/study-cards/desk-cards-import-page.tsx')),
    },
    {
      path: '/cards/operations/:id',
      component: page(() => import('./features/study-cards/desk-card-operation-page.tsx')),
    },
    { path: '/cards/:id?', component: page(() => import('./features/study-cards/desk-cards-page.tsx')) },
    { path: '/cards/:id/take-back', component: page(() => import('./features/study-cards/desk-take-back-page.tsx')) },
    { path: '/audit/:id?', component: page(() => import('./features/audit/desk-audit-page.tsx')) },
    { path: '/ledger/:id?', component: page(() => import('./features/ledger/desk-ledger-page.tsx')) },
    { path: '/finance', component: page(() => import('./features/finance/desk-finance-page.tsx')) },
    { path: '/reports/plans', component: page(() => import('./features/reports/desk-plan-report-page.tsx')) },
    { path: '/reports/archive', component: page(() => import('./features/reports/desk-archive-page.tsx')) },
    { path: '/reports/reconciliation', component: page(() => import('./features/reports/desk-money-report-page.tsx')) },
    { path: '/reports/invoices', component: page(() => import('./features/reports/desk-invoice-report-page.tsx')) },
    {
      path: '/certificates/:id?',
      component: page(() => import('./features/certificates/desk-certificates-page.tsx')),
    },
    { path: '/letters/:id?', component: page(() => import('./features/letters/desk-letters-page.tsx')) },
    {
      path: '/platforms/:id?',
      component: page(() => import('./features/learning-platforms/desk-platforms-page.tsx')),
    },
    { path: '/jobs', component: page(() => import('./features/jobs/desk-jobs-page.tsx')) },
    { path: '/privacy/:id?', component: page(() => import('./features/privacy/desk-privacy-page.tsx')) },
    { path: '/settings/:part?', component: page(() => import('./features/centre/desk-settings-page.tsx')) },
    { path: '*', component: page(() => import('./features/shell/not-found-page.tsx')) },
  ],
}
