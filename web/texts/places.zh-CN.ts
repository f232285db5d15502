import { defineTexts } from './texts.ts'

const chinese = {
  home: '首页',
  orders: '缴费',
  invoices: '发票',
  me: '我的',
  chooseOrganisation: '换一个单位',
  chooseOrganisationText: '后面的订单、凭证、发票都按选中的单位办。',
}

export type PlacesTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./places.en.ts'))
