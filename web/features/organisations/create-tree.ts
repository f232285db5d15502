import { createMemo } from 'solid-js'
import type { TreeNode } from '../../../server/features/organisations/organisations.schema.ts'
import { api } from '../../api.ts'

/**
 * The tree that somebody works in, by ids: an admin's own (null), or for staff the whole one that a unit belongs to.
 */
export function createTree(near: () => string | null) {
  const own = api.organisations.tree.use(
    () => undefined,
    () => ({ enabled: near() === null }),
  )
  const whole = api.organisations.treeOf.use(
    () => ({ id: near() ?? '' }),
    () => ({ enabled: near() !== null, keepPrevious: true }),
  )
  const query = () => (near() === null ? own : whole)
  const nodes = createMemo((): readonly TreeNode[] => {
    const asked = query()
    return asked.isPending || asked.isLoadingError ? [] : (asked.data ?? [])
  })
  const byId = createMemo(() => new Map(nodes().map((node) => [node.id, node])))
  const children = createMemo(() => {
    const below = new Map<string, TreeNode[]>()
    for (const node of nodes()) {
      if (node.parentId === null) continue
      const siblings = below.get(node.parentId)
      if (siblings) siblings.push(node)
      else below.set(node.parentId, [node])
    }
    return below
  })
  const above = (id: string): TreeNode[] => {
    const found: TreeNode[] = []
    for (let at = byId().get(id); at; ) {
      at = at.parentId === null ? undefined : byId().get(at.parentId)
      if (at) found.unshift(at)
    }
    return found
  }
  return {
    query,
    nodes,
    root: () => nodes()[0],
    node: (id: string) => byId().get(id),
    children: (id: string): readonly TreeNode[] => children().get(id) ?? [],
    /** From the root down to its parent. */
    above,
    isBelow: (id: string, upper: string) => id === upper || above(id).some((node) => node.id === upper),
  }
}

export type Tree = ReturnType<typeof createTree>

/** Units whose name holds what was typed, in the order of the tree. */
export function findUnits(nodes: readonly TreeNode[], typed: string): readonly TreeNode[] {
  const wanted = typed.normalize('NFKC').trim().toUpperCase()
  return wanted === '' ? nodes : nodes.filter((node) => node.name.normalize('NFKC').toUpperCase().includes(wanted))
}
