import type { z } from 'zod'
import type { Actor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { noticeSamples } from './notice-samples.ts'
import { renderMail, renderNotice } from './render-notice.ts'
import { maskedSecret } from './reveal-secret.ts'
import { checkWords } from './template-words.ts'
import type { previewTemplateInput, TemplatePreview } from './templates.schema.ts'

/**
 * What these words would make of the sample event, in the app and as mail in the centre's name. Throws
 * `templatePlaceholderUnknown` and `templatePlaceholderMissing`, as saving does.
 */
export async function previewTemplate(
  deps: Pick<Deps, 'db' | 'settings'>,
  _systemAdmin: Actor,
  { kind, locale, words }: z.output<typeof previewTemplateInput>,
): Promise<TemplatePreview> {
  checkWords(kind, words)
  const sample = noticeSamples[kind]
  const mail = renderMail(sample, locale, await loadCentre(deps.db), maskedSecret(deps, sample), words)
  return { ...mail, notice: renderNotice(sample, locale, words) }
}
