import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import type { PlanView } from './plans.schema.ts'
import { countSeats, findPlan } from './plans.store.ts'
import { toPlanView } from './view-plan.ts'

/** One plan. A draft is the centre's own matter: `notFound` for everybody else, as for an id that is none. */
export async function loadPlan(deps: Pick<Deps, 'db' | 'clock'>, actor: AccountActor, id: string): Promise<PlanView> {
  const plan = await findPlan(deps.db, id)
  if (!plan || (plan.state === 'draft' && actor.staffRoles.length === 0)) throw new AppError('notFound')
  const seats = await countSeats(deps.db, [id])
  return toPlanView(plan, seats.get(id) ?? 0, deps.clock.now())
}
