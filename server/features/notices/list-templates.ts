import type { Actor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { noticeSamples } from './notice-samples.ts'
import { requiredOf, valuesOf } from './notice-values.ts'
import { type NoticeKind, type NoticeLocale, noticeKinds, noticeLocales } from './notices.schema.ts'
import { productWordsOf } from './template-words.ts'
import { templateAreaOf } from './templates.rules.ts'
import { type TemplateRow, type TemplateVersion, type TemplateView, templateAreas } from './templates.schema.ts'
import { listStoredTemplates, type StoredTemplate } from './templates.store.ts'

/** Every kind of notice, by the part of the work that it belongs to, with what staff changed. */
export async function listTemplates(deps: Pick<Deps, 'db'>, _systemAdmin: Actor): Promise<{ rows: TemplateRow[] }> {
  const stored = await listStoredTemplates(deps.db)
  const rows = noticeKinds.map((kind) => rowOf(kind, stored))
  return { rows: templateAreas.flatMap((area) => rows.filter((row) => row.area === area)) }
}

/** One kind for the editor: the words that hold in both languages, the product's own, and its placeholders. */
export async function getTemplate(
  deps: Pick<Deps, 'db'>,
  _systemAdmin: Actor,
  { kind }: { kind: NoticeKind },
): Promise<TemplateView> {
  const stored = await listStoredTemplates(deps.db)
  const samples = { 'zh-CN': valuesOf(noticeSamples[kind], 'zh-CN'), en: valuesOf(noticeSamples[kind], 'en') }
  const required: readonly string[] = requiredOf(kind)
  return {
    ...rowOf(kind, stored),
    versions: noticeLocales.map((locale) => versionOf(kind, locale, stored)),
    placeholders: Object.entries(samples['zh-CN']).map(([name, chinese]) => ({
      name,
      required: required.includes(name),
      samples: { 'zh-CN': chinese, en: Object.entries(samples.en).find(([other]) => other === name)?.[1] ?? '' },
    })),
  }
}

function versionOf(kind: NoticeKind, locale: NoticeLocale, stored: readonly StoredTemplate[]): TemplateVersion {
  const own = stored.find((one) => one.kind === kind && one.locale === locale)
  const productWords = productWordsOf(kind, locale)
  return {
    locale,
    version: own?.version ?? 0,
    words: own?.words ?? productWords,
    changed: (own?.words ?? null) !== null,
    productWords,
    updatedByName: own?.updatedByName ?? null,
    updatedAt: own?.updatedAt.toISOString() ?? null,
  }
}

function rowOf(kind: NoticeKind, stored: readonly StoredTemplate[]): TemplateRow {
  const own = stored.filter((one) => one.kind === kind && one.words !== null)
  const latest = own.toSorted((one, other) => other.updatedAt.getTime() - one.updatedAt.getTime())[0]
  return {
    kind,
    area: templateAreaOf[kind],
    changed: noticeLocales.filter((locale) => own.some((one) => one.locale === locale)),
    updatedByName: latest?.updatedByName ?? null,
    updatedAt: latest?.updatedAt.toISOString() ?? null,
  }
}
