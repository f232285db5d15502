import type { NoticePlan } from './notices.rules.ts'

export type CardNoticeKind = 'recharged' | 'cardsEndingForLearner' | 'cardOperationEnded' | 'cardsEnding'

/** Learners see what they have on their own page. */
const toLearner = {
  app: 'person' as const,
  email: (a: { readonly email: string }) => a.email,
  page: () => '/learner',
}
const aboutOperation = {
  subject: (a: { readonly operationId: string }) => ({ type: 'cardOperation' as const, id: a.operationId }),
}
const aboutBatch = {
  subject: (a: { readonly batchId: string }) => ({ type: 'cardBatch' as const, id: a.batchId }),
}

export const cardNoticePlans: { readonly [K in CardNoticeKind]: NoticePlan<K> } = {
  recharged: { ...toLearner, ...aboutOperation, eventKey: (a) => `recharged:${a.operationId}:${a.learnerId}` },
  cardsEndingForLearner: {
    ...toLearner,
    ...aboutBatch,
    // Often, and of small sums: the app says it.
    email: null,
    eventKey: (a) => `cardsEndingForLearner:${a.batchId}:${a.expiresOn}:${a.learnerId}`,
  },
  cardOperationEnded: {
    ...aboutOperation,
    eventKey: (a) => `cardOperationEnded:${a.operationId}`,
    email: null,
    page: (a) => `/cards/operations/${a.operationId}`,
  },
  cardsEnding: {
    ...aboutBatch,
    eventKey: (a) => `cardsEnding:${a.batchId}:${a.expiresOn}`,
    email: 'organisation',
    page: (a) => `/cards/${a.batchId}`,
  },
}
