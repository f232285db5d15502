import { formatHours } from '../../core/hours.ts'
import type { HourNoticeKind } from './hour-notices.rules.ts'
import { type NoticeTemplate, withoutStop } from './notice-text.ts'
import { phrasesChinese as say } from './phrases.zh-cn.ts'

export const hourTemplatesChinese: { readonly [K in HourNoticeKind]: NoticeTemplate<K> } = {
  hoursApproved: (a) => ({
    title: `学时已通过：${formatHours(a.hours)} 学时`,
    sentence: `您在“${a.planName}”的 ${formatHours(a.hours)} 学时（${say.list(a.trainings)}）已审核通过。`,
    facts: [],
    steps: [],
  }),
  hoursRejected: (a) => ({
    title: `学时没有通过：${formatHours(a.hours)} 学时`,
    sentence: `您在“${a.planName}”的 ${formatHours(a.hours)} 学时（${say.list(a.trainings)}）没有通过审核：${withoutStop(a.reason)}。有疑问请找单位管理员。`,
    facts: [],
    steps: [],
  }),
  recordedHoursApproved: (a) => ({
    title: `线下档案已通过：${a.planName} ${say.people(a.count)}`,
    sentence: `您录入的${say.someOf(a)}在“${a.planName}”的线下档案已审核通过，共 ${formatHours(a.hours)} 学时。`,
    facts: [],
    steps: [],
  }),
  recordedHoursRejected: (a) => ({
    title: `线下档案被驳回：${a.planName} ${say.people(a.count)}`,
    sentence: `您录入的${say.someOf(a)}在“${a.planName}”的线下档案（${formatHours(a.hours)} 学时）没有通过审核：${withoutStop(a.reason)}。请按原因改好再录。`,
    facts: [],
    steps: [],
  }),
  certificatesShort: (a) => ({
    title: `证书学时不够了：${a.planName} ${say.people(a.count)}`,
    sentence: `${say.someOf(a)}在“${a.planName}”的学时更正后达不到要求，已发的证书（${a.certificateNumber}${a.count > 1 ? ' 等' : ''}）仍然有效，请核对后决定是否作废。`,
    facts: [],
    steps: [],
  }),
}
