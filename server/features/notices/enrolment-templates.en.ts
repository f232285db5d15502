import { formatFen } from '../../core/money.ts'
import type { EnrolmentNoticeKind } from './enrolment-notices.rules.ts'
import { type NoticeTemplate, shanghaiTime, withoutStop } from './notice-text.ts'

const people = (count: number) => (count === 1 ? '1 person' : `${count} people`)

/** `Zhang San, Li Si and 5 more` */
const someOf = (a: { readonly names: readonly string[]; readonly count: number }) =>
  a.count > a.names.length ? `${a.names.join(', ')} and ${a.count - a.names.length} more` : a.names.join(', ')

const open = (revealed: string) => (revealed === '' ? [] : [['Open it', revealed] as const])

export const enrolmentTemplatesEnglish: { readonly [K in EnrolmentNoticeKind]: NoticeTemplate<K> } = {
  enrolmentsConfirmed: (a) => ({
    title: `Enrolment confirmed: ${people(a.count)} for ${a.planName}`,
    sentence: `The enrolment of ${someOf(a)} for ${a.planName} is confirmed; ${a.feeFen > 0 ? `¥${formatFen(a.feeFen)} is due, please make an order and pay` : 'nothing is to be paid'}.`,
    facts: [],
    steps: [],
  }),
  enrolmentsRejected: (a, revealed) => ({
    title: `Enrolment rejected: ${people(a.count)} for ${a.planName}`,
    sentence: `The enrolment of ${someOf(a)} for ${a.planName} was rejected: ${withoutStop(a.reason)}.`,
    facts: [
      ['Plan', a.planName],
      ['Enrolled by', a.organisationName],
      ['People', someOf(a)],
      ['Reason', a.reason],
      ...open(revealed),
    ],
    steps: [
      'Open the plan under Enrolment, put right what the reason says and submit again. What you filled in is still there.',
    ],
  }),
  enrolmentRevoked: (a, revealed) => ({
    title: `Enrolment revoked: ${a.learnerName}`,
    sentence: `The training centre revoked the enrolment of ${a.learnerName} for ${a.planName}: ${withoutStop(a.reason)}.`,
    facts: [['Plan', a.planName], ['Learner', a.learnerName], ['Reason', a.reason], ...open(revealed)],
    steps: ['If this should not have happened, call the training centre.'],
  }),
  enrolmentsDue: (a, revealed) => ({
    title: a.overdue ? `Enrolments overdue: ${people(a.count)}` : `Enrolments due soon: ${people(a.count)}`,
    sentence: a.overdue
      ? `The enrolment of ${people(a.count)} waits for review and is overdue; the first was due at ${shanghaiTime(a.dueAt)}.`
      : `The enrolment of ${people(a.count)} waits for review; the first is due at ${shanghaiTime(a.dueAt)}.`,
    facts: [['First due', shanghaiTime(a.dueAt)], ...(revealed === '' ? [] : [['Review them', revealed] as const])],
    steps: [],
    greets: 'reviewer',
  }),
  enrolmentClosing: (a, revealed) => ({
    title: `Enrolment closes soon: ${a.planName}`,
    sentence: `Enrolment for ${a.planName} closes at ${shanghaiTime(a.closesAt)}; ${people(a.draftCount)} of yours ${a.draftCount === 1 ? 'is' : 'are'} not submitted yet.`,
    facts: [
      ['Plan', a.planName],
      ['Closes', shanghaiTime(a.closesAt)],
      ['Not submitted', people(a.draftCount)],
      ...open(revealed),
    ],
    steps: ['Nothing can be submitted after that. Open the plan under Enrolment, check the list and submit it.'],
  }),
}
