import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits for the cookie; only their SHA-256 is stored, so that a stolen table opens no session. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

export function hashToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest())
}
