import type { PrintTexts } from './print.zh-CN.ts'
import type { Translation } from './texts.ts'

export const en: Translation<PrintTexts> = { setting: 'Setting the PDF' }
