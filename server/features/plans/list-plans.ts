import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import type { DeskPlanRow, ListAllPlansInput, ListPlansInput, PlanView } from './plans.schema.ts'
import { countPlanUse, countSeats, findAllPlans, findPublishedPlans } from './plans.store.ts'
import { toDeskRow, toPlanView } from './view-plan.ts'

/** The published plans that organisations choose from, the latest first. */
export async function listPlans(deps: Pick<Deps, 'db' | 'clock'>, input: ListPlansInput): Promise<Page<PlanView>> {
  const now = deps.clock.now()
  const { rows, nextCursor } = toPage(await findPublishedPlans(deps.db, input, now), input.limit, (plan) => plan.number)
  const seats = await countSeats(deps.db, rows.map(idOf))
  return { rows: rows.map((plan) => toPlanView(plan, seats.get(plan.id) ?? 0, now)), nextCursor }
}

/** All plans with who uses them, for staff, the latest first. */
export async function listAllPlans(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: ListAllPlansInput,
): Promise<Page<DeskPlanRow>> {
  const { rows, nextCursor } = toPage(await findAllPlans(deps.db, input), input.limit, (plan) => plan.number)
  const use = await countPlanUse(deps.db, rows.map(idOf))
  return { rows: rows.map((plan) => toDeskRow(plan, use.get(plan.id), deps.clock.now())), nextCursor }
}

const idOf = ({ id }: { readonly id: string }) => id
