import type { AccountActor } from '../../core/actor.ts'
import { authorize, scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import type { AdminView } from './admins.schema.ts'
import { type AdminRow, findAdmin, findAdmins } from './organisation-admins.store.ts'
import { findAncestors, findOrganisation } from './organisations.store.ts'
import { managesCentre, rightsOn } from './units.rules.ts'

/** A unit's own admins, then those above it, as far up as the reader may see. Throws `notFound`. */
export async function listAdmins(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  organisationId: string,
): Promise<AdminView[]> {
  const unit = authorize(actor, await findOrganisation(deps.db, organisationId))
  const scope = scopeOf(actor)
  const above = (await findAncestors(deps.db, unit.path)).filter(({ path }) => path.startsWith(scope))
  const [rows, unmasks] = await Promise.all([
    findAdmins(deps.db, [unit.id, ...above.map(({ id }) => id)], scope),
    actorMayUnmask(deps, actor),
  ])
  const { manageAdmins } = rightsOn(actor, unit)
  const ownCount = rows.filter((row) => row.organisationId === unit.id).length
  return rows.map((row) => {
    const direct = row.organisationId === unit.id
    const isMyself = row.accountId === actor.accountId
    const mine = direct && manageAdmins
    const { organisationPath, mustChangePassword, outOfReach, lastSeenAt, ...shown } = row
    return {
      ...shown,
      direct,
      neverLoggedIn: mustChangePassword && lastSeenAt === null,
      lastSeenAt: lastSeenAt?.toISOString() ?? null,
      isMyself,
      may: {
        remove: mine && !(unit.parentId === null && ownCount === 1),
        resetPassword: mine && !isMyself && mayReset(row, unmasks),
        setMayUnmask: mine && !isMyself && unmasks,
      },
    }
  })
}

/** Nobody gives out a password by which they could do more than they may themselves. */
export function mayReset(target: Pick<AdminRow, 'outOfReach' | 'mayUnmask'>, actorUnmasks: boolean): boolean {
  return !target.outOfReach && (actorUnmasks || !target.mayUnmask)
}

/** Whether the actor sees whole ID numbers: that right is only passed on by who has it. */
export async function actorMayUnmask(deps: Pick<Deps, 'db'>, actor: AccountActor): Promise<boolean> {
  if (managesCentre(actor)) return true
  if (!actor.organisation) return false
  return (await findAdmin(deps.db, actor.organisation.id, actor.accountId))?.mayUnmask ?? false
}
