import { AppError } from '../../core/app-error.ts'
import { noticeSamples } from './notice-samples.ts'
import type { NoticeTemplate, NoticeTemplates, NoticeText } from './notice-text.ts'
import { type PlaceholderValues, requiredOf, valuesOf } from './notice-values.ts'
import type { AnnouncementOf, NoticeKind, NoticeLocale } from './notices.schema.ts'
import type { PlaceholderName } from './placeholders.rules.ts'
import { templatesEnglish } from './templates.en.ts'
import type { TemplateWords } from './templates.schema.ts'
import { templatesChinese } from './templates.zh-cn.ts'

export const productTemplates: Readonly<Record<NoticeLocale, NoticeTemplates>> = {
  'zh-CN': templatesChinese,
  en: templatesEnglish,
}

/** What the product says of this event. */
export function ownTextOf<K extends NoticeKind>(
  announcement: AnnouncementOf<K>,
  locale: NoticeLocale,
  revealed: string,
): NoticeText {
  const template = productTemplates[locale].kinds[announcement.kind] as NoticeTemplate<K>
  return template(announcement, revealed)
}

/**
 * The product's words of a kind with the placeholders in their places, for staff to begin with: the sample's text, in
 * which each value gives way to its placeholder. The longest first: an amount is found before a part of it.
 */
export function productWordsOf(kind: NoticeKind, locale: NoticeLocale): TemplateWords {
  const sample = noticeSamples[kind]
  const { title, sentence, steps } = ownTextOf(sample, locale, '')
  const found = Object.entries(valuesOf(sample, locale))
    .filter(([, value]) => value !== '')
    .toSorted(([, one], [, other]) => other.length - one.length)
  const names = new Map(found.map(([name, value]) => [value, name]))
  const anyValue = new RegExp(found.map(([, value]) => value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'gu')
  const put = (text: string) => (found.length === 0 ? text : text.replace(anyValue, (value) => `{${names.get(value)}}`))
  return { title: put(title), sentence: put(sentence), steps: steps.map(put).join('\n') }
}

/**
 * Puts the values into the words. Once, from left to right: what stands in a value stays as it is, braces included. A
 * line of the steps is a paragraph, and one that a value leaves empty is none.
 */
export function fillWords(
  words: TemplateWords,
  values: PlaceholderValues,
): Pick<NoticeText, 'title' | 'sentence' | 'steps'> {
  const put = (text: string) =>
    text.replace(placeholderPattern, (whole, name: string) => values[name as PlaceholderName] ?? whole)
  const steps = words.steps
    .split('\n')
    .map((line) => put(line).trim())
    .filter((line) => line !== '')
  return { title: put(words.title), sentence: put(words.sentence), steps }
}

const placeholderPattern = /\{([^{}]*)\}/g

/**
 * Throws `templatePlaceholderUnknown` for anything in braces that this kind has no value for, also for a brace alone, and
 * `templatePlaceholderMissing` where neither title nor sentence names the matter.
 */
export function checkWords(kind: NoticeKind, words: TemplateWords): void {
  const known = new Set(Object.keys(valuesOf(noticeSamples[kind], 'zh-CN')))
  for (const field of ['title', 'sentence', 'steps'] as const) {
    const unknown = [...words[field].matchAll(placeholderPattern)].find(([, name = '']) => !known.has(name))
    const stray = /[{}]/.exec(words[field].replace(placeholderPattern, ''))
    const shown = unknown?.[0] ?? stray?.[0]
    if (shown !== undefined)
      throw new AppError('templatePlaceholderUnknown', { field, placeholder: shown.slice(0, 60) })
  }
  const missing = requiredOf(kind).find((name) => !`${words.title}\n${words.sentence}`.includes(`{${name}}`))
  if (missing) throw new AppError('templatePlaceholderMissing', { field: 'sentence', placeholder: missing })
}
