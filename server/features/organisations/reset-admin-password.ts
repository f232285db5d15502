import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize, scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { resetPassword } from '../accounts/reset-password.ts'
import type { NamedAdmin } from './admins.schema.ts'
import { actorMayUnmask, mayReset } from './list-admins.ts'
import { findAdmins } from './organisation-admins.store.ts'
import { findOrganisation } from './organisations.store.ts'
import { checkRight } from './units.rules.ts'

/**
 * A one-time password for another admin of the own subtree who forgot theirs, to be read out; their sessions end. Throws
 * `adminOutOfReach` for who is staff, stands outside the subtree too or may do more than the actor, `notAllowed` for
 * oneself, `notFound`, `conflict` when it was changed at the same moment.
 */
export async function resetAdminPassword(
  deps: Deps,
  actor: AccountActor,
  input: NamedAdmin,
): Promise<{ oneTimePassword: string }> {
  const { organisationId, accountId } = input
  const unit = authorize(actor, await findOrganisation(deps.db, organisationId))
  checkRight(actor, unit, 'manageAdmins')
  const rows = await findAdmins(deps.db, [organisationId], scopeOf(actor))
  const admin = rows.find((row) => row.accountId === accountId)
  if (!admin) throw new AppError('notFound')
  if (accountId === actor.accountId) throw new AppError('notAllowed')
  if (!mayReset(admin, await actorMayUnmask(deps, actor))) throw new AppError('adminOutOfReach', { name: admin.name })
  return resetPassword(deps, actor, { accountId, removeSecondFactor: false }, organisationId)
}
