import { defineTexts } from './texts.ts'

const chinese = {
  home: '首页',
  enrolments: '报名',
  orders: '缴费',
  invoices: '发票',
  me: '我的',
  learners: '学员',
  deskEnrolments: '单位代报名',
  deskOrders: '订单',
  upload: '上传缴费凭证',
  reconciliation: '对账管理',
  vouchers: '凭证',
  tree: '组织机构',
  imports: '批量导入',
  notices: '通知',
  audit: '操作记录',
  settings: '设置',
  admin: '单位管理员',
  notOpened: '没打开',
  chooseOrganisation: '换一个单位',
  chooseOrganisationText: '后面的订单、凭证、发票都按选中的单位办。',
}

export type PlacesTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./places.en.ts'))
