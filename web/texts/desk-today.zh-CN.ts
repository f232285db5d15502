import { defineTexts } from './texts.ts'

/** 今日: what is due. */
const chinese = {
  title: '今日',
  nothing: '今天没有等您办的事',
  nothingText: '注册、报名、凭证、开票申请一来，就会出现在这里。',
  things: (v: { count: number }) => `${v.count} 件事等着办`,
  registrations: '待审核的注册',
  goRegistrations: '去审核',
  enrolments: '待审核的报名',
  goEnrolments: '去审核',
  enrolmentsNote: (v: { plan: string; count: number }) => `${v.plan}，${v.count} 人`,
  gatewayNotices: '要看的支付通道消息',
  refunds: '等着办的退费',
  goRefunds: '去办',
  vouchers: '待审核的凭证',
  overdueCount: (v: { count: number }) => `其中 ${v.count} 件已逾期`,
  goReview: '去审核',
  statements: '要处理的银行流水',
  goStatements: '去看',
  lines: '没对上的到账',
  suggestedCount: (v: { count: number }) => `其中 ${v.count} 笔有建议`,
  goMatching: '去对账',
  inbox: '收票箱里的发票',
  goInbox: '去寄',
  invoices: '待开的发票',
  goIssue: '去开票',
  failedMail: '没寄到的邮件',
  goMail: '去看',
  jobs: '停下来的任务',
  goJobs: '去看',
  overdue: '逾期',
  toReview: '待审核',
  toIssue: '待开票',
  notDelivered: '没寄到',
  withNote: (v: { title: string; note: string }) => `${v.title}，${v.note}`,
  listFailed: '没能打开',
  atLeast: (v: { count: number }) => `${v.count}+`,
  none: '没有',
}

export type DeskTodayTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./desk-today.en.ts'))
