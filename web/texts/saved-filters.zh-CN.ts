import './errors-study.ts'
import { defineTexts } from './texts.ts'

/** 常用筛选: a list's filters under a name of one's own. */
const chinese = {
  saved: '常用筛选',
  save: '保存现在的筛选…',
  manage: '改名、删除…',
  saveTitle: '保存筛选',
  saveText: '下次在这一页点“常用筛选”就能再看到同样的结果。',
  name: '名称',
  nameHint: '比如：今年在线计划',
  nameNeeded: '请写一个名称。',
  saveSend: '保存',
  savedToast: (v: { name: string }) => `已保存“${v.name}”`,
  manageTitle: '我的常用筛选',
  rename: '改名',
  remove: '删除',
  removed: (v: { name: string }) => `已删除“${v.name}”`,
  none: '还没有保存过',
  nothingSet: '先设好筛选再保存',
  done: '完成',
}

export type SavedFiltersTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./saved-filters.en.ts'))
