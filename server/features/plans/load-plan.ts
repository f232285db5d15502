import type { Plan } from '../../../prisma/generated/client.ts'
import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { fenFromBigint } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import { takesOrders } from './plans.rules.ts'
import type { PlanView } from './plans.schema.ts'
import { findPlan } from './plans.store.ts'

/** One plan. A draft is the centre's own matter: `notFound` for everybody else, as for an id that is none. */
export async function loadPlan(deps: Pick<Deps, 'db' | 'clock'>, actor: AccountActor, id: string): Promise<PlanView> {
  const plan = await findPlan(deps.db, id)
  if (!plan || (plan.state === 'draft' && actor.staffRoles.length === 0)) throw new AppError('notFound')
  return toPlanView(plan, deps.clock.now())
}

export function toPlanView({ stateSince, createdAt, ...plan }: Plan, now: Date): PlanView {
  return {
    ...plan,
    standard: 'hours',
    startsAt: plan.startsAt.toISOString(),
    endsAt: plan.endsAt.toISOString(),
    feePerLearnerFen: fenFromBigint(plan.feePerLearnerFen),
    takesOrders: takesOrders(plan, now),
  }
}
