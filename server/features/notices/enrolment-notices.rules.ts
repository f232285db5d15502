import type { NoticePlan } from './notices.rules.ts'

/** A rejection's reason tells two decisions of one moment apart; a key need not hold all of a long one. */
const keyed = (reason: string) => reason.slice(0, 200)

const aboutPlan = {
  subject: (a: { readonly planId: string }) => ({ type: 'plan' as const, id: a.planId }),
  page: (a: { readonly planId: string }) => `/enrolments/${a.planId}`,
}

export type EnrolmentNoticeKind =
  | 'enrolmentsConfirmed'
  | 'enrolmentsRejected'
  | 'enrolmentRevoked'
  | 'enrolmentsDue'
  | 'enrolmentClosing'

export const enrolmentNoticePlans: { readonly [K in EnrolmentNoticeKind]: NoticePlan<K> } = {
  enrolmentsConfirmed: {
    ...aboutPlan,
    eventKey: (a) => `enrolmentsConfirmed:${a.planId}:${a.organisationId}:${a.decidedAt}`,
    email: null,
  },
  enrolmentsRejected: {
    ...aboutPlan,
    eventKey: (a) => `enrolmentsRejected:${a.planId}:${a.organisationId}:${a.decidedAt}:${keyed(a.reason)}`,
    email: 'organisation',
  },
  enrolmentRevoked: {
    eventKey: (a) => `enrolmentRevoked:${a.enrolmentId}`,
    subject: (a) => ({ type: 'enrolment', id: a.enrolmentId }),
    email: 'organisation',
    page: (a) => `/enrolments/${a.planId}/people/${a.enrolmentId}`,
  },
  enrolmentsDue: {
    app: 'reviewers',
    eventKey: (a) => `enrolmentsDue:${a.day}:${a.overdue ? 'overdue' : 'soon'}`,
    subject: (a) => ({ type: 'enrolments', id: a.reminderId }),
    email: 'readers',
    page: () => '/desk/enrolments',
  },
  enrolmentClosing: {
    ...aboutPlan,
    eventKey: (a) => `enrolmentClosing:${a.planId}:${a.organisationId}:${a.closesAt}`,
    email: 'organisation',
  },
}
