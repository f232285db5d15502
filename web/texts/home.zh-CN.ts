import { defineTexts } from './texts.ts'

const chinese = {
  waiting: (v: { count: number }) => `${v.count} 件事等您办`,
  nothing: '没有事等您办',
  nothingText: '报名、缴费、开票的进展会出现在这里，需要您动手的排在最前面。',
  notOpened: '首页没打开',
  newOrder: '新订单',
  photograph: '拍凭证',
  order: '订单',
  voucherRejected: '凭证被驳回',
  resubmit: '补交',
  invoiceRejected: '开票被退回',
  fix: '去改',
  billingIncomplete: '开票资料没填全',
  fill: '去填',
  billingText: '补全后才能下单和开发票。',
  voucherDraft: '凭证没交完',
  goOn: '接着办',
  draftFiles: (v: { count: number }) => (v.count === 0 ? '还没有图片' : `已有 ${v.count} 张图片，还没提交`),
  orderOpen: '待缴费',
  orderInvoiced: '发票已开，待付款',
  invoiceApproved: '准备开票，可先付款',
  payBy: (v: { when: string }) => `请在 ${v.when} 前付款`,
  partlyPaid: '缴费中',
  goPay: '去缴费',
  enrolmentsRejected: '报名被驳回',
  correct: '去改',
  people: (v: { count: number }) => `${v.count} 人`,
  andOthers: (v: { count: number }) => `还有 ${v.count} 人`,
  enrolmentsDraft: '报名没提交',
  goSubmit: '去提交',
  enrolmentsPayable: '待缴费',
  confirmedPeople: (v: { count: number }) => `${v.count} 人报名已确认`,
  notSubmitted: (v: { count: number }) => `${v.count} 人还没提交`,
  learners: '学员',
  enrol: '单位代报名',
  recharge: '学员缴费',
  cardsLeft: (v: { amount: string }) => `可充 ${v.amount}`,
  menu: '全部功能',
  until: (v: { when: string }) => `${v.when} 截止`,
  left: (v: { duration: string }) => `剩 ${v.duration}`,
  overdue: '已过时限',
  moreTasks: (v: { count: number }) => `还有 ${v.count} 件，在报名和缴费里看`,
  atCentre: (v: { count: number }) => `等中心办理 ${v.count} 件`,
  atCentreParts: (v: { enrolments: number; vouchers: number; invoices: number }) =>
    [
      v.enrolments > 0 ? `报名 ${v.enrolments}` : '',
      v.vouchers > 0 ? `凭证 ${v.vouchers}` : '',
      v.invoices > 0 ? `发票 ${v.invoices}` : '',
    ]
      .filter(Boolean)
      .join('，'),
}

export type HomeTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./home.en.ts'))
