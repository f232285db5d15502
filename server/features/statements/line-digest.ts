import { createHash } from 'node:crypto'

/** What a line without a serial is known by: 192 bits of SHA-256, which no two lines of an account share by chance. */
export function lineDigest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 32)
}
