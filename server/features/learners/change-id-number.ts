import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, isUniqueViolation } from '../../platform/database.ts'
import { replaceIdNumberName } from '../accounts/learner-accounts.ts'
import { refuseOther } from './create-learner.ts'
import { holdIdentity, refuseErased } from './hold-identity.ts'
import { checkIdNumber, storeIdNumber } from './id-numbers.ts'
import type { ChangeIdNumberInput, LearnerView } from './learners.schema.ts'
import { changeLearner, findLearner, findLearnerByHash } from './learners.store.ts'
import { viewLearner } from './view-learner.ts'

/**
 * Corrects an ID number that was entered wrongly; staff do, with a reason, because it says who a person is. They log in
 * by the new one from now on. Throws `idNumberInvalid`, `learnerKnown` when it is somebody else's, `notFound`, `conflict`.
 */
export async function changeIdNumber(
  deps: Deps,
  actor: AccountActor,
  { id, updatedAt, idType, idNumber, reason }: ChangeIdNumberInput,
): Promise<LearnerView> {
  checkIdNumber(deps, idType, idNumber)
  const stored = storeIdNumber(deps, id, idNumber)
  const refuseKnown = async () => {
    const other = await findLearnerByHash(deps.db, stored.idNumberHash)
    if (other && other.id !== id) refuseOther(actor, other)
  }
  await refuseKnown()
  try {
    await inTransaction(deps, async (tx) => {
      const before = await findLearner(tx, id)
      if (!before) throw new AppError('notFound')
      refuseErased(before)
      await holdIdentity(tx, actor, before)
      const seen = new Date(updatedAt)
      if (!(await changeLearner(tx, id, seen, deps.clock.now(), { idType, ...stored }))) throw new AppError('conflict')
      if (before.accountId !== null) await replaceIdNumberName(tx, before.accountId, stored.idNumberHash)
      await writeAudit(tx, actor, {
        action: 'learner.idNumberChanged',
        subjectType: 'learner',
        subjectId: id,
        organisationId: before.organisationId,
        before: { idType: before.idType, idNumber: before.idNumberMasked },
        after: { idType, idNumber: stored.idNumberMasked, reason },
      })
    })
  } catch (error) {
    if (isUniqueViolation(error)) await refuseKnown()
    throw error
  }
  return viewLearner(deps, actor, id)
}
