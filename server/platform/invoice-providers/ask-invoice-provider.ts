import { type KeyObject, randomBytes, sign, verify } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../core/app-error.ts'
import type { Clock } from '../clock.ts'
import { decodeSigned, readUpTo } from '../read-answer.ts'
import type { InvoiceProviderName } from './invoice-provider.ts'

/** What a provider's code reaches the world through. */
export type Outside = {
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  /** For one question, with its answer's last byte. */
  readonly timeLimitMs: number
}

/** Issuing happens in a job and nobody waits before a page: longer than a cashier's ten seconds, shorter than a job. */
export const invoiceTimeLimitMs = 20_000

/** An answer without files is some hundred bytes; a day's list of 10,000 invoices is 1 MB. */
export const longestAnswerBytes = 4 * 1024 * 1024
/** Three files of an invoice with seals and pictures are below 5 MB, a third more in base64. */
export const longestFilesBytes = 24 * 1024 * 1024

/** How far the provider's clock and ours may be apart. */
export const maxSkewMs = 300_000

/** Why a provider's answer is none: no byte of what it sent goes along, it may be anybody's. */
export type Silence =
  | 'timeout'
  | 'connection'
  | 'status'
  | 'tooLong'
  | 'unreadable'
  | 'signature'
  | 'stale'
  | 'otherQuestion'
  | 'filesNotReady'

export function providerUnavailable(provider: InvoiceProviderName, why: Silence): AppError {
  return new AppError('invoiceProviderUnavailable', { provider, why })
}

export type Partner = {
  readonly name: InvoiceProviderName
  /** Without a trailing slash. */
  readonly url: string
  readonly appId: string
  readonly ownKey: KeyObject
  /** Asked for each time: the sandbox may be started after us. null: it has never been. */
  readonly theirKey: () => KeyObject | null
  readonly outside: Outside
}

const refusedSchema = z.object({ refused: z.object({ code: z.string(), message: z.string() }) })

/**
 * Asks once; repeating is the caller's. `echo` is what the answer has to repeat of the question. Redirects are not followed:
 * they would take our request elsewhere. Throws `invoiceProviderUnavailable` for anything that the provider has not signed
 * in answer to this very request, `invoiceProviderRefused` where it signed that it will not.
 */
export async function askInvoiceProvider<Answer>(
  partner: Partner,
  operation: string,
  body: object,
  schema: z.ZodType<Answer>,
  echo: Readonly<Record<string, string>>,
  longestBytes = longestAnswerBytes,
): Promise<Answer> {
  const { name, appId, outside } = partner
  const address = `${partner.url}/v1/${operation}`
  const text = JSON.stringify(body)
  const timestamp = outside.clock.now().toISOString()
  const nonce = randomBytes(16).toString('hex')
  const words = `REQUEST\n${new URL(address).pathname}\n${timestamp}\n${nonce}\n${text}\n`
  const answer = await post(partner, address, longestBytes, text, {
    'content-type': 'application/json',
    'user-agent': 'xueshi',
    'x-app-id': appId,
    'x-timestamp': timestamp,
    'x-nonce': nonce,
    'x-signature': sign('sha256', Buffer.from(words, 'utf8'), partner.ownKey).toString('base64'),
  })
  const answeredAt = answer.headers.get('x-timestamp') ?? ''
  const signed = `ANSWER\n${answer.status}\n${answeredAt}\n${nonce}\n${answer.text}\n`
  if (!isSigned(partner.theirKey(), signed, answer.headers.get('x-signature')))
    throw providerUnavailable(name, 'signature')
  if (!isNear(answeredAt, outside.clock.now())) throw providerUnavailable(name, 'stale')
  const said = parseJson(answer.text)
  const refused = refusedSchema.safeParse(said).data?.refused
  if (refused?.code === 'filesNotReady') throw providerUnavailable(name, 'filesNotReady')
  if (refused) {
    const failure = providerWords(refused.message)
    throw new AppError('invoiceProviderRefused', { provider: name, code: refused.code.slice(0, 40), failure })
  }
  const named = z.record(z.string(), z.unknown()).safeParse(said).data ?? {}
  if (Object.entries({ appId, ...echo }).some(([field, value]) => named[field] !== value))
    throw providerUnavailable(name, 'otherQuestion')
  const parsed = schema.safeParse(said)
  if (!parsed.success) throw providerUnavailable(name, 'unreadable')
  return parsed.data
}

async function post(
  { name, outside }: Partner,
  address: string,
  longestBytes: number,
  body: string,
  headers: Record<string, string>,
): Promise<{ status: number; headers: Headers; text: string }> {
  const signal = AbortSignal.timeout(outside.timeLimitMs)
  try {
    const response = await outside.fetch(address, { method: 'POST', headers, body, redirect: 'error', signal })
    const bytes = await readUpTo(response, longestBytes)
    if (response.status >= 500) throw providerUnavailable(name, 'status')
    if (!bytes) throw providerUnavailable(name, 'tooLong')
    return { status: response.status, headers: response.headers, text: decode(name, bytes) }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw providerUnavailable(name, signal.aborted ? 'timeout' : 'connection')
  }
}

function decode(name: InvoiceProviderName, bytes: Uint8Array): string {
  const text = decodeSigned(bytes)
  if (text === null) throw providerUnavailable(name, 'unreadable')
  return text
}

export function isSigned(key: KeyObject | null, text: string, signature: string | null): boolean {
  if (key === null || signature === null || !/^[A-Za-z0-9+/]{300,800}={0,2}$/.test(signature)) return false
  return verify('sha256', Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'))
}

/** Not a number compares as false: a date that is none is not near. */
export function isNear(timestamp: string, now: Date): boolean {
  return Math.abs(Date.parse(timestamp) - now.getTime()) <= maxSkewMs
}

/** Null for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** A provider's words as we keep and show them: one line, not long. */
export function providerWords(words: string): string {
  return words
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 200)
}
