import type { RouteDefinition, RouteSectionProps } from '@solidjs/router'
import { type Component, lazy } from 'solid-js'
import { OrganisationFrame } from './features/shell/organisation-frame.tsx'
import { textsReady } from './texts/texts.ts'

type PageModule = { readonly default: Component<RouteSectionProps> }

/** A page in a chunk of its own, shown when its texts are there too in the chosen language. */
function page(load: () => Promise<PageModule>): Component<RouteSectionProps> {
  return lazy(async () => {
    const module = await load()
    await textsReady()
    return module
  })
}

/** Every page of the product: one line each. Files named `desk-…` are the staff's and are not kept for offline use. */
export const routes: RouteDefinition[] = [
  ...(import.meta.env.DEV || import.meta.env.VITE_COMPONENT_PAGE
    ? [
        { path: '/dev/components', component: page(() => import('./dev/component-page.tsx')) },
        { path: '/dev/outbox', component: page(() => import('./dev/outbox-page.tsx')) },
        { path: '/dev/phone', component: page(() => import('./dev/phone-page.tsx')) },
        { path: '/dev/desk-review', component: page(() => import('./dev/desk-review-page.tsx')) },
        { path: '/dev/desk-table', component: page(() => import('./dev/desk-table-page.tsx')) },
      ]
    : []),
  {
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
      { path: '/audit/:id?', component: page(() => import('./features/audit/desk-audit-page.tsx')) },
      { path: '/finance', component: page(() => import('./features/finance/desk-finance-page.tsx')) },
      { path: '/jobs', component: page(() => import('./features/jobs/desk-jobs-page.tsx')) },
      { path: '/settings/:part?', component: page(() => import('./features/centre/desk-settings-page.tsx')) },
      { path: '*', component: page(() => import('./features/shell/not-found-page.tsx')) },
    ],
  },
  { path: '/', component: page(() => import('./features/shell/root-page.tsx')) },
  { path: '/log-in', component: page(() => import('./features/accounts/log-in-page.tsx')) },
  { path: '/log-in/code', component: page(() => import('./features/accounts/code-page.tsx')) },
  { path: '/log-in/password', component: page(() => import('./features/accounts/first-password-page.tsx')) },
  { path: '/log-in/second-factor', component: page(() => import('./features/accounts/second-factor-page.tsx')) },
  { path: '/activate', component: page(() => import('./features/accounts/activate-page.tsx')) },
  { path: '/reset-password', component: page(() => import('./features/accounts/reset-password-page.tsx')) },
  { path: '/register', component: page(() => import('./features/registrations/register-page.tsx')) },
  { path: '/register/:id', component: page(() => import('./features/registrations/registration-page.tsx')) },
  {
    path: '/register/:id/pictures/:fileId',
    component: page(() => import('./features/registrations/registration-picture-page.tsx')),
  },
  { path: '/attend', component: page(() => import('./features/attendance/attendance-page.tsx')) },
  { path: '/attend/:code', component: page(() => import('./features/attendance/attender-page.tsx')) },
  { path: '/log-in/forgotten', component: page(() => import('./features/accounts/forgotten-page.tsx')) },
  {
    path: '/',
    component: OrganisationFrame,
    children: [
      { path: '/audit/:id?', component: page(() => import('./features/audit/audit-page.tsx')) },
      { path: '/imports', component: page(() => import('./features/imports/imports-page.tsx')) },
      { path: '/imports/:id', component: page(() => import('./features/imports/import-page.tsx')) },
      { path: '/learners/new', component: page(() => import('./features/learners/new-learner-page.tsx')) },
      { path: '/learners/:id?', component: page(() => import('./features/learners/learners-page.tsx')) },
      { path: '/tree/:id?', component: page(() => import('./features/organisations/tree-page.tsx')) },
      { path: '/home', component: page(() => import('./features/organisations/home-page.tsx')) },
      { path: '/enrolments', component: page(() => import('./features/enrolments/enrolments-page.tsx')) },
      { path: '/enrolments/:planId/add', component: page(() => import('./features/enrolments/add-people-page.tsx')) },
      {
        path: ['/enrolments/:planId', '/enrolments/:planId/people/:id'],
        component: page(() => import('./features/enrolments/plan-enrolments-page.tsx')),
      },
      { path: '/orders', component: page(() => import('./features/orders/orders-page.tsx')) },
      { path: '/orders/new', component: page(() => import('./features/orders/new-order-page.tsx')) },
      { path: '/orders/:orderId', component: page(() => import('./features/orders/order-page.tsx')) },
      { path: '/upload', component: page(() => import('./features/upload/upload-page.tsx')) },
      { path: '/upload/:planId', component: page(() => import('./features/upload/upload-plan-page.tsx')) },
      { path: '/reconciliation', component: page(() => import('./features/reconciliation/reconciliation-page.tsx')) },
      {
        path: '/orders/:orderId/invoice',
        component: page(() => import('./features/orders/invoice-first-page.tsx')),
      },
      { path: '/credit', component: page(() => import('./features/credit/credit-page.tsx')) },
      { path: '/recharges', component: page(() => import('./features/orders/recharges-page.tsx')) },
      { path: '/orders/:orderId/pay', component: page(() => import('./features/payments/pay-page.tsx')) },
      {
        path: '/orders/:orderId/payments/:paymentId',
        component: page(() => import('./features/payments/payment-page.tsx')),
      },
      { path: '/vouchers', component: page(() => import('./features/vouchers/vouchers-page.tsx')) },
      { path: '/vouchers/:voucherId', component: page(() => import('./features/vouchers/voucher-page.tsx')) },
      {
        path: '/vouchers/:voucherId/invoice-details',
        component: page(() => import('./features/vouchers/invoice-details-page.tsx')),
      },
      {
        path: '/vouchers/:voucherId/pictures/:fileId',
        component: page(() => import('./features/vouchers/picture-page.tsx')),
      },
      { path: '/outbox', component: page(() => import('./features/outbox/outbox-page.tsx')) },
      { path: '/invoices', component: page(() => import('./features/invoices/invoices-page.tsx')) },
      { path: '/invoices/:requestId', component: page(() => import('./features/invoices/invoice-page.tsx')) },
      { path: '/refunds/new', component: page(() => import('./features/refunds/new-refund-page.tsx')) },
      { path: '/refunds/:id?', component: page(() => import('./features/refunds/refunds-page.tsx')) },
      { path: '/notices', component: page(() => import('./features/notices/notices-page.tsx')) },
      { path: '/notices/mail', component: page(() => import('./features/notices/own-mail-page.tsx')) },
      { path: '/billing', component: page(() => import('./features/organisations/billing-page.tsx')) },
      { path: '/me', component: page(() => import('./features/accounts/me-page.tsx')) },
      { path: '/me/password', component: page(() => import('./features/accounts/password-page.tsx')) },
      { path: '/me/profile', component: page(() => import('./features/accounts/profile-page.tsx')) },
      { path: '/me/mobile', component: page(() => import('./features/accounts/mobile-page.tsx')) },
      { path: '/me/email', component: page(() => import('./features/accounts/email-page.tsx')) },
      { path: '/me/devices', component: page(() => import('./features/accounts/devices-page.tsx')) },
    ],
  },
  { path: '/learner', component: page(() => import('./features/learners/learner-page.tsx')) },
  { path: '*', component: page(() => import('./features/shell/not-found-page.tsx')) },
]
