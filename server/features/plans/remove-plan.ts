import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { auditedPlan } from './plans.rules.ts'
import type { PlanVersion } from './plans.schema.ts'
import { countPlanUse, deletePlan, lockPlanRow } from './plans.store.ts'
import { toPlanForm } from './view-plan.ts'

/** Drops a draft that nobody uses. Throws `notFound`, `conflict`, and `planFixed` for one that is more than that. */
export async function removePlan(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  { id, version }: PlanVersion,
): Promise<{ id: string }> {
  await inTransaction(deps, async (tx) => {
    const plan = await lockPlanRow(tx, id, 'change')
    if (!plan) throw new AppError('notFound')
    if (plan.version !== version) throw new AppError('conflict')
    const { drafts, submitted, confirmed, revoked, orders } = (await countPlanUse(tx, [id])).get(id) ?? {
      drafts: 0,
      submitted: 0,
      confirmed: 0,
      revoked: 0,
      orders: 0,
    }
    if (plan.state !== 'draft' || drafts + submitted + confirmed + revoked + orders > 0) {
      throw new AppError('planFixed', { field: 'state' })
    }
    await deletePlan(tx, id)
    await writeAudit(tx, actor, {
      action: 'plan.removed',
      subjectType: 'plan',
      subjectId: id,
      organisationId: null,
      before: auditedPlan(toPlanForm(plan)),
    })
  })
  return { id }
}
