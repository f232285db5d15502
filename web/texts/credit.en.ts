import type { CreditTexts } from './credit.zh-CN.ts'
import type { Translation } from './texts.ts'

export const en: Translation<CreditTexts> = {
  title: 'Credit',
  notOpened: 'The credit did not open',
  total: 'In all',
  lead: 'Money that was paid too much, twice or too late is kept here, to the fen. Pay other orders with it, or ask for it back.',
  empty: 'No credit yet',
  emptyText: 'What is paid too much or twice is kept here by itself, for the next order.',
  changed: (v) => `changed ${v.when}`,
  use: 'Pay an order',
  askBack: 'Ask for it back',
  entries: 'Movements',
  entriesNotOpened: 'The movements did not open',
  noEntries: 'Nothing has moved yet',
  after: (v) => `${v.amount} left`,
  over: 'Paid too much',
  double: 'Paid twice',
  late: 'Paid too late',
  refundToCredit: 'Refund put here',
  refundReturned: 'Refund that failed, put back',
  orderPaid: 'Order paid',
  refundFromCredit: 'Asked back, set aside',
  reversed: 'Booked by mistake, taken back',
  correction: 'Correction',
  ofOrder: (v) => `Order ${v.number}`,
  ofRefund: (v) => `Refund ${v.number}`,

  recharges: 'Study-card recharges',
  rechargesLead:
    'Buy study cards for your learners: choose a plan and an amount, then pay online or by transfer. Once paid, a batch of cards is made from which learners are recharged.',
  newRecharge: 'New recharge',
  noRecharges: 'No recharges yet',
  noRechargesText: 'Orders for study cards and how they were paid are listed here.',
  online: (v) => `${v.amount} paid online`,
}
