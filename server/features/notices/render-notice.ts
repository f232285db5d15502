import type { NoticeText } from './notice-text.ts'
import { valuesOf } from './notice-values.ts'
import {
  type Announcement,
  type AnnouncementOf,
  type NoticeKind,
  type NoticeLocale,
  noticeLocales,
} from './notices.schema.ts'
import { fillWords, ownTextOf, productTemplates } from './template-words.ts'
import type { TemplateWords } from './templates.schema.ts'

export type CentreFace = { readonly name: string; readonly nameEn: string; readonly telephone: string }

export type RenderedMail = { readonly subject: string; readonly text: string; readonly html: string }

/** The language that a row names, Chinese where it names none of ours. */
export function localeOf(text: string): NoticeLocale {
  return noticeLocales.find((locale) => locale === text) ?? 'zh-CN'
}

/** What the app shows of a notice. `words`: those of staff, null where the product's own hold. */
export function renderNotice(
  announcement: Announcement,
  locale: NoticeLocale,
  words: TemplateWords | null,
): Pick<NoticeText, 'title' | 'sentence'> {
  const { title, sentence } = textOf(announcement, locale, '', words)
  return { title: headline(title), sentence: oneLine(sentence) }
}

/**
 * The whole mail, as text and as HTML that says the same. Every value from outside is escaped here and nowhere else.
 * `revealed` is the link or code that it carries (reveal-secret.ts), empty where it has none. The words of staff take the
 * place of title, sentence and steps; greeting, facts and the centre's lines stay the product's.
 */
export function renderMail(
  announcement: Announcement,
  locale: NoticeLocale,
  centre: CentreFace,
  revealed: string,
  words: TemplateWords | null,
): RenderedMail {
  const { title, sentence, facts, steps, greets } = textOf(announcement, locale, revealed, words)
  const { greeting, closing } = productTemplates[locale]
  const name = locale === 'en' && centre.nameEn !== '' ? centre.nameEn : centre.name
  const about = 'personName' in announcement ? announcement.personName : announcement.organisationName
  const hello = greeting(greets ?? about)
  const end = closing({ name, telephone: centre.telephone })
  const subject = headline(title)
  const between = locale === 'en' ? ': ' : '：'
  const text = [
    hello,
    '',
    sentence,
    '',
    ...facts.map(([label, value]) => `${label}${between}${value}`),
    ...steps.flatMap((step) => ['', step]),
    '',
    ...end,
    '',
  ]
    .map(oneLine)
    .join('\n')
  return { subject, text, html: page(locale, subject, hello, sentence, facts, steps, end, revealed) }
}

/**
 * Mail programs keep inline styles and drop the rest; the colours and faces are those of the app's tokens. No picture,
 * and no link but the one that somebody has just asked for: nothing to load, and nothing that teaches people to follow
 * links in mail about money.
 */
function page(
  locale: NoticeLocale,
  subject: string,
  hello: string,
  sentence: string,
  facts: NoticeText['facts'],
  steps: readonly string[],
  end: readonly string[],
  revealed: string,
): string {
  const face = "font-family:'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"
  const paragraph = (text: string, style = '') => `<p style="margin:0 0 12px;${style}">${escapeHtml(text)}</p>`
  const rows = facts.map(
    ([label, value]) =>
      `<tr><td style="padding:4px 16px 4px 0;color:#5d626a;vertical-align:top;white-space:nowrap">${escapeHtml(label)}</td>` +
      `<td style="padding:4px 0;font-variant-numeric:tabular-nums;overflow-wrap:anywhere">${value !== '' && value === revealed ? secretMarkup(value) : escapeHtml(value)}</td></tr>`,
  )
  return [
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    `<title>${escapeHtml(subject)}</title></head>`,
    `<body style="margin:0;padding:24px 16px;background:#f6f3ec;color:#18212d;font-size:15px;line-height:1.6;${face}">`,
    '<div style="max-width:560px;margin:0 auto;padding:24px;background:#fdfcf8;border:1px solid #ded7c8;border-radius:4px">',
    paragraph(hello),
    paragraph(sentence, 'font-weight:600'),
    `<table style="border-collapse:collapse;margin:0 0 12px;font-size:15px">${rows.join('')}</table>`,
    ...steps.map((step) => paragraph(step)),
    '<hr style="border:0;border-top:1px solid #ded7c8;margin:16px 0">',
    ...end.map((line) => `<p style="margin:0;font-size:13px;color:#5d626a">${escapeHtml(line)}</p>`),
    '</div></body></html>',
  ].join('')
}

/** A link to follow, or digits to read across a room. */
function secretMarkup(revealed: string): string {
  const text = escapeHtml(revealed)
  return /^https?:/.test(revealed)
    ? `<a href="${text}" style="color:#18212d;font-weight:600">${text}</a>`
    : `<span style="font-size:24px;font-weight:600;letter-spacing:4px">${text}</span>`
}

/** The one place where the words of staff take the place of the product's. */
function textOf<K extends NoticeKind>(
  announcement: AnnouncementOf<K>,
  locale: NoticeLocale,
  revealed: string,
  words: TemplateWords | null,
): NoticeText {
  const own = ownTextOf(announcement, locale, revealed)
  return words === null ? own : { ...own, ...fillWords(words, valuesOf(announcement, locale)) }
}

/** A subject that people still read; RFC 5322 lets a line have 998 characters, and folding is the mailer's. */
const longestTitle = 200

function headline(title: string): string {
  const characters = [...oneLine(title)]
  return characters.length <= longestTitle ? characters.join('') : `${characters.slice(0, longestTitle - 1).join('')}…`
}

/** Names come from people: a line break in one must not become a header of its own. */
function oneLine(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
}

function escapeHtml(text: string): string {
  return oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
