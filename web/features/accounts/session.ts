import { useNavigate, useSearchParams } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import type { Entered, Me } from '../../../server/features/accounts/accounts.schema.ts'
import { api } from '../../api.ts'
import { forgetStudies } from '../../offline/kept-study.ts'
import { readSetting } from '../../settings.ts'
import { setLanguage } from '../../texts/texts.ts'

/** Who is logged in; null when nobody is. Shared by all pages, asked again when a page is opened after half a minute. */
export function useMe() {
  return api.accounts.me.use(
    () => undefined,
    () => ({ staleMs: 30_000 }),
  )
}

/** What a session still lacks has a page of its own. */
const gatePages = {
  secondFactor: '/log-in/code',
  passwordChange: '/log-in/password',
  secondFactorSetup: '/log-in/second-factor',
} as const

/** Where somebody belongs: the page that their session lacks, else the home of the role they have. */
export function homeOf(me: Me): string {
  if (me.gate !== 'open') return gatePages[me.gate]
  if (me.staffRoles.length > 0) return '/desk'
  if (me.organisation) return '/home'
  return me.learner ? '/learner' : '/'
}

/** Where somebody's account settings are, to go back to from a step of them. */
export function accountHome(me: Me): string {
  const home = homeOf(me)
  if (home === '/learner') return '/learner/me'
  return home === '/home' ? '/me' : home
}

/** An address of ours to come back to: a path, never another site's (`//host`, `/\host`). */
export function safeReturn(asked: string | undefined): string | null {
  return asked && /^\/(?![/\\])/.test(asked) && !asked.startsWith('/log-in') ? asked : null
}

/** After a step of logging in: remembers who it is and goes where they belong, or back where they came from. */
export function createEnter(): (entered: Entered) => void {
  const enterAt = createEnterAt()
  return (entered) => enterAt(entered, null)
}

/** `first` is what comes before the home that they belong to. */
function createEnterAt(): (entered: Entered, first: string | null) => void {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [search] = useSearchParams<{ return?: string }>()
  return ({ next, me }, first) => {
    // Somebody else may have sat here before: nothing of theirs is shown.
    queries.clear()
    forgetStudies()
    queries.setQueryData([...api.accounts.me.key(), null], me)
    if (readSetting('language') === null && me.locale === 'en') void setLanguage('en')
    const back = safeReturn(search.return)
    if (next === 'open') navigate(back ?? first ?? homeOf(me), { replace: true })
    else navigate(`${gatePages[next]}${back ? `?return=${encodeURIComponent(back)}` : ''}`, { replace: true })
  }
}

/**
 * The same after a first log-in: an organisation that has no billing details yet fills them in next, because its orders
 * need them. Not knowing whether it has them is no reason to keep anybody waiting.
 */
export function createFirstEnter(): (entered: Entered) => Promise<void> {
  const enterAt = createEnterAt()
  return async (entered) => {
    const organisationId = entered.next === 'open' ? entered.me.organisation?.id : undefined
    const billing = organisationId
      ? await api.organisations.getBilling.query({ organisationId }).catch(() => null)
      : null
    enterAt(entered, billing?.canEdit && !billing.complete ? '/billing?first=1&return=/home' : null)
  }
}

/** Logs out and forgets everything that was shown. What is not sent yet stays on the device. */
export function createLogOut() {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const leave = () => {
    queries.clear()
    forgetStudies()
    navigate('/log-in', { replace: true })
  }
  return api.accounts.logOut.use({ onSuccess: leave, stale: [] })
}
