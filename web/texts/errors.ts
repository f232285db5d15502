import { AppError } from '../../server/core/app-error.ts'
import { type ErrorTexts, errorsChinese } from './errors.zh-CN.ts'
import { defineTexts } from './texts.ts'

const sentence = defineTexts(errorsChinese, async () => ({ en: (await import('./errors.en.ts')).errorsEnglish }))

/** The request never reached the server, or its answer never reached us: worth sending again. */
export class ConnectionLost extends Error {
  constructor(options?: { cause?: unknown }) {
    super('connectionLost', options)
    this.name = 'ConnectionLost'
  }
}

/** What to tell the person about anything that was thrown. Follows the language. */
export function errorSentence(error: unknown): string {
  const code: keyof ErrorTexts =
    error instanceof AppError ? error.code : error instanceof ConnectionLost ? 'connectionLost' : 'internal'
  return sentence(code, error instanceof AppError ? error.details : {})
}

/** Names the field of a form that the server refused, when it said which (`details.field`). */
export function errorField(error: unknown): string | null {
  return error instanceof AppError && typeof error.details.field === 'string' ? error.details.field : null
}
