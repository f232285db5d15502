import type { AccountActor, Actor, Authorized } from '../../core/actor.ts'
import { authorize, subtreeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { loadBillingFacts } from './load-billing.ts'
import type { OrganisationView, TreeNode } from './organisations.schema.ts'
import { findAncestors, findOrganisation, findSubtree } from './organisations.store.ts'

export type OrganisationFacts = {
  readonly id: string
  readonly name: string
  readonly organisationPath: string
  readonly enabled: boolean
}

/** An organisation that the actor may act on. Throws `notFound`. */
export async function loadOrganisation(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  id: string,
): Promise<Authorized<OrganisationFacts>> {
  return authorize(actor, await findOrganisation(deps.db, id))
}

/** An organisation with its place in the tree, as far up as the actor may see. Throws `notFound`. */
export async function viewOrganisation(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  id: string,
): Promise<OrganisationView> {
  const row = authorize(actor, await findOrganisation(deps.db, id))
  const [above, { missing }] = await Promise.all([findAncestors(deps.db, row.path), loadBillingFacts(deps.db, id)])
  const visible = above.filter(
    ({ path }) =>
      actor.staffRoles.length > 0 || (actor.organisation !== null && path.startsWith(actor.organisation.path)),
  )
  const { nameKey, path, organisationPath, ...shown } = row
  return {
    ...shown,
    createdAt: row.createdAt.toISOString(),
    ancestors: visible.reverse().map(({ id, name }) => ({ id, name })),
    billing: { complete: missing.length === 0, missing: [...missing] },
  }
}

/** The subtree of the organisation that the admin acts for, parents before children. */
export async function loadTree(deps: Pick<Deps, 'db'>, actor: AccountActor): Promise<TreeNode[]> {
  const rows = await findSubtree(deps.db, subtreeOf(actor))
  const rootDepth = depthOf(subtreeOf(actor))
  return rows.map(({ id, parentId, path, kind, name, creditCode, enabled }) => ({
    id,
    parentId,
    depth: depthOf(path) - rootDepth,
    kind,
    name,
    creditCode,
    enabled,
  }))
}

function depthOf(path: string): number {
  return path.split('/').length
}
