import type { LetterNoticeKind } from './letter-notices.rules.ts'
import { type NoticeTemplate, shanghaiTime } from './notice-text.ts'

export const letterTemplatesChinese: { readonly [K in LetterNoticeKind]: NoticeTemplate<K> } = {
  letterReceived: (a) => ({
    title: `确认书已收到：${a.planName}`,
    sentence: `${a.organisationName}寄来的“${a.planName}”确认书（编号 ${a.letterCode}），培训中心已于 ${shanghaiTime(a.receivedAt)} 收到。`,
    facts: [],
    steps: [],
  }),
}
