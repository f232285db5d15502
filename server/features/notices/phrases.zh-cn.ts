import { type NoticePhrases, yuan } from './notice-phrases.ts'
import { rejectReasonOf, withoutStop } from './notice-text.ts'

const rejectReasons: NoticePhrases['rejectReasons'] = {
  amountTooLow: '凭证上的金额少于应缴金额',
  unclear: '图片看不清，金额、付款单位或订单号认不出来',
  notASlip: '上传的不是银行转账凭证',
  wrongPayee: '收款单位或收款账号不是我们的',
  wrongOrder: '凭证不是这个订单的',
  usedBefore: '这张凭证已经用过了',
  payerUnknown: '付款人不是贵单位，也没有说明代付关系',
  other: '其他原因',
}

export const phrasesChinese: NoticePhrases = {
  people: (count) => `${count} 人`,
  someOf: (a) => (a.count > a.names.length ? `${a.names.join('、')}等 ${a.count} 人` : a.names.join('、')),
  list: (parts) => parts.join('、'),
  cardOperations: { recharge: '充值', takeBack: '收回学习卡', open: '批量开通课程' },
  cardOutcome: (code) => (code === null ? '已经完成' : '没有办成'),
  cardNext: (code) =>
    code === null ? '打开可以看到每个人的金额。' : '一笔也没有记，打开可以看到原因，改好后再办一次。',
  rejectReasons,
  reason: (a) => rejectReasonOf(rejectReasons, a.reasonCode, a.reasonNote, '；'),
  balance: (a) => [
    ...(a.outstandingFen > 0 ? [`订单还差 ${yuan(a.outstandingFen)}，请在付款期限内补足。`] : []),
    ...(a.creditFen > 0 ? [`多付的 ${yuan(a.creditFen)} 已记为贵单位的预存款，可以用于别的订单或申请退款。`] : []),
  ],
  whose: (organisationName) => (organisationName === '' ? '您的账号' : `${organisationName}的账号`),
  dueState: (overdue) => (overdue ? '已超时' : '快到时限'),
  feeNote: (fee) => (fee > 0 ? `应缴 ${yuan(fee)}，请下单缴费` : '不用缴费'),
  methods: {
    transfer: '对公转账',
    card: '银行卡快捷支付',
    netbank: '网银支付',
    alipay: '支付宝',
    wechat: '微信支付',
    credit: '预存款',
  },
  providers: { unionpay: '银联', alipay: '支付宝', wechat: '微信支付', sandbox: '沙箱银行' },
  paymentResult(a) {
    switch (a.outcome) {
      case 'exact':
        return '已缴清'
      case 'under':
        return `还差 ${yuan(a.outstandingFen)}，请在付款期限内补足`
      case 'over':
        return `已缴清；多付的 ${yuan(a.creditFen)} 记为贵单位的预存款`
      case 'late':
        return '但订单已经关闭，这笔钱记为贵单位的预存款'
      case 'double':
        return '但订单之前已经缴清，这笔重复支付记为贵单位的预存款'
    }
  },
  creditNote: (credit) => (credit > 0 ? ['预存款可以用于别的订单，也可以申请退款。'] : []),
  refundOutcome: (approved) => (approved ? '已通过' : '没有通过'),
  refundDecision: (a) => (a.approved ? '已经通过，正在办理' : `没有通过${a.note ? `：${withoutStop(a.note)}` : ''}`),
  refundNext: (approved) => (approved ? '办好以后会再发通知。' : '有疑问请联系培训中心；改好以后可以再申请。'),
  refundWays: {
    source: '已退回原付款账户',
    transfer: '已通过银行转账退回',
    credit: '已转入贵单位的预存款',
    order: '已转到贵单位的另一个订单',
  },
  refundWayNote: (way) => (way === 'source' ? ['银行入账一般要 1 到 7 个工作日。'] : []),
  filesNote: (count, part) => [
    count > 0
      ? `发票文件在附件里（共 ${count} 个），也可以登录系统下载。`
      : '发票文件不随邮件发送，请联系培训中心领取。',
    ...(part ? [`文件较大，分 ${part.of} 封邮件寄出，这是第 ${part.number} 封。`] : []),
  ],
  severalFilesNote: (count) =>
    count > 0
      ? `发票文件都在附件里（共 ${count} 个），也可以登录系统下载。`
      : '发票文件不随邮件发送，请联系培训中心领取。',
  redReasons: { wrong: '开票有误', returned: '退货', serviceEnded: '服务中止', allowance: '销售折让' },
  redFilesNote: (count) => (count > 0 ? [`红字发票在附件里（共 ${count} 个文件）。`] : []),
  reissueNote: (reissue) =>
    reissue ? '会按新的开票信息重新开具，开出后另行发送。' : '这张发票作废，不再重开。需要重开请联系培训中心。',
  statementWhy: ({ why, count }) => {
    switch (why) {
      case 'gaps':
        return `余额${count === undefined ? '' : `有 ${count} 处`}对不上，可能缺流水`
      case 'rowsLeftOut':
        return `有${count === undefined ? '几' : ` ${count} `}行读不出来，没有导入`
      case 'reversedMatched':
        return `有${count === undefined ? '几' : ` ${count} `}笔已经对上订单的收款被银行冲正`
      case 'refused':
        return '没有导入'
    }
  },
}
