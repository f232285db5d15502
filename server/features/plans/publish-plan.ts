import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { loadDeskPlan } from './load-desk-plan.ts'
import { checkComplete } from './plans.rules.ts'
import type { DeskPlan, PlanVersion } from './plans.schema.ts'
import { changePlanState, lockPlanRow } from './plans.store.ts'
import { toPlanForm } from './view-plan.ts'

/** Lets organisations see it. Throws `notFound`, `conflict` and `planIncomplete` with the names of what is missing. */
export async function publishPlan(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { id, version }: PlanVersion,
): Promise<DeskPlan> {
  await inTransaction(deps, async (tx) => {
    const now = deps.clock.now()
    const plan = await lockPlanRow(tx, id, 'change')
    if (!plan) throw new AppError('notFound')
    checkComplete(toPlanForm(plan), now)
    await changePlanState(tx, { id, version, from: 'draft', to: 'published', now })
    await writeAudit(tx, actor, {
      action: 'plan.published',
      subjectType: 'plan',
      subjectId: id,
      organisationId: null,
      before: { state: plan.state },
      after: { state: 'published', number: plan.number, name: plan.name },
    })
  })
  return loadDeskPlan(deps, id)
}

/**
 * Ends it before its time: nobody enrols or orders any more, what there is goes on. Throws `notFound` and `conflict`.
 */
export async function closePlan(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { id, version }: PlanVersion,
): Promise<DeskPlan> {
  await inTransaction(deps, async (tx) => {
    const plan = await lockPlanRow(tx, id, 'change')
    if (!plan) throw new AppError('notFound')
    await changePlanState(tx, { id, version, from: 'published', to: 'closed', now: deps.clock.now() })
    await writeAudit(tx, actor, {
      action: 'plan.closed',
      subjectType: 'plan',
      subjectId: id,
      organisationId: null,
      before: { state: plan.state },
      after: { state: 'closed', number: plan.number, name: plan.name },
    })
  })
  return loadDeskPlan(deps, id)
}
