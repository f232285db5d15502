import { yuan } from './notice-phrases.ts'
import { type NoticeTemplate, shanghaiTime, withoutStop } from './notice-text.ts'
import type { PaymentNoticeKind } from './payment-notices.rules.ts'
import { phrasesChinese as say } from './phrases.zh-cn.ts'

export const paymentTemplatesChinese: { readonly [K in PaymentNoticeKind]: NoticeTemplate<K> } = {
  orderExpiring: (a) => ({
    title: `订单快到付款期限：${a.orderNumber}`,
    sentence: `订单 ${a.orderNumber} 还有 ${yuan(a.outstandingFen)} 没有缴，付款期限是 ${shanghaiTime(a.expiresAt)}。`,
    facts: [
      ['订单号', a.orderNumber],
      ['待缴金额', yuan(a.outstandingFen)],
      ['付款期限', shanghaiTime(a.expiresAt)],
    ],
    steps: ['请登录系统，在“缴费”里打开这个订单付款。过期以后订单关闭，要重新下单；名额和报名不受影响。'],
  }),
  orderExpired: (a) => ({
    title: `订单已过期：${a.orderNumber}`,
    sentence: `订单 ${a.orderNumber}（${yuan(a.amountFen)}）过了付款期限，已经关闭。报名还在，可以重新下单。`,
    facts: [],
    steps: [],
  }),
  paymentReceived: (a) => ({
    title: `已收到付款：订单 ${a.orderNumber}`,
    sentence: `订单 ${a.orderNumber} 收到${say.methods[a.method]} ${yuan(a.receivedFen)}，${say.paymentResult(a)}。`,
    facts: [
      ['订单号', a.orderNumber],
      ['付款方式', say.methods[a.method]],
      ['收到', yuan(a.receivedFen)],
      ...(a.creditFen > 0 ? [['转入预存款', yuan(a.creditFen)] as const] : []),
      ...(a.outstandingFen > 0 ? [['尚欠金额', yuan(a.outstandingFen)] as const] : []),
    ],
    steps: say.creditNote(a.creditFen),
  }),
  paymentOdd: (a, revealed) => ({
    title: `${say.providers[a.provider]}的通知对不上：${a.tradeNo || '无交易号'}`,
    sentence: `收到${say.providers[a.provider]}的一条支付通知，和我们的支付记录对不上，请财务核对。`,
    facts: [
      ['支付渠道', say.providers[a.provider]],
      ...(a.tradeNo === '' ? [] : [['交易号', a.tradeNo] as const]),
      ['系统判断', a.verdict],
      ...(revealed === '' ? [] : [['去核对', revealed] as const]),
    ],
    steps: [],
    greets: '财务老师',
  }),
  refundRequested: (a, revealed) => ({
    title: `退费申请待审核：${a.organisationName} ${yuan(a.amountFen)}`,
    sentence: `${a.requestedByName}为${a.organisationName}申请退费 ${yuan(a.amountFen)}，请审核。`,
    facts: [
      ['退费单号', a.refundNumber],
      ['单位', a.organisationName],
      ['金额', yuan(a.amountFen)],
      ['原因', a.reason],
      ...(revealed === '' ? [] : [['去审核', revealed] as const]),
    ],
    steps: [],
    greets: '财务老师',
  }),
  refundDecided: (a) => ({
    title: `退费申请${say.refundOutcome(a.approved)}：${a.refundNumber}`,
    sentence: `退费申请 ${a.refundNumber}（${yuan(a.amountFen)}）${say.refundDecision(a)}。`,
    facts: [
      ['退费单号', a.refundNumber],
      ['金额', yuan(a.amountFen)],
      ...(a.note ? [[a.approved ? '备注' : '原因', a.note] as const] : []),
    ],
    steps: [say.refundNext(a.approved)],
  }),
  refundDone: (a) => ({
    title: `退费已完成：${a.refundNumber} ${yuan(a.amountFen)}`,
    sentence: `退费 ${a.refundNumber} 已完成，${yuan(a.amountFen)} ${say.refundWays[a.way]}。`,
    facts: [
      ['退费单号', a.refundNumber],
      ['金额', yuan(a.amountFen)],
    ],
    steps: say.refundWayNote(a.way),
  }),
  refundFailed: (a) => ({
    title: `退费没有办成：${a.refundNumber}`,
    sentence: `退费 ${a.refundNumber}（${yuan(a.amountFen)}）没有办成：${withoutStop(a.failure)}。钱还在，培训中心会换一种方式办理。`,
    facts: [],
    steps: [],
  }),
  refundFailedStaff: (a, revealed) => ({
    title: `退费失败：${a.refundNumber} ${a.organisationName}`,
    sentence: `${a.organisationName}的退费 ${a.refundNumber}（${yuan(a.amountFen)}）失败：${withoutStop(a.failure)}。钱已退回原处，请换一种方式办理。`,
    facts: [
      ['退费单号', a.refundNumber],
      ['金额', yuan(a.amountFen)],
      ...(revealed === '' ? [] : [['去处理', revealed] as const]),
    ],
    steps: [],
    greets: '财务老师',
  }),
}
