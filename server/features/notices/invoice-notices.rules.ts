import type { NoticePlan } from './notices.rules.ts'
import type { Announcement } from './notices.schema.ts'

const aboutRequest = {
  subject: (a: { readonly requestId: string }) => ({ type: 'invoiceRequest' as const, id: a.requestId }),
  page: (a: { readonly requestId: string }) => `/invoices/${a.requestId}`,
}
/** Finance look at it on the desk. */
const toFinance = { app: 'finance' as const, email: 'readers' as const }

export type InvoiceNoticeKind =
  | 'invoiceIssued'
  | 'invoicesIssued'
  | 'invoiceRejected'
  | 'invoiceApproved'
  | 'invoiceRedFlushed'
  | 'paymentReversed'
  | 'statementTrouble'
  | 'invoiceTrouble'

export const invoiceNoticePlans: { readonly [K in InvoiceNoticeKind]: NoticePlan<K> } = {
  invoiceIssued: {
    ...aboutRequest,
    eventKey: (a) => `invoiceIssued:${a.requestId}:${a.invoiceNumber}${a.part ? `:${a.part.number}/${a.part.of}` : ''}`,
    email: (a) => a.email,
  },
  invoicesIssued: {
    // An invoice's number is its own for ever: these invoices are this event.
    eventKey: (a) => `invoicesIssued:${a.requests.map((one) => one.invoiceNumber.replace(' ', '-')).join(':')}`,
    subject: (a) => ({ type: 'invoiceRequest', id: a.requests[0]?.requestId ?? a.organisationId }),
    email: (a) => a.email,
    page: () => '/invoices',
  },
  invoiceRejected: {
    ...aboutRequest,
    eventKey: (a) => `invoiceRejected:${a.requestId}:${a.rejectedAt}`,
    email: 'organisation',
  },
  invoiceApproved: { ...aboutRequest, eventKey: (a) => `invoiceApproved:${a.requestId}`, email: null },
  invoiceRedFlushed: {
    ...aboutRequest,
    eventKey: (a) => `invoiceRedFlushed:${a.requestId}:${a.redNumber}`,
    email: (a) => a.email,
  },
  paymentReversed: {
    eventKey: (a) => `paymentReversed:${a.paymentId}`,
    subject: (a) => ({ type: 'order', id: a.orderId }),
    email: 'organisation',
    page: (a) => `/orders/${a.orderId}`,
  },
  statementTrouble: {
    ...toFinance,
    eventKey: (a) => `statementTrouble:${a.fileId}:${a.why}`,
    subject: (a) => ({ type: 'statementFile', id: a.fileId }),
    page: (a) => `/desk/statements/${a.fileId}`,
  },
  invoiceTrouble: {
    ...toFinance,
    eventKey: (a) => `invoiceTrouble:${a.requestId}:${a.failedAt ?? a.failure.slice(0, 200)}`,
    subject: (a) => ({ type: 'invoiceRequest', id: a.requestId }),
    page: (a) => `/desk/invoices/${a.requestId}`,
  },
}

/** What the mail about it carries; nothing for most kinds. */
export function filesOf(announcement: Announcement) {
  switch (announcement.kind) {
    case 'invoiceIssued':
    case 'invoiceRedFlushed':
      return announcement.files
    case 'invoicesIssued':
      return announcement.requests.flatMap((request) => request.files)
    default:
      return []
  }
}

/** The requests whose invoice has wholly left once this mail has. */
export function requestsIssuedBy(announcement: Announcement): readonly string[] {
  if (announcement.kind === 'invoicesIssued') return announcement.requests.map((request) => request.requestId)
  if (announcement.kind !== 'invoiceIssued') return []
  return announcement.part?.number === announcement.part?.of ? [announcement.requestId] : []
}
