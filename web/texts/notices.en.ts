import type { NoticesTexts } from './notices.zh-CN.ts'
import type { Translation } from './texts.ts'

export const en: Translation<NoticesTexts> = {
  title: 'Notices',
  notOpened: 'The notices did not open',
  emptyTitle: 'No notices yet',
  emptyText: 'Results of enrolments, payments, refunds and invoices are announced here.',
  emptyTextLearner: 'Recharges, approved hours and certificates are announced here.',
  newOne: 'New',
  readOne: 'Read',
  look: 'Open',
  seeMail: 'Mail sent',
  mailTitle: 'Mail sent',
  mailNotOpened: 'The mail did not load',
  mailEmptyTitle: 'No mail yet',
  mailEmptyText:
    'Invoices, and what needs your hand, are mailed to your organisation. Where it went and whether it arrived is listed here.',
  mailQueued: 'Queued',
  mailRetrying: 'Trying again',
  mailSent: 'Sent',
  mailFailed: 'Not delivered',
  mailFiles: (v) => `${v.count} attached`,
  problemInvalid: 'The address is written wrongly. Please correct it.',
  problemBounced: 'This address takes no mail. Enter one that does, and this mail is sent again by itself.',
  problemOther: 'The mailbox did not take it; the training centre will see to it.',
  bounced: (v) =>
    `Mail to ${v.address} came back, so nothing more is sent there for now. Please enter an address that takes mail: for invoices in the billing data, for notices in the organisation’s details. What waits is then sent by itself.`,
  toBilling: 'Billing data',
  toOrganisation: 'Organisation’s details',
}
