import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { loadDeskPlan } from './load-desk-plan.ts'
import { auditedPlan, nextYearsForm } from './plans.rules.ts'
import type { CopyPlanInput, DeskPlan } from './plans.schema.ts'
import { findPlan, insertPlan } from './plans.store.ts'
import { freePlanNumber } from './propose-plan-number.ts'
import { toPlanForm } from './view-plan.ts'

/**
 * Makes next year's draft of a plan in any state: a year later, with a number and subjects of its own. The same again
 * answers the same; throws `notFound`, and `idempotencyKeyReused` for an id that stands for something else.
 */
export async function copyPlan(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { id, fromId }: CopyPlanInput,
): Promise<DeskPlan> {
  await inTransaction(deps, async (tx) => {
    const known = await findPlan(tx, id)
    if (known && known.copiedFromId !== fromId) throw new AppError('idempotencyKeyReused')
    if (known) return
    const source = await findPlan(tx, fromId)
    if (!source) throw new AppError('notFound')
    const now = deps.clock.now()
    const form = nextYearsForm(toPlanForm(source), await freePlanNumber(tx, now), newId)
    await insertPlan(tx, { id, form, copiedFromId: fromId, now })
    await writeAudit(tx, actor, {
      action: 'plan.copied',
      subjectType: 'plan',
      subjectId: id,
      organisationId: null,
      before: { number: source.number, name: source.name },
      after: auditedPlan(form),
    })
  })
  return loadDeskPlan(deps, id)
}
