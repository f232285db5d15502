import type { AnnouncementOf, NoticeKind } from './notices.schema.ts'

/**
 * Who is told what, and how, in one table.
 *
 * | kind            | in the app                       | e-mail                                    |
 * |-----------------|----------------------------------|-------------------------------------------|
 * | voucherApproved | admins of the organisation       | none: the invoice's mail follows          |
 * | voucherRejected | admins of the organisation       | the organisation's: it has to do something |
 * | invoiceIssued   | admins of the organisation       | the billing address, with the files       |
 * | invoiceRejected | admins of the organisation       | the organisation's: it has to do something |
 *
 * An organisation without admins (or without an e-mail address) of its own is told through the nearest one above it.
 */
export type NoticePlan<K extends NoticeKind> = {
  /** Names the event: for one event nobody is told twice over one channel. */
  readonly eventKey: (announcement: AnnouncementOf<K>) => string
  readonly subject: (announcement: AnnouncementOf<K>) => {
    readonly type: 'voucher' | 'invoiceRequest'
    readonly id: string
  }
  /** `organisation`: its own address; a function: the address that the announcement names; null: no mail. */
  readonly email: 'organisation' | ((announcement: AnnouncementOf<K>) => string) | null
}

export const noticePlans: { readonly [K in NoticeKind]: NoticePlan<K> } = {
  voucherApproved: {
    eventKey: (a) => `voucherApproved:${a.voucherId}`,
    subject: (a) => ({ type: 'voucher', id: a.voucherId }),
    email: null,
  },
  voucherRejected: {
    eventKey: (a) => `voucherRejected:${a.voucherId}:${a.version}`,
    subject: (a) => ({ type: 'voucher', id: a.voucherId }),
    email: 'organisation',
  },
  invoiceIssued: {
    eventKey: (a) => `invoiceIssued:${a.requestId}:${a.invoiceNumber}`,
    subject: (a) => ({ type: 'invoiceRequest', id: a.requestId }),
    email: (a) => a.email,
  },
  invoiceRejected: {
    eventKey: (a) => `invoiceRejected:${a.requestId}:${a.rejectedAt}`,
    subject: (a) => ({ type: 'invoiceRequest', id: a.requestId }),
    email: 'organisation',
  },
}

export function planOf<K extends NoticeKind>(announcement: AnnouncementOf<K>): NoticePlan<K> {
  return noticePlans[announcement.kind] as NoticePlan<K>
}
