import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { askForCertificates } from '../certificates/ask-for-certificates.ts'
import { isRelied, loadDeskPlan } from './load-desk-plan.ts'
import { auditedChange, checkChange, checkComplete, checkPlanForm, mayEarnNow } from './plans.rules.ts'
import type { DeskPlan, UpdatePlanInput } from './plans.schema.ts'
import { countPlanUse, countSubjectUse, lockPlanRow, saveSubjects, updatePlanRow } from './plans.store.ts'
import { toPlanForm } from './view-plan.ts'

/**
 * Changes a draft or a published plan, as far as nobody relies on it: enrolments keep the fees that were agreed when they
 * were submitted, whatever is written here. Who has earned a certificate by its new rule gets it at once. Throws `notFound`, `conflict` when somebody else changed it meanwhile,
 * `planNotStarted` for a closed one, `planFixed` for what others rely on, `planIncomplete`, `planNumberTaken`, and
 * `inputInvalid` for dates that make no sense.
 */
export async function updatePlan(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  actor: AccountActor,
  { id, version, ...form }: UpdatePlanInput,
): Promise<DeskPlan> {
  checkPlanForm(form)
  await inTransaction(deps, async (tx) => {
    const now = deps.clock.now()
    const plan = await lockPlanRow(tx, id, 'change')
    if (!plan) throw new AppError('notFound')
    if (plan.version !== version) throw new AppError('conflict')
    if (plan.state === 'closed') throw new AppError('planNotStarted')
    if (plan.state === 'published') checkComplete(form, now)
    const before = toPlanForm(plan)
    const use = (await countPlanUse(tx, [id])).get(id)
    const takenBy = await countSubjectUse(tx, id)
    checkChange(before, form, {
      relied: isRelied(use),
      seatsTaken: (use?.submitted ?? 0) + (use?.confirmed ?? 0),
      takenBy,
    })
    await updatePlanRow(tx, id, form)
    await saveSubjects(tx, id, form.subjects, new Set(takenBy.keys()), now)
    if (plan.state === 'published' && mayEarnNow(before, form)) await askForCertificates(deps, tx, id)
    await writeAudit(tx, actor, {
      action: 'plan.updated',
      subjectType: 'plan',
      subjectId: id,
      organisationId: null,
      ...auditedChange(before, form),
    })
  })
  return loadDeskPlan(deps, id)
}
