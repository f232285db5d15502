import type { Overrides } from './load-overrides.ts'
import type { NoticeLocale } from './notices.schema.ts'
import type { MailFacts } from './notices.store.ts'
import { type CentreFace, localeOf, type RenderedMail, renderMail, renderNotice } from './render-notice.ts'
import type { TemplateWords } from './templates.schema.ts'

/** A test of a template has no event; staff sent it to themselves (send-test-mail.ts). */
export const testEventKey = (testId: string) => `templateTest:${testId}`
export const isTest = (mail: Pick<MailFacts, 'eventKey'>) => mail.eventKey.startsWith('templateTest:')

const testMarks: Readonly<Record<NoticeLocale, string>> = { 'zh-CN': '【测试】', en: '[Test] ' }

/**
 * The words that a mail is written with: those that it left with, before that those that hold now. A mail that is sent
 * again is written anew (`again`).
 */
export function wordsOfMail(mail: MailFacts, overrides: Overrides, again: boolean): TemplateWords | null {
  if (isTest(mail) || (mail.sentAt !== null && !again)) return mail.words
  return overrides.wordsOf(mail.data.kind, localeOf(mail.locale))
}

export function subjectOfMail(mail: MailFacts, overrides: Overrides): string {
  const locale = localeOf(mail.locale)
  const { title } = renderNotice(mail.data, locale, wordsOfMail(mail, overrides, false))
  return isTest(mail) ? `${testMarks[locale]}${title}` : title
}

/** The whole mail with these words; `revealed` is the link or code that it carries, or what stands for it. */
export function writeMail(
  mail: MailFacts,
  centre: CentreFace,
  words: TemplateWords | null,
  revealed: string,
): RenderedMail {
  const locale = localeOf(mail.locale)
  const rendered = renderMail(mail.data, locale, centre, revealed, words)
  return isTest(mail) ? { ...rendered, subject: `${testMarks[locale]}${rendered.subject}` } : rendered
}
