import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { announce } from '../notices/announce.ts'
import { holdTarget } from './hold-target.ts'
import type { LearnerView, TransferInput } from './learners.schema.ts'
import { changeLearner, holdOrganisation, lockLearner } from './learners.store.ts'
import { openProof } from './prove-learner.ts'
import { viewLearner } from './view-learner.ts'

/**
 * Takes a person over from another organisation, with a proof that the actor knows them: the same learner with all their
 * history, in another place. The admins of the organisation that they leave are told. Throws `proofExpired`, `conflict`
 * when somebody moved them since the proof, `notFound` and `organisationNotActive` for the new place.
 */
export async function transferLearner(deps: Deps, actor: AccountActor, input: TransferInput): Promise<LearnerView> {
  const { learnerId, organisationId: from } = openProof(deps, actor, input.proof)
  await inTransaction(deps, async (tx) => {
    const target = await holdTarget(tx, actor, input.organisationId)
    const learner = await lockLearner(tx, learnerId)
    if (!learner) throw new AppError('notFound')
    if (learner.organisationId === target.id) return
    if (learner.organisationId !== from) throw new AppError('conflict')
    const now = deps.clock.now()
    const left = await holdOrganisation(tx, from)
    const post = input.post
    await changeLearner(tx, learnerId, learner.updatedAt, now, {
      organisationId: target.id,
      organisationPath: target.path,
      post,
    })
    const moved = {
      action: 'learner.transferred' as const,
      subjectType: 'learner',
      subjectId: learnerId,
      before: { organisationId: from, post: learner.post },
      after: { organisationId: target.id, post },
    }
    // In the trail of both: neither subtree sees the other's.
    await writeAudit(tx, actor, { ...moved, organisationId: from })
    await writeAudit(tx, actor, { ...moved, organisationId: target.id })
    await announce(deps, tx, {
      kind: 'learnerTransferred',
      learnerId,
      learnerName: learner.name,
      idNumberMasked: learner.idNumberMasked,
      organisationId: from,
      organisationName: left?.name ?? '',
      transferredAt: now.toISOString(),
    })
  })
  return viewLearner(deps, actor, learnerId)
}
