import { type KeyObject, sign, verify } from 'node:crypto'

/**
 * How a sandbox and its partners trust each other, as real gateways do it: RSA-SHA256 with a key pair each; public keys are
 * exchanged as files. What is signed names its purpose first, so that a signature cannot be used for something else.
 */
export const maxSkewMs = 300_000

export function signText(key: KeyObject, text: string): string {
  return sign('sha256', Buffer.from(text, 'utf8'), key).toString('base64')
}

export function isSignedBy(key: KeyObject, text: string, signature: string): boolean {
  if (!/^[A-Za-z0-9+/]{20,}={0,2}$/.test(signature)) return false
  return verify('sha256', Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'))
}

/** A partner's request: header values and the body as it was sent. */
export function requestText(path: string, timestamp: string, nonce: string, body: string): string {
  return `REQUEST\n${path}\n${timestamp}\n${nonce}\n${body}\n`
}

/** The answer repeats the request's nonce, so that it answers that request alone. */
export function answerText(status: number, timestamp: string, nonce: string, body: string): string {
  return `ANSWER\n${status}\n${timestamp}\n${nonce}\n${body}\n`
}
