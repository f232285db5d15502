import { type Fen, formatFen } from '../../core/money.ts'
import { type NoticeTemplate, shanghaiTime, withoutStop } from './notice-text.ts'
import type { AnnouncementOf } from './notices.schema.ts'
import type { PaymentNoticeKind } from './payment-notices.rules.ts'

const yuan = (amount: Fen) => `¥${formatFen(amount)}`

export const paymentMethodsEnglish: Readonly<Record<AnnouncementOf<'paymentReceived'>['method'], string>> = {
  transfer: 'bank transfer',
  card: 'bank card',
  netbank: 'online banking',
  alipay: 'Alipay',
  wechat: 'WeChat Pay',
  credit: 'credit',
}

const providers: Readonly<Record<AnnouncementOf<'paymentOdd'>['provider'], string>> = {
  unionpay: 'UnionPay',
  alipay: 'Alipay',
  wechat: 'WeChat Pay',
  sandbox: 'the sandbox bank',
}

const refundWays: Readonly<Record<AnnouncementOf<'refundDone'>['way'], string>> = {
  source: 'went back to the account that it was paid from',
  transfer: 'went back by bank transfer',
  credit: "was added to your organisation's credit",
  order: "was moved to another order of your organisation's",
}

function received(a: AnnouncementOf<'paymentReceived'>): string {
  const came = `${yuan(a.receivedFen)} came for order ${a.orderNumber} by ${paymentMethodsEnglish[a.method]}`
  switch (a.outcome) {
    case 'exact':
      return `${came}; it is paid.`
    case 'under':
      return `${came}; ${yuan(a.outstandingFen)} is still due, please pay the rest before the deadline.`
    case 'over':
      return `${came}; it is paid, and the ${yuan(a.creditFen)} over the amount is kept as your organisation's credit.`
    case 'late':
      return `${came}, but the order had been closed: the money is kept as your organisation's credit.`
    case 'double':
      return `${came}, but the order had been paid already: this second payment is kept as your organisation's credit.`
  }
}

export const paymentTemplatesEnglish: { readonly [K in PaymentNoticeKind]: NoticeTemplate<K> } = {
  orderExpiring: (a) => ({
    title: `Order to be paid soon: ${a.orderNumber}`,
    sentence: `${yuan(a.outstandingFen)} of order ${a.orderNumber} is not paid; the deadline is ${shanghaiTime(a.expiresAt)}.`,
    facts: [
      ['Order', a.orderNumber],
      ['To pay', yuan(a.outstandingFen)],
      ['Deadline', shanghaiTime(a.expiresAt)],
    ],
    steps: [
      'Log in and open the order under Payment. After the deadline the order is closed and another has to be made; seats and enrolments stay.',
    ],
  }),
  orderExpired: (a) => ({
    title: `Order expired: ${a.orderNumber}`,
    sentence: `Order ${a.orderNumber} (${yuan(a.amountFen)}) was not paid by its deadline and is closed. The enrolments stay, and another order can be made.`,
    facts: [],
    steps: [],
  }),
  paymentReceived: (a) => ({
    title: `Payment received: order ${a.orderNumber}`,
    sentence: received(a),
    facts: [
      ['Order', a.orderNumber],
      ['Paid by', paymentMethodsEnglish[a.method]],
      ['Received', yuan(a.receivedFen)],
      ...(a.creditFen > 0 ? [['Moved to your credit', yuan(a.creditFen)] as const] : []),
      ...(a.outstandingFen > 0 ? [['Still due', yuan(a.outstandingFen)] as const] : []),
    ],
    steps: a.creditFen > 0 ? ['Credit can pay another order, or be refunded.'] : [],
  }),
  paymentOdd: (a, revealed) => ({
    title: `A notice from ${providers[a.provider]} does not fit: ${a.tradeNo || 'no trade number'}`,
    sentence: `A payment notice from ${providers[a.provider]} does not fit our records; please look into it.`,
    facts: [
      ['Provider', providers[a.provider]],
      ...(a.tradeNo === '' ? [] : [['Trade number', a.tradeNo] as const]),
      ['Finding', a.verdict],
      ...(revealed === '' ? [] : [['Look into it', revealed] as const]),
    ],
    steps: [],
    greets: 'finance',
  }),
  refundRequested: (a, revealed) => ({
    title: `Refund to decide: ${a.organisationName} ${yuan(a.amountFen)}`,
    sentence: `${a.requestedByName} asks for a refund of ${yuan(a.amountFen)} for ${a.organisationName}.`,
    facts: [
      ['Refund', a.refundNumber],
      ['Organisation', a.organisationName],
      ['Amount', yuan(a.amountFen)],
      ['Reason', a.reason],
      ...(revealed === '' ? [] : [['Decide it', revealed] as const]),
    ],
    steps: [],
    greets: 'finance',
  }),
  refundDecided: (a) => ({
    title: a.approved ? `Refund approved: ${a.refundNumber}` : `Refund refused: ${a.refundNumber}`,
    sentence: a.approved
      ? `Refund ${a.refundNumber} (${yuan(a.amountFen)}) is approved and under way.`
      : `Refund ${a.refundNumber} (${yuan(a.amountFen)}) was refused${a.note ? `: ${withoutStop(a.note)}` : ''}.`,
    facts: [
      ['Refund', a.refundNumber],
      ['Amount', yuan(a.amountFen)],
      ...(a.note ? [[a.approved ? 'Note' : 'Reason', a.note] as const] : []),
    ],
    steps: a.approved
      ? ['You will be told when it is done.']
      : ['Questions? Call the training centre; after putting it right you can ask again.'],
  }),
  refundDone: (a) => ({
    title: `Refund done: ${a.refundNumber} ${yuan(a.amountFen)}`,
    sentence: `Refund ${a.refundNumber} is done: ${yuan(a.amountFen)} ${refundWays[a.way]}.`,
    facts: [
      ['Refund', a.refundNumber],
      ['Amount', yuan(a.amountFen)],
    ],
    steps: a.way === 'source' ? ['Banks usually take 1 to 7 working days to show it.'] : [],
  }),
  refundFailed: (a) => ({
    title: `Refund failed: ${a.refundNumber}`,
    sentence: `Refund ${a.refundNumber} (${yuan(a.amountFen)}) failed: ${withoutStop(a.failure)}. The money is kept, and the training centre will find another way.`,
    facts: [],
    steps: [],
  }),
  refundFailedStaff: (a, revealed) => ({
    title: `Refund failed: ${a.refundNumber} ${a.organisationName}`,
    sentence: `The refund ${a.refundNumber} (${yuan(a.amountFen)}) of ${a.organisationName} failed: ${withoutStop(a.failure)}. The money is back where it came from; please find another way.`,
    facts: [
      ['Refund', a.refundNumber],
      ['Amount', yuan(a.amountFen)],
      ...(revealed === '' ? [] : [['See to it', revealed] as const]),
    ],
    steps: [],
    greets: 'finance',
  }),
}
