import type { ErrorDetails } from '../../server/core/app-error.ts'
import { addDeskSentences } from './errors.ts'
import { type DeskErrorCode, errorsDeskChinese } from './errors-desk.zh-CN.ts'
import { defineTexts } from './texts.ts'

const chinese: Readonly<Record<DeskErrorCode, (details: ErrorDetails) => string>> = errorsDeskChinese

/** Imported by the desk's shell: from then on every page there has the sentences that only staff meet. */
addDeskSentences(defineTexts(chinese, async () => ({ en: (await import('./errors-desk.en.ts')).errorsDeskEnglish })))
