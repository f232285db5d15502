import './errors-study.ts'
import { defineTexts } from './texts.ts'

const count = (value: number) => value.toLocaleString('en')

/** 批量导入. What is wrong with a cell is said by import-issues.ts. */
const chinese = {
  title: '批量导入',
  titleLearners: '导入学员',
  list: '导入记录',
  notOpened: '这次导入没打开',
  listNotOpened: '导入记录没打开',
  empty: '还没有导入过',
  emptyText: '下载模板，照着填好再传上来。表格列的顺序、名称不用改成和模板一样，我们会认。',
  template: '下载模板',
  dropText: 'Excel（.xlsx、.xls）或 CSV，最多 20 万行。传上来先给您看结果，确认后才写入。',
  pick: '选文件',
  steps: '模板里有填写说明和下拉选项；用自己的表格也行。',
  into: '导入到',
  uploading: (v: { percent: number }) => `正在上传 ${v.percent}%`,

  received: '排队中',
  reading: '正在读',
  previewed: '待确认',
  committing: '正在写入',
  committed: '已导入',
  failed: '没能读',
  cancelled: '已取消',

  columnKind: '导入什么',
  columnFile: '文件',
  columnInto: '单位',
  columnRows: '行数',
  columnErrors: '错误',
  columnResult: '结果',
  columnWho: '谁',
  columnAt: '上传时间',
  columnState: '状态',
  resultOf: (v: { created: number; updated: number }) =>
    v.created + v.updated === 0
      ? '没有变化'
      : [v.created > 0 && `新增 ${count(v.created)}`, v.updated > 0 && `更新 ${count(v.updated)}`]
          .filter(Boolean)
          .join('，'),
  goOn: '继续',

  readingTitle: '正在读表格',
  readingText: '读完先给您看结果，还没有写入任何一行。',
  committingTitle: '正在写入',
  committingText: '写完之前名单里看不到新的人。',
  readSoFar: (v: { count: number }) => `已读 ${count(v.count)} 行`,
  leave: '可以离开这一页，过会儿在导入记录里找到它。',
  rowsNothing: (v: { count: number }) => `${count(v.count)} 行，还没有写入任何一行`,
  rowsDone: (v: { created: number; updated: number; unchanged: number }) =>
    [
      v.created > 0 && `新增 ${count(v.created)} 人`,
      v.updated > 0 && `更新 ${count(v.updated)} 人`,
      v.unchanged > 0 && `${count(v.unchanged)} 行没有变化`,
    ]
      .filter(Boolean)
      .join('，'),
  nothingChanged: '0 处变化：这些人都已经在册，资料也一样。',
  rowsLeft: (v: { count: number }) => `还有 ${count(v.count)} 行有错，没有导入。下载错误报告，改好再传一次。`,

  new: '新增',
  changed: '更新',
  unchanged: '不变',
  error: '错误',
  warning: '提醒',
  oneError: '错误',
  errorsOf: (v: { count: number }) => `错误 ${count(v.count)} 行`,
  filters: '按结果看',

  row: (v: { row: number }) => `第 ${v.row} 行`,
  columnRow: '行',
  columnOutcome: '结果',
  columnReason: '原因',
  noRows: '这一类没有行',
  noErrors: '没有错误的行',
  corrected: '已在这里改过',
  changeFromTo: (v: { field: string; before: string; after: string }) =>
    `${v.field}：${v.before || '空'} → ${v.after || '空'}`,
  repair: (v: { value: string }) => `改成 ${v.value}`,
  repairOne: '改好这 1 行',
  repairAll: (v: { count: number }) => `同样的 ${count(v.count)} 行一起改`,
  saveRow: '重新核对这一行',
  savingRow: '正在核对',
  fixed: '改好了',
  stillWrong: '还有问题，再看看下面的说明',
  repaired: (v: { count: number }) => `${count(v.count)} 行改好了`,
  sameIssue: (v: { count: number; warning: boolean }) => `${count(v.count)} 行${v.warning ? '，只是提醒' : ''}`,
  fieldSaid: (v: { field: string; said: string }) => `${v.field}：${v.said}`,
  allSaid: (v: { all: readonly string[] }) => v.all.join('；'),
  staysOut: '这一行改不了，就不会导入；别的行不受影响。',
  issuesTitle: '按原因看',
  detail: '这一行',
  keyClose: '关上这一行',
  cell: (v: { letter: string; heading: string }) => `${v.letter} 列 ${v.heading}`,

  columnsTitle: '哪一列是什么',
  columnsText: '我们这样认的。认错了就改，改好重新读一遍；在这里改过的行会丢掉。',
  columnsNeeded: '请指出没认出来的列，再按这样重新读。',
  columnsEdit: '改列的对应',
  headerRow: '表头在第几行',
  notTaken: '没有这一列',
  readAgain: '按这样重新读',
  sheet: '工作表',
  report: '错误报告',
  reportText: '就是您自己的表格：错的格子标红，最后一列写着原因。改好再传一次，只会导入改好的行。',
  commitGood: (v: { count: number }) => `导入 ${count(v.count)} 行`,
  commitNote: (v: { count: number }) => `有错的 ${count(v.count)} 行不会导入；改好再导，不会重复。`,
  allOrNothing: '要么全部写入，要么都不写',
  allBlocked: (v: { count: number }) => `还有 ${count(v.count)} 行有错，改好才能全部导入。`,
  nothingGood: (v: { count: number }) => `有错的 ${count(v.count)} 行改好了才能导入，别的行没有变化。`,
  cancel: '不导了',
  cancelledDone: '已取消，没有写入任何一行',
  titleEnrolments: '导入报名',
  newRecharge: '充值',
  unchangedRecharge: '不再充',
  fromBatch: (v: { number: string }) => `从学习卡批次 ${v.number} 充值`,
  titleHours: '导入线下学时',
  titleRecharges: '导入充值名单',
  toHours: '去看学时',
  toRecharge: '看充值进度',
  committingAll: '全部写好才算数。',
  commitRecharges: (v: { count: number }) => `给 ${count(v.count)} 人充值`,
  rechargesDone: (v: { count: number }) => `${count(v.count)} 人已提交充值，正在办。`,
  hoursDone: (v: { count: number }) => `新增 ${count(v.count)} 条学时`,
  toPlan: '去提交报名',
  toLearners: '去看学员',
  another: '再导一个文件',
  wroteNothing: '上次没有写入：',
}

export type ImportsTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./imports.en.ts'))
