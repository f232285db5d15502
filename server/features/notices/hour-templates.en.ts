import { formatHours } from '../../core/hours.ts'
import type { HourNoticeKind } from './hour-notices.rules.ts'
import { type NoticeTemplate, withoutStop } from './notice-text.ts'
import { phrasesEnglish as say } from './phrases.en.ts'

export const hourTemplatesEnglish: { readonly [K in HourNoticeKind]: NoticeTemplate<K> } = {
  hoursApproved: (a) => ({
    title: `Hours approved: ${formatHours(a.hours)}`,
    sentence: `Your ${formatHours(a.hours)} hours for ${a.planName} (${say.list(a.trainings)}) were approved.`,
    facts: [],
    steps: [],
  }),
  hoursRejected: (a) => ({
    title: `Hours not approved: ${formatHours(a.hours)}`,
    sentence: `Your ${formatHours(a.hours)} hours for ${a.planName} (${say.list(a.trainings)}) were not approved: ${withoutStop(a.reason)}. If you have a question, ask your organisation’s admin.`,
    facts: [],
    steps: [],
  }),
  recordedHoursApproved: (a) => ({
    title: `Offline hours approved: ${say.people(a.count)} for ${a.planName}`,
    sentence: `The offline hours that you recorded for ${say.someOf(a)} in ${a.planName} were approved: ${formatHours(a.hours)} hours in all.`,
    facts: [],
    steps: [],
  }),
  recordedHoursRejected: (a) => ({
    title: `Offline hours rejected: ${say.people(a.count)} for ${a.planName}`,
    sentence: `The offline hours that you recorded for ${say.someOf(a)} in ${a.planName} (${formatHours(a.hours)} hours) were rejected: ${withoutStop(a.reason)}. Put that right and record them again.`,
    facts: [],
    steps: [],
  }),
  certificatesShort: (a) => ({
    title: `Too few hours for a certificate: ${say.people(a.count)} in ${a.planName}`,
    sentence: `After a correction the hours of ${say.someOf(a)} for ${a.planName} no longer suffice. The certificates issued (${a.certificateNumber}${a.count > 1 ? ' and others' : ''}) stay valid; please check them and decide whether to revoke.`,
    facts: [],
    steps: [],
  }),
}
