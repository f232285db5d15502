import type { ErrorDetails } from '../../server/core/app-error.ts'
import { addSentences } from './errors.ts'
import { type DeskErrorCode, errorsDeskChinese } from './errors-desk.zh-CN.ts'
import './errors-study.ts'
import { defineTexts } from './texts.ts'

const chinese: Readonly<Record<DeskErrorCode, (details: ErrorDetails) => string>> = errorsDeskChinese

/** Imported by the desk's shell: from then on every page there has the sentences that only staff meet. */
addSentences(
  chinese,
  defineTexts(chinese, async () => ({ en: (await import('./errors-desk.en.ts')).errorsDeskEnglish })),
)
