export type PlanState = 'draft' | 'published' | 'closed'

/** An order can be made from the publication of its plan until its end; before its start too, people pay ahead. */
export function takesOrders(plan: { readonly state: PlanState; readonly endsAt: Date }, now: Date): boolean {
  return plan.state === 'published' && now < plan.endsAt
}
