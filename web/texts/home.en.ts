import type { HomeTexts } from './home.zh-CN.ts'
import { plural, within } from './plural.ts'
import type { Translation } from './texts.ts'

export const en: Translation<HomeTexts> = {
  waiting: (v) => `${plural(v.count, 'thing')} to do`,
  nothing: 'Nothing waits for you',
  nothingText: 'Enrolments, payments and invoices that need your hand appear here, the most urgent first.',
  notOpened: 'The home page did not open',
  newOrder: 'New order',
  photograph: 'Photograph slip',
  order: 'Order',
  voucherRejected: 'Slip rejected',
  resubmit: 'Send again',
  invoiceRejected: 'Invoice sent back',
  fix: 'Correct',
  billingIncomplete: 'Billing data incomplete',
  fill: 'Fill in',
  billingText: 'Needed before you can order and be invoiced.',
  voucherDraft: 'Slip not handed in',
  goOn: 'Go on',
  draftFiles: (v) => (v.count === 0 ? 'No pictures yet' : `${plural(v.count, 'picture')} added, not submitted`),
  orderOpen: 'To pay',
  orderInvoiced: 'Invoiced, to pay',
  invoiceApproved: 'Invoice on its way, can be paid',
  payBy: (v) => `Pay by ${within(v.when)}`,
  partlyPaid: 'Partly paid',
  goPay: 'Pay',
  enrolmentsRejected: 'Enrolment rejected',
  correct: 'Correct',
  people: (v) => plural(v.count, 'person', 'people'),
  andOthers: (v) => `and ${v.count} more`,
  enrolmentsDraft: 'Not submitted',
  goSubmit: 'Submit',
  enrolmentsPayable: 'To pay',
  confirmedPeople: (v) => `${plural(v.count, 'person', 'people')} confirmed`,
  notSubmitted: (v) => `${plural(v.count, 'person', 'people')} not submitted yet`,
  learners: 'Learners',
  enrol: 'Enrol people',
  until: (v) => `Due ${within(v.when)}`,
  left: (v) => `${v.duration} left`,
  overdue: 'Past its time',
  moreTasks: (v) => `${v.count} more under Enrol and Pay`,
  atCentre: (v) => `${v.count} with the centre`,
  atCentreParts: (v) =>
    [
      v.enrolments > 0 ? plural(v.enrolments, 'enrolment') : '',
      v.vouchers > 0 ? plural(v.vouchers, 'slip') : '',
      v.invoices > 0 ? plural(v.invoices, 'invoice') : '',
    ]
      .filter(Boolean)
      .join(', '),
}
