import type { NoticePlan } from './notices.rules.ts'

export type HourNoticeKind =
  | 'hoursApproved'
  | 'hoursRejected'
  | 'recordedHoursApproved'
  | 'recordedHoursRejected'
  | 'certificatesShort'

const aboutPlan = {
  subject: (a: { readonly planId: string }) => ({ type: 'plan' as const, id: a.planId }),
}
/** Learners see their hours on their own page; nothing is mailed, for it happens often. */
const toLearner = { ...aboutPlan, app: 'person' as const, email: null, page: () => '/learner' }
const toRecorder = {
  ...aboutPlan,
  app: 'person' as const,
  email: null,
  page: (a: { readonly planId: string }) => `/hours?plan=${a.planId}`,
}

export const hourNoticePlans: { readonly [K in HourNoticeKind]: NoticePlan<K> } = {
  hoursApproved: { ...toLearner, eventKey: (a) => `hoursApproved:${a.planId}:${a.learnerId}:${a.decidedAt}` },
  hoursRejected: { ...toLearner, eventKey: (a) => `hoursRejected:${a.planId}:${a.learnerId}:${a.decidedAt}` },
  recordedHoursApproved: {
    ...toRecorder,
    eventKey: (a) => `recordedHoursApproved:${a.planId}:${a.accountId}:${a.decidedAt}`,
  },
  recordedHoursRejected: {
    ...toRecorder,
    eventKey: (a) => `recordedHoursRejected:${a.planId}:${a.accountId}:${a.decidedAt}`,
  },
  certificatesShort: {
    ...aboutPlan,
    app: 'reviewers',
    eventKey: (a) => `certificatesShort:${a.planId}:${a.certificateNumber}:${a.changedAt}`,
    email: null,
    page: () => '/desk/certificates?show=short',
  },
}
