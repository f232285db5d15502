import type { PaymentsTexts } from './payments.zh-CN.ts'
import { plural } from './plural.ts'
import type { Translation } from './texts.ts'

export const en: Translation<PaymentsTexts> = {
  payTitle: 'Confirm payment',
  waitTitle: 'Pay online',
  notOpened: 'The payment did not open',
  toPay: 'To pay',
  order: 'Order',
  plan: 'Training plan',
  method: 'How to pay',
  card: 'Bank card',
  netbank: 'Online banking',
  wechat: 'WeChat Pay',
  alipay: 'Alipay',
  transfer: 'Bank transfer',
  credit: 'Credit',
  cardHint: 'With a bank card and a code sent to your phone',
  netbankHint: 'With the organisation’s online banking and U-key; the account holder is the payer',
  wechatHint: 'Scan the code on the screen with WeChat',
  alipayHint: 'Leads on to Alipay',
  pay: 'Pay',
  opening: 'Opening the cashier',
  newWindow: 'The cashier opens in a new window. Come back to this page when you have paid.',
  sameWindow: 'You come back to Xueshi when you have paid.',
  attemptTime: (v) =>
    `You have ${plural(v.minutes, 'minute', 'minutes')} from opening it; after that it has to be submitted again.`,
  sandboxNote: 'This is a bank for trying out: no real money moves.',
  noMethods: 'The training centre takes no payments online yet. Please pay by bank transfer.',
  byTransfer: 'Pay by bank transfer instead',
  notPayable: 'There is nothing to pay for this order now',
  seeOrder: 'See the order',

  pending: 'Waiting for payment',
  created: 'Cashier not opened yet',
  confirmed: 'Paid',
  failed: 'Not paid',
  expired: 'Timed out',
  cancelled: 'Given up',
  reversed: 'Taken back',
  finish: 'When you have paid, press “I have paid” and we ask the payment provider.',
  done: 'I have paid',
  again: 'Submit again',
  reopen: 'Back to the cashier',
  asking: 'Asking the payment provider',
  stillWaiting: (v) =>
    `Asked at ${v.when}: the provider has not received the money yet. If you have just paid, press again in a moment.`,
  scan: 'Scan with WeChat to pay',
  expiredText:
    'Time is up, so this attempt is void. Submit again to pay. If money was taken all the same, it is dealt with when it arrives and is not lost.',
  failedText: (v) => `The provider says: ${v.failure}. No money was taken; you can submit again.`,
  failedPlain: 'This attempt was not paid. You can submit again.',
  reversedText: (v) =>
    `These ${v.amount} were not for this order: the booking was taken back and does not count as paid.`,
  cancelledText:
    'Another attempt was submitted later, so this one needs no payment. If it was paid as well, the money becomes credit.',
  cancelledOrder:
    'The order takes no more money, so this attempt is void. Money that was taken becomes credit: use it for another order, or ask for it back.',

  exact: (v) => `${v.amount} received. The order is paid.`,
  under: (v) => `${v.amount} received, ${v.rest} is still due. Please pay the rest.`,
  underPaid: (v) => `${v.amount} received, less than was due; the rest came later.`,
  over: (v) =>
    `${v.amount} received. The order is paid, and ${v.credit} too much became credit: use it for another order, or ask for it back.`,
  late: (v) =>
    `The order took no more money when it came, so ${v.credit} became credit: use it for another order, or ask for it back.`,
  double: (v) =>
    `The order was paid already, so this is a double payment. ${v.credit} became credit: use it for another order, or ask for it back.`,
  creditLink: 'See the credit',
  payRest: 'Pay the rest',

  payments: 'Payments',
  attempt: (v) => `Payment ${v.number}`,
  paidAt: 'Paid at',
  received: 'Received',
  asked: 'Asked for',
  tradeNo: 'Payment number',
  providerTradeNo: 'Provider’s number',
  createdAt: 'Submitted',
  createdBy: 'Submitted by',
}
