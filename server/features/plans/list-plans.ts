import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { toPlanView } from './load-plan.ts'
import type { ListPlansInput, PlanView } from './plans.schema.ts'
import { findPublishedPlans } from './plans.store.ts'

/** The published plans that organisations choose from, the latest first. */
export async function listPlans(deps: Pick<Deps, 'db' | 'clock'>, input: ListPlansInput): Promise<Page<PlanView>> {
  const rows = await findPublishedPlans(deps.db, input)
  const { rows: plans, nextCursor } = toPage(rows, input.limit, (plan) => plan.number)
  return { rows: plans.map((plan) => toPlanView(plan, deps.clock.now())), nextCursor }
}
