import type { LetterNoticeKind } from './letter-notices.rules.ts'
import { type NoticeTemplate, shanghaiTime } from './notice-text.ts'

export const letterTemplatesEnglish: { readonly [K in LetterNoticeKind]: NoticeTemplate<K> } = {
  letterReceived: (a) => ({
    title: `Confirmation letter received: ${a.planName}`,
    sentence: `The training centre received the confirmation letter (code ${a.letterCode}) of ${a.organisationName} for ${a.planName} at ${shanghaiTime(a.receivedAt)}.`,
    facts: [],
    steps: [],
  }),
}
