import type { AccountActor } from '../../core/actor.ts'
import { type Page, toPage } from '../../core/page.ts'
import { subtreeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { pathRange } from '../organisations/units.rules.ts'
import type { DeskPlanRow, ListAllPlansInput, ListPlansInput, PlanView, PlanYears } from './plans.schema.ts'
import {
  countPlanUse,
  countSeats,
  findAllPlans,
  findClosedPlansOf,
  findPlanYears,
  findPublishedPlans,
} from './plans.store.ts'
import { toDeskRow, toPlanView } from './view-plan.ts'

/**
 * The published plans that organisations choose from, the latest first; where it is asked for, also the closed ones in
 * which the actor's organisation has people, whose enrolments, forms and orders stay to be read.
 */
export async function listPlans(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  input: ListPlansInput,
): Promise<Page<PlanView>> {
  const now = deps.clock.now()
  const isOwn = input.withOwnClosed && !input.openOnly && !input.takingOrders && actor.organisation !== null
  const closed = isOwn ? await findClosedPlansOf(deps.db, pathRange(subtreeOf(actor))) : []
  const found = await findPublishedPlans(deps.db, { ...input, closed }, now)
  const { rows, nextCursor } = toPage(found, input.limit, (plan) => plan.number)
  const seats = await countSeats(deps.db, rows.map(idOf))
  return { rows: rows.map((plan) => toPlanView(plan, seats.get(plan.id) ?? 0, now)), nextCursor }
}

/** The years that a list of plans can be cut to, the latest first. */
export async function listPlanYears(
  deps: Pick<Deps, 'db' | 'clock'>,
  { takingOrders }: { readonly takingOrders: boolean },
): Promise<PlanYears> {
  return { years: await findPlanYears(deps.db, takingOrders ? deps.clock.now() : null) }
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
