import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { missingDetails } from './accounts.rules.ts'
import type { Entered, Me } from './accounts.schema.ts'
import { countRecoveryCodes, findAccount, findAdministered, findLearner } from './accounts.store.ts'
import { loadSession, type SignedIn } from './load-session.ts'

/** Who is signed in, what they may do and what stands in their way; null for nobody. */
export async function loadMe(deps: Pick<Deps, 'db' | 'settings'>, signedIn: SignedIn | null): Promise<Me | null> {
  if (!signedIn) return null
  const { actor, gate } = signedIn
  const [account, administered, recoveryCodesLeft, learner] = await Promise.all([
    findAccount(deps.db, actor.accountId),
    findAdministered(deps.db, actor.accountId),
    countRecoveryCodes(deps.db, actor.accountId),
    actor.learnerId === null ? null : findLearner(deps.db, actor.learnerId),
  ])
  if (!account) return null
  const organisations = administered.filter((one) => one.open).map(({ id, name }) => ({ id, name }))
  const missing = missingDetails({ ...account, administers: administered.length > 0 })
  return {
    accountId: account.id,
    name: account.name,
    locale: account.locale === 'en' ? 'en' : 'zh-CN',
    gate,
    staffRoles: [...actor.staffRoles],
    organisation: actor.organisation && { id: actor.organisation.id, name: actor.organisation.name },
    organisations,
    learner,
    // Who has only the password learns no telephone numbers.
    profile: gate === 'secondFactor' ? null : { mobile: account.mobile, email: account.email, missing },
    secondFactor: {
      enabled: account.totpConfirmedAt !== null,
      required: actor.staffRoles.length > 0 && deps.settings.staffTotp === 'required',
      recoveryCodesLeft,
    },
  }
}

/** The same for somebody who is certainly signed in. Throws `notSignedIn` when the account has gone. */
export async function loadMyself(deps: Pick<Deps, 'db' | 'settings'>, signedIn: SignedIn): Promise<Me> {
  const me = await loadMe(deps, signedIn)
  if (!me) throw new AppError('notSignedIn')
  return me
}

/** What the page is told after a step of logging in: the session as the next request will find it. */
export async function loadEntered(
  deps: Pick<Deps, 'db' | 'clock' | 'settings'>,
  token: string,
  ip: string,
): Promise<Entered> {
  const signedIn = await loadSession(deps, token, ip)
  if (!signedIn) throw new AppError('notSignedIn')
  return { next: signedIn.gate, me: await loadMyself(deps, signedIn) }
}
