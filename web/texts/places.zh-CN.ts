import { defineTexts } from './texts.ts'

const chinese = {
  home: '首页',
  enrolments: '报名',
  orders: '缴费',
  me: '我的',
  deskEnrolments: '单位代报名',
  tree: '组织机构',
  notices: '通知',
  admin: '单位管理员',
  notOpened: '没打开',
  chooseOrganisation: '换一个单位',
  chooseOrganisationText: '后面的订单、凭证、发票都按选中的单位办。',
}

export type PlacesTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./places.en.ts'))
