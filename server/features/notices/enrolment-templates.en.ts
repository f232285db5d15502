import type { EnrolmentNoticeKind } from './enrolment-notices.rules.ts'
import { type NoticeTemplate, shanghaiTime, withoutStop } from './notice-text.ts'
import { phrasesEnglish as say } from './phrases.en.ts'

const open = (revealed: string) => (revealed === '' ? [] : [['Open it', revealed] as const])

export const enrolmentTemplatesEnglish: { readonly [K in EnrolmentNoticeKind]: NoticeTemplate<K> } = {
  enrolmentsConfirmed: (a) => ({
    title: `Enrolment confirmed: ${say.people(a.count)} for ${a.planName}`,
    sentence: `The enrolment of ${say.someOf(a)} for ${a.planName} is confirmed; ${say.feeNote(a.feeFen)}.`,
    facts: [],
    steps: [],
  }),
  enrolmentsRejected: (a, revealed) => ({
    title: `Enrolment rejected: ${say.people(a.count)} for ${a.planName}`,
    sentence: `The enrolment of ${say.someOf(a)} for ${a.planName} was rejected: ${withoutStop(a.reason)}.`,
    facts: [
      ['Plan', a.planName],
      ['Enrolled by', a.organisationName],
      ['People', say.someOf(a)],
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
    title: `Enrolments ${say.dueState(a.overdue)}: ${say.people(a.count)}`,
    sentence: a.overdue
      ? `The enrolment of ${say.people(a.count)} waits for review and is overdue; the first was due at ${shanghaiTime(a.dueAt)}.`
      : `The enrolment of ${say.people(a.count)} waits for review; the first is due at ${shanghaiTime(a.dueAt)}.`,
    facts: [['First due', shanghaiTime(a.dueAt)], ...(revealed === '' ? [] : [['Review them', revealed] as const])],
    steps: [],
    greets: 'reviewer',
  }),
  enrolmentClosing: (a, revealed) => ({
    title: `Enrolment closes soon: ${a.planName}`,
    sentence: `Enrolment for ${a.planName} closes at ${shanghaiTime(a.closesAt)}; ${say.people(a.draftCount)} of yours ${a.draftCount === 1 ? 'is' : 'are'} not submitted yet.`,
    facts: [
      ['Plan', a.planName],
      ['Closes', shanghaiTime(a.closesAt)],
      ['Not submitted', say.people(a.draftCount)],
      ...open(revealed),
    ],
    steps: ['Nothing can be submitted after that. Open the plan under Enrolment, check the list and submit it.'],
  }),
}
