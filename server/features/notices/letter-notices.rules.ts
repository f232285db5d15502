import type { NoticePlan } from './notices.rules.ts'

export type LetterNoticeKind = 'letterReceived'

export const letterNoticePlans: { readonly [K in LetterNoticeKind]: NoticePlan<K> } = {
  letterReceived: {
    eventKey: (a) => `letterReceived:${a.letterId}:${a.receivedAt}`,
    subject: (a) => ({ type: 'letter', id: a.letterId }),
    email: null,
    page: (a) => `/letters/${a.letterId}`,
  },
}
