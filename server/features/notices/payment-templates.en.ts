import { yuan } from './notice-phrases.ts'
import { type NoticeTemplate, shanghaiTime, withoutStop } from './notice-text.ts'
import type { PaymentNoticeKind } from './payment-notices.rules.ts'
import { phrasesEnglish as say } from './phrases.en.ts'

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
    sentence: `${yuan(a.receivedFen)} came for order ${a.orderNumber} by ${say.methods[a.method]}; ${say.paymentResult(a)}.`,
    facts: [
      ['Order', a.orderNumber],
      ['Paid by', say.methods[a.method]],
      ['Received', yuan(a.receivedFen)],
      ...(a.creditFen > 0 ? [['Moved to your credit', yuan(a.creditFen)] as const] : []),
      ...(a.outstandingFen > 0 ? [['Still due', yuan(a.outstandingFen)] as const] : []),
    ],
    steps: say.creditNote(a.creditFen),
  }),
  paymentOdd: (a, revealed) => ({
    title: `A notice from ${say.providers[a.provider]} does not fit: ${a.tradeNo || 'no trade number'}`,
    sentence: `A payment notice from ${say.providers[a.provider]} does not fit our records; please look into it.`,
    facts: [
      ['Provider', say.providers[a.provider]],
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
    title: `Refund ${say.refundOutcome(a.approved)}: ${a.refundNumber}`,
    sentence: `Refund ${a.refundNumber} (${yuan(a.amountFen)}) ${say.refundDecision(a)}.`,
    facts: [
      ['Refund', a.refundNumber],
      ['Amount', yuan(a.amountFen)],
      ...(a.note ? [[a.approved ? 'Note' : 'Reason', a.note] as const] : []),
    ],
    steps: [say.refundNext(a.approved)],
  }),
  refundDone: (a) => ({
    title: `Refund done: ${a.refundNumber} ${yuan(a.amountFen)}`,
    sentence: `Refund ${a.refundNumber} is done: ${yuan(a.amountFen)} ${say.refundWays[a.way]}.`,
    facts: [
      ['Refund', a.refundNumber],
      ['Amount', yuan(a.amountFen)],
    ],
    steps: say.refundWayNote(a.way),
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
