import { defineTexts } from './texts.ts'

/** Why somebody cannot be erased yet, for them and for staff. */
const chinese = {
  wallet: (v: { plan: string; amount: string }) => `“${v.plan}”的学习卡还有余额 ${v.amount}，请先用完或由单位收回`,
  order: (v: { number: string }) => `订单 ${v.number} 还没办完`,
  refund: (v: { number: string }) => `订单 ${v.number} 的退费还没办完`,
  enrolment: (v: { plan: string }) => `“${v.plan}”的报名还在办理`,
  hours: (v: { plan: string }) => `“${v.plan}”还有学时待审核`,
  account: '账号还有别的身份（单位管理员或工作人员），请先交接',
}
export type DataObstaclesTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./data-obstacles.en.ts'))
