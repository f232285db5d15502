import { sameText } from '../accounts/totp.rules.ts'

/**
 * The applicant's cookie: proof that a registration was begun in this browser, or that its mailbox was reached from it.
 * One entry `registration.expires.mac` for each, because one person may register several organisations. Entries are
 * signed, not stored: what they open is one row each.
 */
export const registrationLifeSeconds = 30 * 24 * 3600
const maxEntries = 3

type KeyedHash = { hash(plain: string): string }
type Entry = { id: string; text: string }

function macOf(secrets: KeyedHash, id: string, expires: string): string {
  return secrets.hash(`registration:${id}.${expires}`)
}

function readEntries(secrets: KeyedHash, token: string | null, now: Date): Entry[] {
  const entries: Entry[] = []
  for (const text of (token ?? '').split('~').slice(0, maxEntries)) {
    const [id, expires, mac, ...rest] = text.split('.')
    if (!id || !expires || !mac || rest.length > 0) continue
    if (!sameText(macOf(secrets, id, expires), mac)) continue
    if (Number.parseInt(expires, 36) * 1000 <= now.getTime()) continue
    entries.push({ id, text })
  }
  return entries
}

/** The registrations that the cookie opens, the newest entry first. */
export function registrationsOf(secrets: KeyedHash, token: string | null, now: Date): string[] {
  return readEntries(secrets, token, now).map((entry) => entry.id)
}

/** The cookie that opens this registration too: a new entry in front, the others kept as far as there is room. */
export function grantRegistration(secrets: KeyedHash, token: string | null, id: string, now: Date): string {
  const others = readEntries(secrets, token, now).filter((entry) => entry.id !== id)
  const expires = (Math.floor(now.getTime() / 1000) + registrationLifeSeconds).toString(36)
  const own = [id, expires, macOf(secrets, id, expires)].join('.')
  return [own, ...others.map((entry) => entry.text)].slice(0, maxEntries).join('~')
}
