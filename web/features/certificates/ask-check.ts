import { AppError } from '../../../server/core/app-error.ts'
import type {
  CheckCertificateInput,
  CheckedCertificate,
} from '../../../server/features/certificates/certificates.schema.ts'
import { appErrorFrom, requestHeaders } from '../../refusals.ts'
import { ConnectionLost } from '../../texts/errors.ts'

/** Longer than the server's own limit, so that its sentence comes first. */
const timeoutMs = 30_000

type Answer = {
  readonly result?: { readonly data?: CheckedCertificate | null }
  readonly error?: { readonly data?: unknown }
}

/**
 * Asks `certificates.check` as api.ts would, without what that brings along: the page is loaded for this one question.
 * Throws `AppError` with the server's refusal, or `ConnectionLost`.
 */
export async function askCheck(input: CheckCertificateInput): Promise<CheckedCertificate | null> {
  const response = await fetch('/trpc/certificates.check?batch=1', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...requestHeaders },
    credentials: 'same-origin',
    body: JSON.stringify({ 0: input }),
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw new ConnectionLost({ cause: error })
  })
  const body: unknown = await response.json().catch(() => null)
  const [answer] = (Array.isArray(body) ? body : []) as Answer[]
  if (answer?.result) return answer.result.data ?? null
  throw appErrorFrom(answer?.error?.data) ?? appErrorFrom(body) ?? new AppError('internal')
}

/** `/c/K7M29QXR4TBW` -> the code; null on the page where one is typed. */
export function codeInPath(path: string): string | null {
  const code = /^\/c\/([^/]+)/.exec(path)?.[1]
  return code === undefined ? null : decodeURIComponent(code)
}
