import { AppError, type ErrorCode, type ErrorDetails } from '../../server/core/app-error.ts'
import { errorsChinese } from './errors.zh-CN.ts'
import type { DeskErrorCode } from './errors-desk.zh-CN.ts'
import { defineTexts } from './texts.ts'

const sentence = defineTexts(errorsChinese, async () => ({ en: (await import('./errors.en.ts')).errorsEnglish }))

type DeskSentence = (code: DeskErrorCode, details: ErrorDetails) => string
let deskSentence: DeskSentence | null = null

/** What only staff are refused comes with the desk (errors-desk.ts): phones load none of it. */
export function addDeskSentences(find: DeskSentence): void {
  deskSentence = find
}

/** The request never reached the server, or its answer never reached us: worth sending again. */
export class ConnectionLost extends Error {
  constructor(options?: { cause?: unknown }) {
    super('connectionLost', options)
    this.name = 'ConnectionLost'
  }
}

/** What to tell the person about anything that was thrown. Follows the language. */
export function errorSentence(error: unknown): string {
  if (!(error instanceof AppError)) return sentence(error instanceof ConnectionLost ? 'connectionLost' : 'internal', {})
  const { code, details } = error
  if (isForEverybody(code)) return sentence(code, details)
  // Off the desk nobody can be refused so; if it comes all the same, it is our mistake.
  return deskSentence?.(code, details) ?? sentence('internal', {})
}

function isForEverybody(code: ErrorCode): code is Exclude<ErrorCode, DeskErrorCode> {
  return code in errorsChinese
}

/** Names the field of a form that the server refused, when it said which (`details.field`). */
export function errorField(error: unknown): string | null {
  return error instanceof AppError && typeof error.details.field === 'string' ? error.details.field : null
}
