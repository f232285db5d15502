import type { EnrolmentNoticeKind } from './enrolment-notices.rules.ts'
import { type NoticeTemplate, shanghaiTime, withoutStop } from './notice-text.ts'
import { phrasesChinese as say } from './phrases.zh-cn.ts'

const open = (revealed: string) => (revealed === '' ? [] : [['打开', revealed] as const])

export const enrolmentTemplatesChinese: { readonly [K in EnrolmentNoticeKind]: NoticeTemplate<K> } = {
  enrolmentsConfirmed: (a) => ({
    title: `报名已确认：${a.planName} ${say.people(a.count)}`,
    sentence: `${say.someOf(a)}在“${a.planName}”的报名已经确认，${say.feeNote(a.feeFen)}。`,
    facts: [],
    steps: [],
  }),
  enrolmentsRejected: (a, revealed) => ({
    title: `报名被驳回：${a.planName} ${say.people(a.count)}`,
    sentence: `${say.someOf(a)}在“${a.planName}”的报名没有通过审核：${withoutStop(a.reason)}。`,
    facts: [
      ['培训计划', a.planName],
      ['报名单位', a.organisationName],
      ['人员', say.someOf(a)],
      ['驳回原因', a.reason],
      ...open(revealed),
    ],
    steps: ['请在“报名”里打开这个计划，按原因改好，再提交一次。已经填的内容都还在。'],
  }),
  enrolmentRevoked: (a, revealed) => ({
    title: `报名已取消：${a.learnerName}`,
    sentence: `${a.learnerName}在“${a.planName}”的报名已由培训中心取消：${withoutStop(a.reason)}。`,
    facts: [['培训计划', a.planName], ['学员', a.learnerName], ['取消原因', a.reason], ...open(revealed)],
    steps: ['不应该取消的话，请联系培训中心。'],
  }),
  enrolmentsDue: (a, revealed) => ({
    title: `报名审核${say.dueState(a.overdue)}：${say.people(a.count)}`,
    sentence: a.overdue
      ? `${say.people(a.count)}的报名还没有审核，最早的应在 ${shanghaiTime(a.dueAt)} 前答复，现在已经超时。`
      : `${say.people(a.count)}的报名等待审核，最早的要在 ${shanghaiTime(a.dueAt)} 前答复。`,
    facts: [['最早的时限', shanghaiTime(a.dueAt)], ...(revealed === '' ? [] : [['去审核', revealed] as const])],
    steps: [],
    greets: '审核老师',
  }),
  enrolmentClosing: (a, revealed) => ({
    title: `报名快要截止：${a.planName}`,
    sentence: `“${a.planName}”的报名在 ${shanghaiTime(a.closesAt)} 截止，还有 ${say.people(a.draftCount)}没有提交。`,
    facts: [
      ['培训计划', a.planName],
      ['报名截止', shanghaiTime(a.closesAt)],
      ['没有提交', say.people(a.draftCount)],
      ...open(revealed),
    ],
    steps: ['截止以后不能再提交。请在“报名”里打开这个计划，核对以后提交。'],
  }),
}
