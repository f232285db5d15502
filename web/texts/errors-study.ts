import type { ErrorDetails } from '../../server/core/app-error.ts'
import { addSentences } from './errors.ts'
import { errorsStudyChinese, type StudyErrorCode } from './errors-study.zh-CN.ts'
import { defineTexts } from './texts.ts'

const chinese: Readonly<Record<StudyErrorCode, (details: ErrorDetails) => string>> = errorsStudyChinese

/** Imported by the texts of cards, hours, letters, reports and one's own data: their pages have these sentences then. */
addSentences(
  chinese,
  defineTexts(chinese, async () => ({ en: (await import('./errors-study.en.ts')).errorsStudyEnglish })),
)
