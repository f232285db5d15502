import { isDeepStrictEqual } from 'node:util'
import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { loadDeskPlan } from './load-desk-plan.ts'
import { auditedPlan, checkPlanForm } from './plans.rules.ts'
import type { CreatePlanInput, DeskPlan } from './plans.schema.ts'
import { findPlan, insertPlan } from './plans.store.ts'
import { toPlanForm } from './view-plan.ts'

/**
 * Makes a draft, which only staff see. The same again answers the same; throws `inputInvalid` for dates that make no
 * sense, `planNumberTaken`, and `idempotencyKeyReused` for an id that stands for something else.
 */
export async function createPlan(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { id, ...form }: CreatePlanInput,
): Promise<DeskPlan> {
  checkPlanForm(form)
  await inTransaction(deps, async (tx) => {
    const known = await findPlan(tx, id)
    if (known) {
      if (!isDeepStrictEqual(toPlanForm(known), form)) throw new AppError('idempotencyKeyReused')
      return
    }
    await insertPlan(tx, { id, form, copiedFromId: null, now: deps.clock.now() })
    await writeAudit(tx, actor, {
      action: 'plan.created',
      subjectType: 'plan',
      subjectId: id,
      organisationId: null,
      after: auditedPlan(form),
    })
  })
  return loadDeskPlan(deps, id)
}
