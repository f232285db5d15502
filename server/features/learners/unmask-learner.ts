import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { refuseErased } from './hold-identity.ts'
import { openIdNumber } from './id-numbers.ts'
import type { LearnerRights, UnmaskInput } from './learners.schema.ts'
import { findLearner, mayUnmask } from './learners.store.ts'

/**
 * What the actor may do beyond the ordinary: whole ID numbers are for reviewers, system admins and those organisation
 * admins to whom the right was given for the organisation that they act for; changing one is for staff.
 */
export async function loadRights(deps: Pick<Deps, 'db'>, actor: AccountActor): Promise<LearnerRights> {
  const staff = actor.staffRoles.some((role) => role === 'reviewer' || role === 'systemAdmin')
  const given = actor.organisation !== null && (await mayUnmask(deps.db, actor.accountId, actor.organisation.id))
  return { unmask: staff || given, changeIdNumber: staff }
}

/** Shows a whole ID number to somebody who may see it, and writes down who, whose and why. Throws `notAllowed`, `notFound`, `learnerErased`. */
export async function unmaskLearner(
  deps: Pick<Deps, 'db' | 'secrets'>,
  actor: AccountActor,
  { id, reason }: UnmaskInput,
): Promise<{ idNumber: string }> {
  const learner = authorize(actor, await findLearner(deps.db, id))
  if (!(await loadRights(deps, actor)).unmask) throw new AppError('notAllowed')
  refuseErased(learner)
  const idNumber = openIdNumber(deps, learner)
  await inTransaction(deps, (tx) =>
    writeAudit(tx, actor, {
      action: 'learner.unmasked',
      subjectType: 'learner',
      subjectId: id,
      organisationId: learner.organisationId,
      after: { reason },
    }),
  )
  return { idNumber }
}
