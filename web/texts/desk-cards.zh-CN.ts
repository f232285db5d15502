import { defineTexts } from './texts.ts'

/** What only staff do with batches of study cards. */
const chinese = {
  prolong: '延期',
  prolonging: '正在延期',
  prolongText: '新的到期日要比原来的晚。已经作废的部分会恢复。',
  newDay: '新的到期日',
  dayNotLater: '请选一个比原来晚的日子。',
  reason: '原因',
  reasonHint: '写进审计记录，例如：单位来函说明。',
  reasonMissing: '请写原因，至少四个字。',
  prolonged: (v: { day: string }) => `已延期到 ${v.day}`,
}

export type DeskCardsTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./desk-cards.en.ts'))
