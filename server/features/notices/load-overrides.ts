import type { Readable } from '../../platform/database.ts'
import type { NoticeKind, NoticeLocale } from './notices.schema.ts'
import type { TemplateWords } from './templates.schema.ts'
import { listStoredTemplates } from './templates.store.ts'

/** What staff made of the templates; a kind and language that is not in it speaks the product's own words. */
export type Overrides = {
  wordsOf(kind: NoticeKind, locale: NoticeLocale): TemplateWords | null
}

/**
 * Read anew for every mail and every list: there are at most two rows a kind, and what staff save in one process holds
 * in all others from the next mail on.
 */
export async function loadOverrides(db: Readable): Promise<Overrides> {
  const found = new Map((await listStoredTemplates(db)).map(({ kind, locale, words }) => [`${kind} ${locale}`, words]))
  return { wordsOf: (kind, locale) => found.get(`${kind} ${locale}`) ?? null }
}
