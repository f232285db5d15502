import type { NoticePlan } from './notices.rules.ts'

const aboutOrder = {
  subject: (a: { readonly orderId: string }) => ({ type: 'order' as const, id: a.orderId }),
  page: (a: { readonly orderId: string }) => `/orders/${a.orderId}`,
}

const aboutRefund = {
  subject: (a: { readonly refundId: string }) => ({ type: 'refund' as const, id: a.refundId }),
}
const ownRefund = { ...aboutRefund, page: (a: { readonly refundId: string }) => `/refunds/${a.refundId}` }
/** Finance look at it on the desk. */
const deskRefund = {
  ...aboutRefund,
  app: 'finance' as const,
  email: 'readers' as const,
  page: (a: { readonly refundId: string }) => `/desk/refunds/${a.refundId}`,
}

export type PaymentNoticeKind =
  | 'orderExpiring'
  | 'orderExpired'
  | 'paymentReceived'
  | 'paymentOdd'
  | 'refundRequested'
  | 'refundDecided'
  | 'refundDone'
  | 'refundFailed'
  | 'refundFailedStaff'

export const paymentNoticePlans: { readonly [K in PaymentNoticeKind]: NoticePlan<K> } = {
  orderExpiring: {
    ...aboutOrder,
    eventKey: (a) => `orderExpiring:${a.orderId}:${a.expiresAt}`,
    email: 'organisation',
  },
  orderExpired: { ...aboutOrder, eventKey: (a) => `orderExpired:${a.orderId}`, email: null },
  paymentReceived: {
    eventKey: (a) => `paymentReceived:${a.paymentId}`,
    subject: (a) => ({ type: 'payment', id: a.paymentId }),
    // What came exactly as asked for is answered by the invoice's mail; the rest has a credit or a debt to tell of.
    email: 'organisation',
    mailed: (a) => a.outcome !== 'exact',
    page: (a) => `/orders/${a.orderId}`,
  },
  paymentOdd: {
    app: 'finance',
    eventKey: (a) => `paymentOdd:${a.provider}:${a.tradeNo}:${a.verdict}`,
    subject: (a) => ({ type: 'gatewayNotice', id: a.noticeId }),
    email: 'readers',
    page: (a) => `/desk/payments?notice=${a.noticeId}`,
  },
  refundRequested: { ...deskRefund, eventKey: (a) => `refundRequested:${a.refundId}` },
  refundDecided: {
    ...ownRefund,
    eventKey: (a) => `refundDecided:${a.refundId}:${a.approved ? 'approved' : 'rejected'}`,
    email: 'organisation',
  },
  refundDone: { ...ownRefund, eventKey: (a) => `refundDone:${a.refundId}`, email: 'organisation' },
  refundFailed: { ...ownRefund, eventKey: (a) => `refundFailed:${a.refundId}`, email: null },
  refundFailedStaff: { ...deskRefund, eventKey: (a) => `refundFailedStaff:${a.refundId}` },
}
