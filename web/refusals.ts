import { AppError, type ErrorCode, type ErrorDetails, errorKinds } from '../server/core/app-error.ts'

/** Said by every request: a form on another site cannot set a header. The server refuses changes without it. */
export const requestHeaders = { 'x-xueshi': '1' } as const

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorKinds, code)
}

/**
 * Brings `{ app: { code, details } }`, which every refusal of the server carries, back to an `AppError`; a code that this
 * version does not know is `internal`. Null when it is no such thing.
 */
export function appErrorFrom(body: unknown): AppError | null {
  if (typeof body !== 'object' || body === null || !('app' in body)) return null
  const { app } = body
  if (typeof app !== 'object' || app === null || !('code' in app)) return null
  const details = 'details' in app && typeof app.details === 'object' ? (app.details as ErrorDetails | null) : null
  return new AppError(isErrorCode(app.code) ? app.code : 'internal', details ?? {})
}
