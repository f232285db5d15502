import type { NoticeKind, NoticeLocale } from '../../../server/features/notices/notices.schema.ts'
import type { TemplateWords } from '../../../server/features/notices/templates.schema.ts'

/** What was written and not saved, by kind and language. */
export type TemplateDrafts = { [Key in `${NoticeKind} ${NoticeLocale}`]?: TemplateWords | undefined }

export type WordsField = keyof TemplateWords
export const wordsFields: readonly WordsField[] = ['title', 'sentence', 'steps']

export function sameWords(one: TemplateWords, other: TemplateWords): boolean {
  return wordsFields.every((field) => one[field].trim() === other[field].trim())
}
