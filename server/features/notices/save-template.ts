import type { z } from 'zod'
import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { AuditAction } from '../../core/audit-actions.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { getTemplate } from './list-templates.ts'
import type { NoticeKind, NoticeLocale } from './notices.schema.ts'
import { checkWords } from './template-words.ts'
import type { resetTemplateInput, SaveTemplateInput, TemplateView, TemplateWords } from './templates.schema.ts'
import { findStoredTemplate, writeTemplate } from './templates.store.ts'

/**
 * Gives a kind of notice words of the centre's own in one language; they hold from the next mail on. Throws
 * `templatePlaceholderUnknown`, `templatePlaceholderMissing`, and `conflict` (by) when somebody saved since the page was
 * loaded.
 */
export async function saveTemplate(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { kind, locale, version, words }: SaveTemplateInput,
): Promise<TemplateView> {
  checkWords(kind, words)
  await write(deps, actor, 'noticeTemplate.saved', { kind, locale, version, words })
  return getTemplate(deps, actor, { kind })
}

/** Lets the product's own words hold again. Throws `conflict` (by). */
export async function resetTemplate(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { kind, locale, version }: z.output<typeof resetTemplateInput>,
): Promise<TemplateView> {
  await write(deps, actor, 'noticeTemplate.reset', { kind, locale, version, words: null })
  return getTemplate(deps, actor, { kind })
}

async function write(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  action: AuditAction,
  change: { kind: NoticeKind; locale: NoticeLocale; version: number; words: TemplateWords | null },
): Promise<void> {
  await inTransaction(deps, async (tx) => {
    const before = await findStoredTemplate(tx, change.kind, change.locale)
    const id = await writeTemplate(tx, actor, { ...change, now: deps.clock.now() })
    if (id === null) {
      const now = await findStoredTemplate(tx, change.kind, change.locale)
      throw new AppError('conflict', now ? { by: now.updatedByName } : {})
    }
    await writeAudit(tx, actor, {
      action,
      subjectType: 'noticeTemplate',
      subjectId: id,
      organisationId: null,
      before: { kind: change.kind, locale: change.locale, words: before?.words ?? null },
      after: { kind: change.kind, locale: change.locale, words: change.words },
    })
  })
}
