import { defineTexts } from './texts.ts'

/** The menus by the names that the manuals give them. */
const chinese = {
  title: '全部功能',
  enrolments: '单位代报名',
  organisationPayment: '组织缴费',
  upload: '上传缴费凭证',
  orders: '缴费订单',
  vouchers: '凭证',
  invoices: '发票',
  reconciliation: '对账管理',
  reconciliationReport: '对账报表',
  learnerPayment: '学员缴费管理',
  recharge: '学员缴费',
  cards: '学习卡批次',
  cardHistory: '充值明细',
  recharges: '在线充值管理',
  learners: '学员管理',
  imports: '批量导入',
  training: '培训管理',
  plans: '培训计划',
  planReport: '培训计划报表',
  archive: '学习档案管理',
  hours: '线下档案管理',
  certificates: '证书管理',
  letters: '确认书下载',
  system: '系统管理',
  tree: '组织机构',
  audit: '操作记录',
  settings: '设置',
}

export type MenuTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./menu.en.ts'))
