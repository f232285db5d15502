import { AppError, type ErrorCode, type ErrorDetails } from '../../server/core/app-error.ts'
import { errorsChinese } from './errors.zh-CN.ts'
import type { DeskErrorCode } from './errors-desk.zh-CN.ts'
import type { StudyErrorCode } from './errors-study.zh-CN.ts'
import { defineTexts } from './texts.ts'

const sentence = defineTexts(errorsChinese, async () => ({ en: (await import('./errors.en.ts')).errorsEnglish }))

interface MoreSentences {
  has(code: ErrorCode): boolean
  say(code: ErrorCode, details: ErrorDetails): string
}
const more: MoreSentences[] = []

/** What only some pages are refused comes with them (errors-desk.ts, errors-study.ts): the others load none of it. */
export function addSentences<Code extends ErrorCode>(
  known: Readonly<Record<Code, unknown>>,
  say: (code: Code, details: ErrorDetails) => string,
): void {
  more.push({ has: (code) => code in known, say: (code, details) => say(code as Code, details) })
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
  // On other pages nobody can be refused so; if it comes all the same, it is our mistake.
  return more.find((one) => one.has(code))?.say(code, details) ?? sentence('internal', {})
}

function isForEverybody(code: ErrorCode): code is Exclude<ErrorCode, DeskErrorCode | StudyErrorCode> {
  return code in errorsChinese
}

/** Names the field of a form that the server refused, when it said which (`details.field`). */
export function errorField(error: unknown): string | null {
  return error instanceof AppError && typeof error.details.field === 'string' ? error.details.field : null
}
