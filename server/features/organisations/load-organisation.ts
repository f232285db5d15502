import type { AccountActor, Actor, Authorized } from '../../core/actor.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import { loadBillingFacts } from './load-billing.ts'
import type { OrganisationView } from './organisations.schema.ts'
import { findAncestors, findOrganisation, findRegistrationId } from './organisations.store.ts'
import { isRegistered, rightsOn } from './units.rules.ts'
import { countReach, isOpenPath } from './units.store.ts'

export type OrganisationFacts = {
  readonly id: string
  readonly name: string
  readonly kind: 'organisation' | 'department'
  readonly path: string
  readonly organisationPath: string
  readonly enabled: boolean
  /** Whether neither it nor anything above it is disabled: nothing is added to what is closed. */
  readonly open: boolean
}

/** An organisation that the actor may act on. Throws `notFound`. */
export async function loadOrganisation(
  deps: { readonly db: Readable },
  actor: Actor,
  id: string,
): Promise<Authorized<OrganisationFacts>> {
  const row = authorize(actor, await findOrganisation(deps.db, id))
  return { ...row, open: await isOpenPath(deps.db, row.path) }
}

/** An organisation with its place in the tree, as far up as the actor may see. Throws `notFound`. */
export async function viewOrganisation(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  id: string,
): Promise<OrganisationView> {
  const row = authorize(actor, await findOrganisation(deps.db, id))
  const staff = actor.staffRoles.length > 0
  const [above, { missing, outdated }, open, reach, registrationId] = await Promise.all([
    findAncestors(deps.db, row.path),
    loadBillingFacts(deps.db, id),
    isOpenPath(deps.db, row.path),
    countReach(deps.db, row.path),
    staff ? findRegistrationId(deps.db, id) : null,
  ])
  const visible = above.filter(
    ({ path }) => staff || (actor.organisation !== null && path.startsWith(actor.organisation.path)),
  )
  const { nameKey, path, organisationPath, ...shown } = row
  return {
    ...shown,
    parentId: visible.length === 0 ? null : row.parentId,
    createdAt: row.createdAt.toISOString(),
    open,
    registered: isRegistered(row),
    may: rightsOn(actor, row),
    registrationId,
    reach,
    ancestors: visible.reverse().map(({ id, name }) => ({ id, name })),
    billing: { complete: missing.length === 0 && outdated.length === 0, missing: [...missing, ...outdated] },
  }
}
