import { createHmac, randomBytes } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import { fromBase32, type HmacSha1, matchTotp, normaliseTotp, toBase32, totpSecretBytes } from './totp.rules.ts'

const hmacSha1: HmacSha1 = (key, message) => new Uint8Array(createHmac('sha1', key).update(message).digest())

/** A sealed secret belongs to its account: copied to another row it does not open. */
function contextOf(accountId: string): string {
  return `accounts.totp_secret:${accountId}`
}

/** The same secret, sealed with the key that encrypts now. */
export function resealTotpSecret(deps: Pick<Deps, 'secrets'>, accountId: string, sealed: string): string {
  return deps.secrets.encrypt(deps.secrets.decrypt(sealed, contextOf(accountId)), contextOf(accountId))
}

/** A fresh secret, as it is shown and as it is stored. */
export function newTotpSecret(deps: Pick<Deps, 'secrets'>, accountId: string): { secret: string; sealed: string } {
  const secret = toBase32(randomBytes(totpSecretBytes))
  return { secret, sealed: deps.secrets.encrypt(secret, contextOf(accountId)) }
}

/** The step whose code was typed, or null; spent steps do not count. Spending it is for the caller, in its transaction. */
export function checkTotp(
  deps: Pick<Deps, 'secrets' | 'clock'>,
  account: { readonly id: string; readonly totpSecret: string | null; readonly totpLastStep: number | null },
  typed: string,
): number | null {
  const code = normaliseTotp(typed)
  if (code === null || account.totpSecret === null) return null
  const secret = fromBase32(deps.secrets.decrypt(account.totpSecret, contextOf(account.id)))
  return matchTotp(hmacSha1, secret, code, deps.clock.now(), account.totpLastStep)
}
