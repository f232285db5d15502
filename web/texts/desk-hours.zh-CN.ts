import { defineTexts } from './texts.ts'

/** 学时 on the desk of the staff; most words are those of hours.zh-CN.ts. */
const chinese = {
  title: '学时审核',
  waiting: '待审核',
  atOrganisations: '等单位审核',
  records: '全部记录',
  emptyWaiting: '没有等待审核的学时',
  emptyWaitingText: '单位录入或导入的线下学时会列在这里，最急的在最上面。',
  emptyOrganisations: '没有等单位审核的学时',
  emptyOrganisationsText: '由单位另一位管理员审核的会列在这里，工作人员也可以代审。',
  searchGroups: '培训名称、单位',
  organisation: '单位',
  rule: '线下学时由谁审核',
  ruleStaff: '培训中心',
  ruleSecondAdmin: '本单位另一位管理员',
  ruleImmediate: '不用审核，马上计入',
  ruleInherited: (v: { rule: string }) => `同上级：${v.rule}`,
  ruleNone: '不单独设，同上级',
  ruleUsual: (v: { rule: string }) => `没有设：${v.rule}`,
  ruleFrom: (v: { name: string }) => `来自“${v.name}”`,
  ruleAlone: '只有一位管理员能看到这个单位：录入的仍由培训中心审核。',
  ruleSaved: '已保存，从现在起录入的按新规定',
  ruleFailed: '审核规定没打开',
}

export type DeskHoursTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./desk-hours.en.ts'))
