import { defineTexts } from './texts.ts'

const chinese = {
  title: '通知',
  notOpened: '通知没打开',
  emptyTitle: '还没有通知',
  emptyText: '报名、缴费、退费和发票的结果会发到这里。',
  newOne: '新',
  readOne: '已读',
  look: '查看',
  more: '再看一些',
  loadingMore: '正在取',
}

export type NoticesTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./notices.en.ts'))
