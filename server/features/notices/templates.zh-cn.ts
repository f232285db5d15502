import { type Fen, formatFen } from '../../core/money.ts'
import { type NoticeTemplates, rejectReasonOf } from './notice-text.ts'

const yuan = (amount: Fen) => `¥${formatFen(amount)}`

/** Why a voucher was rejected, by the codes of vouchers.schema.ts; the note follows where there is one. */
export const rejectReasonsChinese: Readonly<Record<string, string>> = {
  amountTooLow: '凭证上的金额少于应缴金额',
  unclear: '图片看不清，金额、付款单位或订单号认不出来',
  notASlip: '上传的不是银行转账凭证',
  wrongPayee: '收款单位或收款账号不是我们的',
  wrongOrder: '凭证不是这个订单的',
  usedBefore: '这张凭证已经用过了',
  payerUnknown: '付款人不是贵单位，也没有说明代付关系',
  other: '其他原因',
}

export const templatesChinese: NoticeTemplates = {
  greeting: (organisationName) => `${organisationName}：您好！`,
  closing: (centre) => [
    ...(centre.telephone ? [`有疑问请拨打 ${centre.telephone}。`] : []),
    `${centre.name}`,
    '此邮件由系统自动发出，请不要直接回复。',
  ],
  kinds: {
    voucherApproved: (a) => ({
      title: `缴费凭证已通过：订单 ${a.orderNumber}`,
      sentence: `订单 ${a.orderNumber} 的缴费凭证已审核通过，确认到账 ${yuan(a.amountFen)}。`,
      facts: [
        ['订单号', a.orderNumber],
        ['确认到账', yuan(a.amountFen)],
        ...(a.creditFen > 0 ? [['转入预存款', yuan(a.creditFen)] as const] : []),
        ...(a.outstandingFen > 0 ? [['尚欠金额', yuan(a.outstandingFen)] as const] : []),
      ],
      steps: [
        ...(a.outstandingFen > 0 ? [`订单还差 ${yuan(a.outstandingFen)}，请在付款期限内补足。`] : []),
        ...(a.creditFen > 0 ? [`多付的 ${yuan(a.creditFen)} 已记为贵单位的预存款，可以用于别的订单或申请退款。`] : []),
        '发票开出后会发到开票邮箱。',
      ],
    }),
    voucherRejected: (a) => {
      const reason = rejectReasonOf(rejectReasonsChinese, a.reasonCode, a.reasonNote, '；')
      return {
        title: `缴费凭证被退回：订单 ${a.orderNumber}`,
        sentence: `订单 ${a.orderNumber} 的缴费凭证被退回：${reason}。`,
        facts: [
          ['订单号', a.orderNumber],
          ...(a.amountFen === null ? [] : [['凭证金额', yuan(a.amountFen)] as const]),
          ['退回原因', reason],
        ],
        steps: ['请登录系统打开这张凭证，按原因改好或重新拍照，再提交一次。已经填的内容都还在。'],
      }
    },
    invoiceIssued: (a) => ({
      title: `电子发票已开出：${a.title} ${yuan(a.amountFen)}`,
      sentence: `订单 ${a.orderNumber} 的发票已开出，金额 ${yuan(a.amountFen)}。`,
      facts: [
        ['发票抬头', a.title],
        ['发票号码', a.invoiceNumber],
        ['开票日期', a.issuedOn],
        ['价税合计', yuan(a.amountFen)],
        ['订单号', a.orderNumber],
      ],
      steps: [
        a.files.length > 0
          ? `发票文件在附件里（共 ${a.files.length} 个），也可以登录系统下载。`
          : '发票文件不随邮件发送，请联系培训中心领取。',
        '请核对抬头、税号和金额，如有错误请尽快联系我们。',
      ],
    }),
    invoiceRejected: (a) => ({
      title: `开票申请被退回：订单 ${a.orderNumber}`,
      sentence: `订单 ${a.orderNumber} 的开票申请被退回：${a.reason}`,
      facts: [
        ['订单号', a.orderNumber],
        ['发票抬头', a.title],
        ['开票金额', yuan(a.amountFen)],
        ['退回原因', a.reason],
      ],
      steps: ['请登录系统，在“发票”里改好开票信息后重新提交。'],
    }),
  },
}
