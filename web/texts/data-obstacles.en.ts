import type { DataObstaclesTexts } from './data-obstacles.zh-CN.ts'
import type { Translation } from './texts.ts'

export const en: Translation<DataObstaclesTexts> = {
  wallet: (v) =>
    `${v.amount} is left on the study cards for “${v.plan}”: use it, or have the organisation take it back`,
  order: (v) => `Order ${v.number} is not finished`,
  refund: (v) => `The refund of order ${v.number} is not finished`,
  enrolment: (v) => `The enrolment in “${v.plan}” is under way`,
  hours: (v) => `Hours in “${v.plan}” wait for review`,
  account: 'The account is also an admin’s or one of the staff: hand that over first',
}
