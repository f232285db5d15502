import type { Deps } from '../../deps.ts'
import { codeOf, linkTokenOf } from '../accounts/one-time-secrets.rules.ts'
import { planOf } from './notices.rules.ts'
import type { Announcement } from './notices.schema.ts'

/**
 * The link or code that a mail of this kind carries, made where the mail is sent and kept nowhere; empty for kinds that
 * carry none. A page of ours that is no secret stands there as it is. A link goes to the address that the settings name, never to a host that some request named. The token
 * stands in the fragment, which browsers keep to themselves.
 */
export function revealSecret(deps: Pick<Deps, 'secrets' | 'settings'>, announcement: Announcement): string {
  const secret = planOf(announcement).secret?.(announcement)
  if (!secret) return openLink(deps, announcement)
  if (secret.page === null) return codeOf(deps.secrets, secret)
  return `${deps.settings.linkBase}${secret.page}#${linkTokenOf(deps.secrets, secret)}`
}

/** What staff see in its place: whoever reads the outbox opens nobody's account. */
export function maskedSecret(deps: Pick<Deps, 'settings'>, announcement: Announcement): string {
  const secret = planOf(announcement).secret?.(announcement)
  if (!secret) return openLink(deps, announcement)
  return secret.page === null ? '••••••' : `${deps.settings.linkBase}${secret.page}#••••••••`
}

/** A link that opens nothing by itself: the page asks who is there. */
function openLink(deps: Pick<Deps, 'settings'>, announcement: Announcement): string {
  const page = planOf(announcement).page?.(announcement)
  return page === undefined ? '' : `${deps.settings.linkBase}${page}`
}
