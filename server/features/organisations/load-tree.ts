import type { AccountActor } from '../../core/actor.ts'
import { authorize, subtreeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import type { TreeNode } from './organisations.schema.ts'
import { findOrganisation } from './organisations.store.ts'
import { levelOf, topOf } from './units.rules.ts'
import { findTreeRows, isOpenPath, type TreeRow } from './units.store.ts'

/** The subtree of the organisation that the admin acts for, parents before children, siblings by name. */
export async function loadTree(deps: Pick<Deps, 'db'>, actor: AccountActor): Promise<TreeNode[]> {
  return treeBelow(deps, subtreeOf(actor))
}

/** For staff: the whole tree that an organisation belongs to, from its top. Throws `notFound`. */
export async function loadTreeOf(deps: Pick<Deps, 'db'>, actor: AccountActor, id: string): Promise<TreeNode[]> {
  const { path } = authorize(actor, await findOrganisation(deps.db, id))
  return treeBelow(deps, `/${topOf(path)}/`)
}

async function treeBelow(deps: Pick<Deps, 'db'>, path: string): Promise<TreeNode[]> {
  const [rows, open] = await Promise.all([findTreeRows(deps.db, path), isOpenPath(deps.db, path)])
  return countUp(rows, path, open)
}

type Place = { readonly row: TreeRow; readonly below: Place[] }

/** Brings rows into the order of a tree and adds up, from the leaves, what stands in and below each unit. */
function countUp(rows: readonly TreeRow[], rootPath: string, rootOpen: boolean): TreeNode[] {
  const places = new Map<string, Place>(rows.map((row) => [row.id, { row, below: [] }]))
  const byName = new Intl.Collator('zh-CN', { numeric: true })
  const ordered = [...places.values()].sort(
    (a, b) => byName.compare(a.row.name, b.row.name) || (a.row.id < b.row.id ? -1 : 1),
  )
  let root: Place | undefined
  for (const place of ordered) {
    if (place.row.path === rootPath) root = place
    else places.get(place.row.parentId ?? '')?.below.push(place)
  }
  const nodes: TreeNode[] = []
  const add = (place: Place, openAbove: boolean): TreeNode => {
    const { path, ...row } = place.row
    const open = openAbove && row.enabled
    const node: TreeNode = {
      ...row,
      // What stands above the root is not the reader's to know of.
      parentId: place === root ? null : row.parentId,
      depth: levelOf(path) - levelOf(rootPath),
      open,
      peopleBelow: row.people,
      disabledPeopleBelow: row.disabledPeople,
      unitsBelow: 0,
    }
    nodes.push(node)
    for (const child of place.below) {
      const counted = add(child, open)
      node.peopleBelow += counted.peopleBelow
      node.disabledPeopleBelow += counted.disabledPeopleBelow
      node.unitsBelow += counted.unitsBelow + 1
    }
    return node
  }
  // What stands above the root may be disabled: then nothing in it is open.
  if (root) add(root, rootOpen)
  return nodes
}
