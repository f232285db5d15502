import type { AccountActor } from '../../core/actor.ts'
import { newId } from '../../core/ids.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import type { NoticeKind, NoticeLocale } from './notices.schema.ts'
import type { TemplateWords } from './templates.schema.ts'

export type StoredTemplate = {
  id: string
  kind: string
  locale: string
  /** Null: it was reset, and the product's own words hold. */
  words: TemplateWords | null
  version: number
  updatedByName: string
  updatedAt: Date
}

const columns = {
  id: true,
  kind: true,
  locale: true,
  title: true,
  sentence: true,
  steps: true,
  version: true,
  updatedByName: true,
  updatedAt: true,
} as const

export async function listStoredTemplates(db: Readable): Promise<StoredTemplate[]> {
  return (await db.noticeTemplate.findMany({ select: columns, orderBy: { id: 'asc' } })).map(storedOf)
}

export async function findStoredTemplate(
  db: Readable,
  kind: NoticeKind,
  locale: NoticeLocale,
): Promise<StoredTemplate | null> {
  const row = await db.noticeTemplate.findUnique({ where: { kind_locale: { kind, locale } }, select: columns })
  return row && storedOf(row)
}

/**
 * Writes the words (null: the product's own) over the version that the writer saw; null when it is another by now,
 * else the row's id.
 */
export async function writeTemplate(
  tx: Transaction,
  actor: AccountActor,
  change: { kind: NoticeKind; locale: NoticeLocale; version: number; words: TemplateWords | null; now: Date },
): Promise<string | null> {
  const { kind, locale, version, words, now } = change
  const written = {
    title: words?.title ?? null,
    sentence: words?.sentence ?? null,
    steps: words?.steps ?? null,
    version: version + 1,
    updatedById: actor.accountId,
    updatedByName: actor.name,
    updatedAt: now,
  }
  const rows =
    version === 0
      ? await tx.noticeTemplate.createManyAndReturn({
          data: [{ id: newId(), kind, locale, ...written }],
          skipDuplicates: true,
          select: { id: true },
        })
      : await tx.noticeTemplate.updateManyAndReturn({
          where: { kind, locale, version },
          data: written,
          select: { id: true },
        })
  return rows[0]?.id ?? null
}

function storedOf(row: {
  id: string
  kind: string
  locale: string
  title: string | null
  sentence: string | null
  steps: string | null
  version: number
  updatedByName: string
  updatedAt: Date
}): StoredTemplate {
  const { title, sentence, steps, ...rest } = row
  return { ...rest, words: title === null || sentence === null || steps === null ? null : { title, sentence, steps } }
}
