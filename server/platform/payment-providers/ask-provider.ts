import { AppError } from '../../core/app-error.ts'
import type { Clock } from '../clock.ts'
import { decodeSigned, readUpTo } from '../read-answer.ts'
import type { ProviderName } from './payment-provider.ts'

/** What a provider's code reaches the world through. */
export type Outside = {
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  /** For one question, with its answer's last byte. */
  readonly timeLimitMs: number
}

/** A cashier's page waits for the answer, and all three gateways answer within 1–3 s when they are well. */
export const providerTimeLimitMs = 10_000

/** The longest answer of the three is below 8 KB; more is not theirs. */
const longestAnswerBytes = 256 * 1024

export type Question = {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** As it came: signatures are over these very characters. */
export type Answer = { readonly status: number; readonly headers: Headers; readonly text: string }

/** Why a provider's answer is none: no byte of what it sent goes along, it may be anybody's. */
export type Silence = 'timeout' | 'connection' | 'status' | 'tooLong' | 'unreadable' | 'signature' | 'otherTrade'

export function gatewayUnavailable(provider: ProviderName, why: Silence): AppError {
  return new AppError('gatewayUnavailable', { provider, why })
}

/** `failure` is what the provider says, as far as it can be shown: mostly its code, for its words could hold an account. */
export function gatewayRefused(provider: ProviderName, failure: string): AppError {
  return new AppError('gatewayRefused', { provider, failure: providerWords(failure) })
}

/** It answered for other money than we asked about: nothing is taken over from that. */
export function otherMoney(provider: ProviderName, why: 'otherCurrency' | 'otherAmount'): AppError {
  return new AppError('gatewayRefused', { provider, why })
}

/**
 * Asks a provider once; repeating is the caller's. Throws `gatewayUnavailable` when it cannot be reached, is too slow,
 * answers 5xx, too much, or in something that is no UTF-8. Redirects are not followed: they would take our request elsewhere.
 */
export async function askProvider(outside: Outside, provider: ProviderName, question: Question): Promise<Answer> {
  const signal = AbortSignal.timeout(outside.timeLimitMs)
  try {
    const response = await outside.fetch(question.url, {
      method: question.method,
      headers: { 'user-agent': 'xueshi', ...question.headers },
      redirect: 'error',
      signal,
      ...(question.body === undefined ? {} : { body: question.body }),
    })
    const bytes = await readUpTo(response, longestAnswerBytes)
    if (response.status >= 500) throw gatewayUnavailable(provider, 'status')
    if (!bytes) throw gatewayUnavailable(provider, 'tooLong')
    return { status: response.status, headers: response.headers, text: decode(provider, bytes) }
  } catch (error) {
    if (error instanceof AppError) throw error
    // fetch's own errors carry addresses with signed parameters in them; the kind is all that helps.
    throw gatewayUnavailable(provider, signal.aborted ? 'timeout' : 'connection')
  }
}

function decode(provider: ProviderName, bytes: Uint8Array): string {
  const text = decodeSigned(bytes)
  if (text === null) throw gatewayUnavailable(provider, 'unreadable')
  return text
}

/** A provider's words as we keep and show them: one line, not long, and without what could be an account. */
export function providerWords(words: string): string {
  return words
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/\d{12,}/g, '…')
    .trim()
    .slice(0, 200)
}

/** The trade number that an unverified message gives, for the record: nothing but what one of ours could be. */
export function claimedTradeNo(text: string | undefined): string {
  return text !== undefined && /^[0-9A-Za-z_-]{1,64}$/.test(text) ? text : ''
}

/**
 * The fields of `a=1&b=2` as a form is sent. Null when a name comes twice: two readers could take different ones of the
 * two, and only one of them is signed.
 */
export function readForm(body: string): Map<string, string> | null {
  const fields = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(body)) {
    if (fields.has(name)) return null
    fields.set(name, value)
  }
  return fields
}

/** Null for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
