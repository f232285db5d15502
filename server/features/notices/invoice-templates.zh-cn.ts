import { addFen } from '../../core/money.ts'
import type { InvoiceNoticeKind } from './invoice-notices.rules.ts'
import { openFact as open, yuan } from './notice-phrases.ts'
import { type NoticeTemplate, withoutStop } from './notice-text.ts'
import { phrasesChinese as say } from './phrases.zh-cn.ts'

const check = '请核对抬头、税号和金额，如有错误请尽快联系我们。'

export const invoiceTemplatesChinese: { readonly [K in InvoiceNoticeKind]: NoticeTemplate<K> } = {
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
    steps: [...say.filesNote(a.files.length, a.part), check],
  }),
  invoicesIssued: (a) => {
    const total = addFen(...a.requests.map((request) => request.amountFen))
    const fileCount = a.requests.flatMap((request) => request.files).length
    return {
      title: `${a.requests.length} 张电子发票已开出：${a.organisationName} ${yuan(total)}`,
      sentence: `${a.requests.length} 张发票已开出，合计 ${yuan(total)}。`,
      facts: a.requests.map((request) => [
        `订单 ${request.orderNumber}`,
        `${yuan(request.amountFen)}，发票号码 ${request.invoiceNumber}，${request.issuedOn} 开具，抬头 ${request.title}`,
      ]),
      steps: [say.severalFilesNote(fileCount), check],
    }
  },
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
  invoiceApproved: (a) => ({
    title: `先开票后付款已同意：订单 ${a.orderNumber}`,
    sentence: `订单 ${a.orderNumber} 的先开票后付款申请已经同意，将开具 ${yuan(a.amountFen)} 的发票；请收到发票后按期付款。`,
    facts: [],
    steps: [],
  }),
  invoiceRedFlushed: (a) => ({
    title: `发票已红冲：${a.title} ${yuan(a.amountFen)}`,
    sentence: `订单 ${a.orderNumber} 的发票 ${a.blueNumber} 已红冲，原因是${say.redReasons[a.reason]}。`,
    facts: [
      ['发票抬头', a.title],
      ['原发票号码', a.blueNumber],
      ['红字发票号码', a.redNumber],
      ['红冲原因', say.redReasons[a.reason]],
      ['红冲金额', yuan(a.amountFen)],
      ['订单号', a.orderNumber],
    ],
    steps: [
      ...say.redFilesNote(a.files.length),
      '原发票请不要再入账；已经抵扣的，请按规定转出。',
      say.reissueNote(a.reissue),
    ],
  }),
  paymentReversed: (a) => ({
    title: `收款已更正：订单 ${a.orderNumber}`,
    sentence: `订单 ${a.orderNumber} 之前记的收款 ${yuan(a.amountFen)} 已撤销：${withoutStop(a.reason)}。`,
    facts: [
      ['订单号', a.orderNumber],
      ['撤销金额', yuan(a.amountFen)],
      ['原因', a.reason],
    ],
    steps: ['订单重新变为待缴。已经付过款的，请在订单里上传付款凭证，或联系培训中心核对，不用再付一次。'],
  }),
  statementTrouble: (a, revealed) => ({
    title: `银行流水有问题：${a.fileName}`,
    sentence: `银行流水“${a.fileName}”${say.statementWhy(a)}，请财务查看。`,
    facts: [['文件', a.fileName], ['情况', say.statementWhy(a)], ...open('去查看', revealed)],
    steps: [],
    greets: '财务老师',
  }),
  invoiceTrouble: (a, revealed) => ({
    title: `开票没有办成：订单 ${a.orderNumber}`,
    sentence: `${a.organisationName}订单 ${a.orderNumber} 的发票没有开成：${withoutStop(a.failure)}。请财务处理。`,
    facts: [
      ['订单号', a.orderNumber],
      ['单位', a.organisationName],
      ['开票服务说', a.failure],
      ...open('去处理', revealed),
    ],
    steps: [],
    greets: '财务老师',
  }),
}
