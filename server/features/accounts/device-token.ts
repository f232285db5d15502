import { randomBytes } from 'node:crypto'
import type { KeyedHash } from './log-in-names.rules.ts'
import { sameText } from './totp.rules.ts'

/**
 * The device cookie: proof that an account was logged in to from this browser before. It opens nothing; it only keeps
 * the browser's own count of failures (throttle.rules.ts). One entry `account.issued.nonce.mac` for each account, because
 * an office's browser is shared.
 */
const maxEntries = 5
/** As long as the cookie itself lives. */
const lifeSeconds = 365 * 24 * 3600

type Entry = { accountId: string; nonce: string; text: string }

function macOf(secrets: KeyedHash, accountId: string, issued: string, nonce: string): string {
  return secrets.hash(`device:${accountId}.${issued}.${nonce}`)
}

function readEntries(secrets: KeyedHash, token: string | null, now: Date): Entry[] {
  const entries: Entry[] = []
  for (const text of (token ?? '').split('~').slice(0, maxEntries)) {
    const [accountId, issued, nonce, mac, ...rest] = text.split('.')
    if (!accountId || !issued || !nonce || !mac || rest.length > 0) continue
    if (!sameText(macOf(secrets, accountId, issued, nonce), mac)) continue
    if (now.getTime() / 1000 - Number.parseInt(issued, 36) > lifeSeconds) continue
    entries.push({ accountId, nonce, text })
  }
  return entries
}

/** The nonce by which this browser counts for this account, or null when it never logged in to it. */
export function deviceNonceFor(secrets: KeyedHash, token: string | null, accountId: string, now: Date): string | null {
  return readEntries(secrets, token, now).find((entry) => entry.accountId === accountId)?.nonce ?? null
}

/** The cookie after a log-in to the account: a new entry in front, the other accounts' kept. */
export function grantDevice(secrets: KeyedHash, token: string | null, accountId: string, now: Date): string {
  const others = readEntries(secrets, token, now).filter((entry) => entry.accountId !== accountId)
  const nonce = randomBytes(16).toString('base64url')
  const issued = Math.floor(now.getTime() / 1000).toString(36)
  const own = [accountId, issued, nonce, macOf(secrets, accountId, issued, nonce)].join('.')
  return [own, ...others.map((entry) => entry.text)].slice(0, maxEntries).join('~')
}
