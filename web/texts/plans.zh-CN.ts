import { defineTexts } from './texts.ts'

/** 培训计划 as an organisation sees them; the columns' words are those of 上传缴费凭证. */
const chinese = {
  title: '培训计划',
  detail: '计划详情',
  empty: '还没有培训计划',
  emptyText: '培训中心发布的计划列在这里：考核标准、起止时间、收费，以及能为学员办的事。',
  nothing: '没有找到这样的计划',
  state: '状态',
  ended: '已结束',
  running: '进行中',
  toCome: '未开始',
  fee: '收费',
  subjects: '报考科目',
  place: '地点',
  mode: '方式',
  online: '线上',
  offline: '线下',
  doings: '可以办的事',
  enrol: '单位代报名',
  upload: '上传缴费凭证',
  recharge: '学员缴费',
  hours: '线下档案',
  report: '培训计划报表',
  facts: '计划内容',
  close: '关上',
}

export type PlansTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./plans.en.ts'))
