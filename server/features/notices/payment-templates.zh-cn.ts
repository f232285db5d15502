import { type Fen, formatFen } from '../../core/money.ts'
import { type NoticeTemplate, shanghaiTime, withoutStop } from './notice-text.ts'
import type { AnnouncementOf } from './notices.schema.ts'
import type { PaymentNoticeKind } from './payment-notices.rules.ts'

const yuan = (amount: Fen) => `¥${formatFen(amount)}`

export const paymentMethodsChinese: Readonly<Record<AnnouncementOf<'paymentReceived'>['method'], string>> = {
  transfer: '对公转账',
  card: '银行卡快捷支付',
  netbank: '网银支付',
  alipay: '支付宝',
  wechat: '微信支付',
  credit: '预存款',
}

const providers: Readonly<Record<AnnouncementOf<'paymentOdd'>['provider'], string>> = {
  unionpay: '银联',
  alipay: '支付宝',
  wechat: '微信支付',
  sandbox: '沙箱银行',
}

const refundWays: Readonly<Record<AnnouncementOf<'refundDone'>['way'], string>> = {
  source: '已退回原付款账户',
  transfer: '已通过银行转账退回',
  credit: '已转入贵单位的预存款',
  order: '已转到贵单位的另一个订单',
}

/** Why what came is not simply the order paid; what was paid is never said without where it went. */
function received(a: AnnouncementOf<'paymentReceived'>): string {
  const came = `订单 ${a.orderNumber} 收到${paymentMethodsChinese[a.method]} ${yuan(a.receivedFen)}`
  switch (a.outcome) {
    case 'exact':
      return `${came}，已缴清。`
    case 'under':
      return `${came}，还差 ${yuan(a.outstandingFen)}，请在付款期限内补足。`
    case 'over':
      return `${came}，已缴清；多付的 ${yuan(a.creditFen)} 记为贵单位的预存款。`
    case 'late':
      return `${came}，但订单已经关闭，这笔钱记为贵单位的预存款。`
    case 'double':
      return `${came}，但订单之前已经缴清，这笔重复支付记为贵单位的预存款。`
  }
}

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
    sentence: received(a),
    facts: [
      ['订单号', a.orderNumber],
      ['付款方式', paymentMethodsChinese[a.method]],
      ['收到', yuan(a.receivedFen)],
      ...(a.creditFen > 0 ? [['转入预存款', yuan(a.creditFen)] as const] : []),
      ...(a.outstandingFen > 0 ? [['尚欠金额', yuan(a.outstandingFen)] as const] : []),
    ],
    steps: a.creditFen > 0 ? ['预存款可以用于别的订单，也可以申请退款。'] : [],
  }),
  paymentOdd: (a, revealed) => ({
    title: `${providers[a.provider]}的通知对不上：${a.tradeNo || '无交易号'}`,
    sentence: `收到${providers[a.provider]}的一条支付通知，和我们的支付记录对不上，请财务核对。`,
    facts: [
      ['支付渠道', providers[a.provider]],
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
    title: a.approved ? `退费申请已通过：${a.refundNumber}` : `退费申请没有通过：${a.refundNumber}`,
    sentence: a.approved
      ? `退费申请 ${a.refundNumber}（${yuan(a.amountFen)}）已经通过，正在办理。`
      : `退费申请 ${a.refundNumber}（${yuan(a.amountFen)}）没有通过${a.note ? `：${withoutStop(a.note)}` : ''}。`,
    facts: [
      ['退费单号', a.refundNumber],
      ['金额', yuan(a.amountFen)],
      ...(a.note ? [[a.approved ? '备注' : '原因', a.note] as const] : []),
    ],
    steps: a.approved ? ['办好以后会再发通知。'] : ['有疑问请联系培训中心；改好以后可以再申请。'],
  }),
  refundDone: (a) => ({
    title: `退费已完成：${a.refundNumber} ${yuan(a.amountFen)}`,
    sentence: `退费 ${a.refundNumber} 已完成，${yuan(a.amountFen)} ${refundWays[a.way]}。`,
    facts: [
      ['退费单号', a.refundNumber],
      ['金额', yuan(a.amountFen)],
    ],
    steps: a.way === 'source' ? ['银行入账一般要 1 到 7 个工作日。'] : [],
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
