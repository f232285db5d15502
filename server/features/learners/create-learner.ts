import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { personNameKey } from '../../core/names.ts'
import { scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, isUniqueViolation } from '../../platform/database.ts'
import { holdTarget } from './hold-target.ts'
import { checkIdNumber, storeIdNumber } from './id-numbers.ts'
import type { CreateLearnerInput, LearnerView } from './learners.schema.ts'
import { findLearner, findLearnerByHash, insertLearner } from './learners.store.ts'
import { viewLearner } from './view-learner.ts'

/**
 * Adds somebody whom the centre does not know yet. Sending the same again gives the same learner. Throws
 * `idNumberInvalid`, `learnerKnown` (learnerId, name) for one of the own subtree, `learnerElsewhere`, `notFound` and
 * `organisationNotActive` for the place, `idempotencyKeyReused`.
 */
export async function createLearner(deps: Deps, actor: AccountActor, input: CreateLearnerInput): Promise<LearnerView> {
  const { id, organisationId, idType, idNumber, name, mobile, email, post, education } = input
  checkIdNumber(deps, idType, idNumber)
  const stored = storeIdNumber(deps, id, idNumber)
  await refuseKnown(deps, actor, id, stored.idNumberHash)
  try {
    await inTransaction(deps, async (tx) => {
      const place = await holdTarget(tx, actor, organisationId)
      if (await findLearner(tx, id)) return
      const now = deps.clock.now()
      await insertLearner(tx, {
        id,
        organisationId,
        organisationPath: place.path,
        name,
        nameKey: personNameKey(name),
        idType,
        ...stored,
        mobile,
        email,
        post,
        education,
        createdAt: now,
        updatedAt: now,
      })
      await writeAudit(tx, actor, {
        action: 'learner.created',
        subjectType: 'learner',
        subjectId: id,
        organisationId,
        after: { name, idType, idNumber: stored.idNumberMasked, mobile, email, post, education },
      })
    })
  } catch (error) {
    // Somebody else added the same person, or the same form came twice, at this moment.
    if (!isUniqueViolation(error)) throw error
    await refuseKnown(deps, actor, id, stored.idNumberHash)
  }
  return viewLearner(deps, actor, id)
}

/** Lets the learner that this very form made pass. */
async function refuseKnown(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  id: string,
  idNumberHash: string,
): Promise<void> {
  const [made, known] = await Promise.all([findLearner(deps.db, id), findLearnerByHash(deps.db, idNumberHash)])
  if (made && made.idNumberHash !== idNumberHash) throw new AppError('idempotencyKeyReused')
  if (!known || known.id === id) return
  refuseOther(actor, known)
}

/** Throws what there is to say about another learner with the same ID number. */
export function refuseOther(
  actor: AccountActor,
  known: { readonly id: string; readonly name: string; readonly organisationPath: string },
): never {
  if (!known.organisationPath.startsWith(scopeOf(actor))) throw new AppError('learnerElsewhere')
  throw new AppError('learnerKnown', { learnerId: known.id, name: known.name })
}
