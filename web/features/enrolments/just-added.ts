/**
 * Who was just added to a plan: the list that the page goes back to ticks them, as the manual has it (保存, 勾选, 提交).
 * Taken once.
 */
let added: { readonly planId: string; readonly learnerIds: ReadonlySet<string> | 'all' } | null = null

export function rememberAdded(planId: string, learnerIds: readonly string[] | 'all'): void {
  if (learnerIds === 'all') added = { planId, learnerIds }
  else {
    const before = added?.planId === planId && added.learnerIds !== 'all' ? added.learnerIds : []
    added = { planId, learnerIds: new Set([...before, ...learnerIds]) }
  }
}

export function takeAdded(planId: string): ReadonlySet<string> | 'all' | null {
  const taken = added?.planId === planId ? added.learnerIds : null
  added = null
  return taken
}
