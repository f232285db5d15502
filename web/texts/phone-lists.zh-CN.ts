import { defineTexts } from './texts.ts'

/** Words of the lists on a phone, the same on every page: what cuts them, and what comes after the rows that are shown. */
const chinese = {
  filter: '筛选',
  filtersSet: (v: { count: number }) => `筛选 ${v.count} 项`,
  clear: '清除条件',
  show: '看结果',
  any: '全部',
  fromDay: (v: { what: string }) => `${v.what} 从`,
  toDay: (v: { what: string }) => `${v.what} 到`,
  more: '再看一些',
  loadingMore: '正在取',
}

export type PhoneListsTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./phone-lists.en.ts'))
