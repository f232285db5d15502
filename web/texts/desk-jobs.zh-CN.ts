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
}

export type DeskJobsTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./desk-jobs.en.ts'))
