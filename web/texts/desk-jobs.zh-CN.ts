import { defineTexts } from './texts.ts'

/** 任务: background work that gave up. */
const chinese = {
  title: '任务',
  list: '停下来的任务',
  waiting: '待处理',
  all: '全部',
  empty: '没有停下来的任务',
  emptyText: '后台的活儿试过几次还不成，就会停在这里，等人看过再发一次。',
  columnWhat: '做什么',
  columnAbout: '关于',
  columnError: '为什么停',
  columnAt: '停下的时间',
  columnState: '状态',
  columnAction: '操作',
  stopped: '停下了',
  resentAt: (v: { when: string }) => `${v.when} 重发`,
  resend: '再做一次',
  resent: '已重新排队',
  see: '去看',
  mayNotResend: '重发要系统管理员',
  queueCompress: '压缩凭证图片',
  queueRead: '读凭证图片',
  queueCheck: '核对凭证',
  queueSettle: '办理审核决定',
  queueTidy: '清理凭证原件',
  queueLicenceCompress: '压缩证照图片',
  queueLicenceRead: '读营业执照',
  queueRegistrationCheck: '核对单位注册',
  queueRegistrationTidy: '清理证照原件',
  queueRegistrationRemind: '提醒审核单位注册',
  queueRegistrationForget: '清理没人要的注册草稿',
  queueExpire: '让到期的订单失效',
  queueMail: '寄邮件',
  queueSeal: '封存审计记录',
}

export type DeskJobsTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./desk-jobs.en.ts'))
